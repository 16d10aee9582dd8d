"""Precision and recall of the verifier, by kind of falsehood, with Wilson intervals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt

from assistant.verification import Cited, Draft, SentenceReport, Stated, Verifier

from .dataset import Labelled

_Z = 1.96


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its count and its 95 % interval (Wilson)."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        """The share; 0 of nothing is 0."""
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson score interval."""
        if not self.total:
            return 0.0, 1.0
        share, count = self.value, self.total
        centre = share + _Z * _Z / (2 * count)
        spread = _Z * sqrt(share * (1 - share) / count + _Z * _Z / (4 * count * count))
        scale = 1 + _Z * _Z / count
        return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.3f} ({self.hits}/{self.total}; {low:.3f} a {high:.3f})"


@dataclass(slots=True)
class Measurement:
    """What was found: `caught` of the written alterations, `miscaught` of the true sentences under other provisions,
    `rejected` of the good ones; each kind apart; the mistakes themselves.
    """

    caught: Rate
    miscaught: Rate
    rejected: Rate
    by_kind: dict[str, Rate]
    missed: list[Labelled] = field(default_factory=list)
    wrongly_rejected: list[tuple[Labelled, SentenceReport]] = field(default_factory=list)

    @property
    def precision(self) -> Rate:
        """Of all that was rejected, how much was false."""
        false = self.caught.hits + self.miscaught.hits
        return Rate(false, false + self.rejected.hits)


def measure(verifier: Verifier, sentences: Sequence[Labelled]) -> Measurement:
    """Verify every sentence alone, as an answer of one sentence."""
    rejected: dict[str, int] = defaultdict(int)
    totals: dict[str, int] = defaultdict(int)
    missed: list[Labelled] = []
    wrong: list[tuple[Labelled, SentenceReport]] = []
    for item in sentences:
        report = verifier.verify(Draft([Stated(item.text, tuple(Cited(i) for i in item.cites))])).sentences[0]
        totals[item.kind] += 1
        rejected[item.kind] += not report.supported
        if item.is_good and not report.supported:
            wrong.append((item, report))
        elif not item.is_good and report.supported:
            missed.append(item)
    by_kind = {kind: Rate(rejected[kind], totals[kind]) for kind in sorted(totals)}
    written = [rate for kind, rate in by_kind.items() if kind != "good" and not kind.startswith("miscited")]
    moved = [rate for kind, rate in by_kind.items() if kind.startswith("miscited")]
    return Measurement(_sum(written), _sum(moved), by_kind["good"], by_kind, missed, wrong)


def _sum(rates: Sequence[Rate]) -> Rate:
    return Rate(sum(rate.hits for rate in rates), sum(rate.total for rate in rates))


def report(found: Measurement, half: str) -> str:
    """The measurement as a Markdown page in Spanish."""
    lines = [
        f"# Verificador, mitad «{half}»",
        "",
        f"- Oraciones alteradas que detecta: {found.caught}",
        f"- Oraciones verdaderas bajo otro precepto que detecta: {found.miscaught}",
        f"- Oraciones buenas que rechaza: {found.rejected}",
        f"- Precisión de sus rechazos: {found.precision}",
        "",
        "| Clase | Rechazadas |",
        "|---|---|",
        *(f"| {kind} | {rate} |" for kind, rate in found.by_kind.items()),
    ]
    lines += ["", "## Alteradas que pasaron", *(f"- {i.kind} · {', '.join(i.cites)} · {i.text}" for i in found.missed)]
    lines += ["", "## Buenas que rechazó"]
    for item, sentence in found.wrongly_rejected:
        reasons = "; ".join(fault.message for fault in sentence.faults)
        lines.append(f"- {', '.join(item.cites)} · {item.text} · {reasons}")
    return "\n".join(lines) + "\n"
