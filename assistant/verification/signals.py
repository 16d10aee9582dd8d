"""The signals of a sentence against its cited text that the networks of `entailment.py` read beside its words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .alignment import Alignment
from .claim import Claim
from .report import Fault, FaultReport
from .text import Kind, Term

WEIGHED = (
    Fault.CIFRA,
    Fault.NEGACION,
    Fault.POLARIDAD,
    Fault.EXCEPCION,
    Fault.MODALIDAD,
    Fault.SUJETO,
    Fault.CONDICION,
    Fault.OPOSICION,
    Fault.CLAUSULA,
    Fault.APOYO,
)
"""Rules whose findings are weighed together with the alignment; the rest reject by themselves."""
_NEAR = 0.5
_FAR = 0.55
_EXCEPTIONS = ("EXC", "SIN_PERJUICIO", "SIEMPRE_QUE")
_AROUND = 6
_SEVERAL = 2
_THIN, _VERY_THIN, _THIN_CLAUSE, _THIN_LOW, _COPIED = 0.62, 0.5, 0.55, 0.45, 0.6


def signals(claim: Claim, found: Alignment, faults: Sequence[FaultReport], score: float) -> dict[str, float]:
    """Every signal by name; `faults` and `score` are what the rules found."""
    codes = {fault.fault for fault in faults}
    out = {f"rule_{code.value.lower()}": float(code in codes) for code in WEIGHED}
    out["rules"] = float(len(codes & set(WEIGHED)))
    out["coverage"] = score
    for part in (_support, _likeness, _swaps, _order, _marks):
        out |= part(found)
    out |= _values(claim, found)
    return out | _folds(out)


def _folds(out: dict[str, float]) -> dict[str, float]:
    """What a straight line does not see: support under a floor, and rules that weigh more in what is nearly a copy."""
    ruled, thin = out["rules"] >= _SEVERAL, max(0.0, _THIN - out["any_mean"])
    return {
        "thin": thin,
        "very_thin": max(0.0, _VERY_THIN - out["any_mean"]),
        "thin_clause": max(0.0, _THIN_CLAUSE - out["worst_clause"]),
        "thin_low": max(0.0, _THIN_LOW - out["any_low"]),
        "letter_ruled": out["letter"] * (out["rules"] > 0),
        "copied": max(0.0, out["letter"] - _COPIED),
        "far_free": out["far"] * (1 - out["letter"]),
        "far_some": min(out["far"], _SEVERAL),
        "no_rule": float(out["rules"] == 0),
        "rules_several": float(ruled),
        "unsaid_share": out["unsaid"] / float(np.exp(out["length"])),
        "lost": out["rule_clausula"] * out["rule_apoyo"],
        "thin_ruled": thin if ruled else 0.0,
    }


def _low(values: NDArray[np.float32]) -> float:
    return float(np.sort(values)[:3].mean())


def _support(found: Alignment) -> dict[str, float]:
    """How near the cited text comes to each word: in the best unit, anywhere, in each clause."""
    here, anywhere = found.held[found.best], found.anywhere
    means = sorted((float(near.mean()) for near in found.held), reverse=True)
    place = {index: at for at, index in enumerate(found.claim.telling)}
    clauses = []
    for clause in found.claim.clauses:
        kept = [place[index] for index in clause if index in place]
        if len(kept) > 1:
            clauses.append(float(anywhere[kept].mean()))
    return {
        "best_mean": float(here.mean()),
        "best_least": float(here.min()),
        "best_low": _low(here),
        "any_mean": float(anywhere.mean()),
        "any_least": float(anywhere.min()),
        "any_low": _low(anywhere),
        "elsewhere": float((anywhere - here).mean()),
        "margin": means[0] - means[1] if len(means) > 1 else 0.0,
        "worst_clause": min(clauses, default=float(anywhere.mean())),
    }


def _likeness(found: Alignment) -> dict[str, float]:
    """How close to the letter the sentence is: a copy with one word changed is not a paraphrase."""
    mine, theirs = found.claim, found.units[found.best]
    held = set(theirs.stems)
    same = [mine.stems[i] == theirs.stems[found.targets[i]] for i in mine.telling]
    return {
        "letter": _common(mine.words, theirs.words) / len(mine.words),
        "same": float(np.mean(same)),
        "unsaid": float(sum(mine.stems[i] not in held for i in mine.telling)),
        "length": float(np.log(len(mine.words))),
    }


def _common(mine: Sequence[str], theirs: Sequence[str]) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(theirs) + 1)
    for word in mine:
        corner = 0
        for at, other in enumerate(theirs):
            above = row[at + 1]
            row[at + 1] = corner + 1 if word == other else max(above, row[at])
            corner = above
    return row[-1]


def _swaps(found: Alignment) -> dict[str, float]:
    """Words that the source does not have, where the words around them are the source's."""
    mine, theirs = found.claim, found.units[found.best]
    matrix, held = found.cosines[found.best], set(theirs.stems)
    framed: list[tuple[int, float]] = []
    for i in mine.telling:
        if mine.stems[i] in held:
            continue
        j = found.targets[i]
        left = i > 0 and j > 0 and mine.words[i - 1] == theirs.words[j - 1]
        right = i + 1 < len(mine.words) and j + 1 < len(theirs.words) and mine.words[i + 1] == theirs.words[j + 1]
        framed.append((left + right, float(matrix[i, j])))
    return {
        "one": float(len(framed) == 1),
        "framed": float(sum(sides == 2 for sides, _ in framed)),
        "framed_near": float(sum(sides > 0 and near >= _NEAR for sides, near in framed)),
        "framed_far": float(sum(sides > 0 and near < _NEAR for sides, near in framed)),
        "far": float(sum(near < _FAR for _, near in framed)),
    }


def _order(found: Alignment) -> dict[str, float]:
    """How much the order of what is said changes, and how much of what lies between is left out."""
    places = [found.targets[i] for i in found.claim.telling]
    pairs = max(1, len(places) * (len(places) - 1) // 2)
    turned = sum(a > b for at, a in enumerate(places) for b in places[at + 1 :])
    unit = found.units[found.best]
    nearest = found.cosines[found.best].max(axis=0)
    between = [j for j in unit.telling if min(places) <= j <= max(places)]
    left = [j for j in between if nearest[j] < _NEAR]
    return {
        "turned": turned / pairs,
        "left_out": len(left) / max(1, len(between)),
        "left_count": float(len(left)),
    }


def _marks(found: Alignment) -> dict[str, float]:
    """Negations, exceptions and modals of the sentence beside those of what it stands on."""
    mine = [term for term in found.claim.terms if term]
    unit = found.units[found.best]
    places = [found.targets[i] for i in found.claim.telling]
    low, high = max(0, min(places) - _AROUND), max(places) + _AROUND + 1
    near = [term for term in unit.terms[low:high] if term]
    whole = [term for term in unit.terms if term]
    may, must = _count(mine, "MOD_PUEDE") > 0, _count(mine, "MOD_DEBE") > 0
    its_may, its_must = _count(whole, "MOD_PUEDE") > 0, _count(whole, "MOD_DEBE") > 0
    return {
        "denials": float(_denials(mine)),
        "denials_more": float(_denials(mine) - _denials(near)),
        "exceptions_more": float(_count(mine, *_EXCEPTIONS) - _count(near, *_EXCEPTIONS)),
        "only_more": float(_count(mine, "SOLO") - _count(near, "SOLO")),
        "may_for_must": float(may and its_must and not its_may),
        "must_for_may": float(must and its_may and not its_must),
        "modal_more": float((may or must) - (its_may or its_must)),
    }


def _count(found: Sequence[Term], *keys: str) -> int:
    return len({term.start for term in found if term.key in keys})


def _denials(found: Sequence[Term]) -> int:
    return len({term.start for term in found if term.kind is Kind.NEGATION})


def _values(claim: Claim, found: Alignment) -> dict[str, float]:
    """Quantities that the cited text does not have, or has in another sentence."""
    here = {quantity.value for quantity in found.sources[found.best].quantities}
    anywhere = {quantity.value for unit in found.sources for quantity in unit.quantities}
    mine = [quantity.value for quantity in claim.quantities]
    return {
        "values_unsaid": float(sum(value not in anywhere for value in mine)),
        "values_elsewhere": float(sum(value in anywhere and value not in here for value in mine)),
    }
