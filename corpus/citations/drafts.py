"""Readings under construction: an article with its parts, before its law is known."""

from __future__ import annotations

from dataclasses import dataclass, field

from .model import Basis, Citation, CitationKind, Unresolved
from .parts import Level, Part, Value
from .reader import Reader


@dataclass
class Draft:
    """One provision being read; `steps` are (level, value) from the article down."""

    start: int
    end: int
    steps: list[tuple[Level, str]] = field(default_factory=list)
    until: str = ""
    fraction_reading: str = ""
    kind: CitationKind = CitationKind.ARTICLE
    relative: str = ""
    instrument: str = ""
    basis: Basis = Basis.NONE
    unresolved: Unresolved | None = None
    prefix: str = ""
    candidates: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The id without instrument."""
        return "/".join(
            [self.prefix, *(value for _, value in self.steps)] if self.prefix else [v for _, v in self.steps]
        )

    def citation(self, reader: Reader) -> Citation:
        """Freeze the reading with its text."""
        start, end = reader.at(self.start).start, reader.end_of(self.end)
        unresolved, candidates = self.unresolved, self.candidates
        if self.fraction_reading and not unresolved:
            spelled = [self.path, self.fraction_reading]
            candidates = tuple(f"{self.instrument or '?'}:{path}" for path in spelled)
            unresolved = Unresolved.AMBIGUOUS
        elif not self.instrument and not unresolved:
            unresolved = Unresolved.NO_INSTRUMENT
        return Citation(
            raw=reader.text[start:end],
            start=start,
            end=end,
            kind=self.kind,
            instrument=self.instrument,
            path=self.path,
            until=self.until,
            candidates=candidates,
            unresolved=unresolved,
            basis=self.basis,
            relative=self.relative,
        )


def extend(drafts: list[Draft], part: Part, joined_by_word: bool) -> None:
    """Hang a part on the last draft: deeper parts continue it, parts of its own level or above open a new one."""
    last = drafts[-1]
    base = _base(last.steps, part.level, joined_by_word)
    continues = base == last.steps
    for position, value in enumerate(part.values):
        steps = [*base, (part.level, value.text)]
        if position == 0 and continues:
            last.steps, last.end = steps, value.end
            last.until = _until(base, value)
            last.fraction_reading = ""
        else:
            drafts.append(_sibling(last, part.start if position == 0 else value.start, value, steps, base))


def _sibling(
    last: Draft, start: int, value: Value, steps: list[tuple[Level, str]], base: list[tuple[Level, str]]
) -> Draft:
    return Draft(
        start,
        value.end,
        steps,
        _until(base, value),
        kind=last.kind,
        relative=last.relative,
        prefix=last.prefix,
        unresolved=last.unresolved,
    )


def _base(steps: list[tuple[Level, str]], level: Level, joined_by_word: bool) -> list[tuple[Level, str]]:
    if level is Level.PARRAFO:
        if joined_by_word:
            return [step for step in steps[:1] if step[0] is Level.ARTICLE]
        return steps[:-1] if steps and steps[-1][0] is Level.PARRAFO else list(steps)
    if level is Level.APARTADO and not joined_by_word and steps and steps[-1][0] is Level.FRACCION:
        return list(steps)
    kept: list[tuple[Level, str]] = []
    for step in steps:
        if step[0] is Level.PARRAFO and joined_by_word:
            break
        if step[0] is not Level.PARRAFO and step[0] >= level:
            break
        kept.append(step)
    return kept


def _until(base: list[tuple[Level, str]], value: Value) -> str:
    if not value.until:
        return ""
    return "/".join([*(text for _, text in base), value.until])
