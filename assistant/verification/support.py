"""Whether the cited text says what the sentence says: guards first, then how much of it stands there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .actors import actor_fault, turned_fault
from .bounds import extreme_fault, limit_fault
from .carve_outs import carve_fault
from .claim import Claim, telling
from .contrasts import contrast_fault
from .denials import negated
from .evidence import Unit, Weights, best, coverage, holds
from .exceptions import exception_fault, takes_exception
from .figures import figure_fault, order_number_fault
from .joints import joint_fault
from .modality import modality_fault
from .moments import moment_fault
from .order import opposition_fault, order_fault
from .polarity import AGREED, polarity_finding
from .quantities import Quantity
from .report import Fault, FaultReport
from .strangers import misplaced_fault, stranger_fault
from .subjects import subject_fault
from .swaps import lead_fault, swap_fault
from .text import Kind, lexicon
from .vocabulary import vocabulary

_HALF = 2
_VALUES = 0.25
_LITERAL = 0.9
"""Share of a sentence's concepts in a unit from which it goes along with the law's words."""
_GENERIC = frozenset({"plazo", "fech", "tas", "cantidad", "limite"})


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Measured on `evals/datasets/verifier-dev.yaml` by `evals/verification`."""

    whole: float = 0.6
    """Least weighted share of the sentence's concepts in one unit of the cited text."""
    clause: float = 0.45
    """Least share for each clause."""
    near: float = 0.03
    """Units this close to the best are tried too: a sentence stands if it stands on one of them."""
    tried: int = 4
    strange: int = 2
    """This many words that the cited provisions never use are too many; of the things of law, one is."""


@dataclass(frozen=True, slots=True)
class Support:
    """How far a sentence is supported and every reason against it on its best unit."""

    score: float
    faults: tuple[FaultReport, ...]
    checks: int


def support(
    claim: Claim, units: Sequence[Unit], extra: Sequence[Quantity], thresholds: Thresholds, weight: Weights
) -> Support:
    """Compare a sentence with the cited units; it stands if one of the best units gives no fault."""
    if not units:
        return Support(0.0, (FaultReport(Fault.APOYO, "no hay texto citado con qué comparar"),), 1)
    singles = [unit for unit in units if not unit.pair]
    ranked = best(claim.concepts, singles, weight)
    if ranked[0][0] < thresholds.whole:
        ranked = best(claim.concepts, units, weight)
    top = ranked[0][0]
    whole = frozenset(key for unit in units for key in unit.concepts)
    candidates = [unit for score, unit in ranked if score >= top - thresholds.near][: thresholds.tried]
    candidates += [unit for score, unit in ranked if score >= top - _VALUES and _has_values(claim, unit)][:_HALF]
    found: list[list[FaultReport]] = []
    for unit in candidates:
        found.append(_unit_faults(claim, unit, singles, whole))
        if not found[-1]:
            break
    faults = min(found, key=len)
    figure = figure_fault(claim, singles, extra) or limit_fault(claim, singles)
    if figure:
        faults = [fault for fault in faults if fault.fault is not Fault.CIFRA] + [FaultReport(Fault.CIFRA, figure)]
    faults += _stranger_faults(claim, units, faults)
    faults += _scope_faults(claim, singles, faults)
    faults += _effect_faults(claim, units)
    faults += _joined_faults(claim, units) or _topic_faults(claim, singles, candidates)
    faults += _coverage_faults(claim, units, ranked[0][1], thresholds, weight)
    return Support(top, tuple(faults), len(candidates) * 7 + 1 + len(claim.clauses))


def _has_values(claim: Claim, unit: Unit) -> bool:
    """Whether a unit holds every value of a claim that has several: the words may be those of another item."""
    held = {quantity.value for quantity in unit.quantities}
    return len(claim.quantities) > 1 and all(quantity.value in held for quantity in claim.quantities)


def _unit_faults(claim: Claim, unit: Unit, units: Sequence[Unit], whole: frozenset[str]) -> list[FaultReport]:
    inverted = takes_exception(claim.terms, unit)
    polarity = AGREED if inverted else polarity_finding(claim.terms, unit, units)
    checks = (
        (Fault.CIFRA, order_number_fault(claim, unit) or extreme_fault(claim, unit)),
        (Fault.NEGACION if polarity.sure else Fault.POLARIDAD, polarity.message),
        (Fault.EXCEPCION, exception_fault(claim, unit)),
        (Fault.MODALIDAD, "" if inverted else modality_fault(claim.terms, unit, units)),
        (Fault.SUJETO, _actor_fault(claim, unit, whole)),
        (
            Fault.OPOSICION,
            opposition_fault(claim.terms, unit)
            or contrast_fault(claim.terms, unit, units)
            or swap_fault(claim.terms, unit),
        ),
        (Fault.CLAUSULA, lead_fault(claim.terms, unit, units)),
        (
            Fault.CONDICION,
            ("" if unit.pair else order_fault(claim.terms, unit)) or moment_fault(claim.terms, unit, whole),
        ),
    )
    return [FaultReport(fault, message) for fault, message in checks if message]


def _scope_faults(claim: Claim, units: Sequence[Unit], found: Sequence[FaultReport]) -> list[FaultReport]:
    """Exceptions, limits and conditions that no unit of the cited text has, where its best unit showed none."""
    known = {report.fault for report in found}
    checks = ((Fault.EXCEPCION, carve_fault), (Fault.CONDICION, joint_fault))
    told = ((fault, check(claim, units)) for fault, check in checks if fault not in known)
    return [FaultReport(fault, message) for fault, message in told if message]


def _actor_fault(claim: Claim, unit: Unit, whole: frozenset[str]) -> str:
    """Who does what to whom; of a free paraphrase only what does not hang on the law's own words and their order."""
    if coverage(claim.concepts, unit, Weights()) < _LITERAL:
        return turned_fault(claim.terms, unit)
    return actor_fault(claim.terms, unit, whole) or subject_fault(claim.terms, unit)


def _coverage_faults(
    claim: Claim, units: Sequence[Unit], top: Unit, thresholds: Thresholds, weight: Weights
) -> list[FaultReport]:
    faults: list[FaultReport] = []
    plain = _plain(claim.concepts, units)
    if coverage([key for key in claim.concepts if key not in plain], top, weight) < thresholds.whole:
        faults.append(FaultReport(Fault.APOYO, "el texto citado no dice esto"))
    strange = _strange(claim.concepts, units)
    if len(strange) >= thresholds.strange or not vocabulary().telling.isdisjoint(strange):
        said = ", ".join(term.text for term in claim.terms if term.key in strange)
        faults.append(FaultReport(Fault.CLAUSULA, f"el precepto citado no habla de: {said}"))
    for clause in claim.clauses:
        keys = [key for key in telling(clause) if key not in plain]
        if len(keys) < _HALF:
            continue
        share = max(coverage(keys, unit, weight) for unit in units)
        if share < thresholds.clause:
            said = " ".join(term.text for term in clause)
            faults.append(FaultReport(Fault.CLAUSULA, f"el texto citado no dice «{said}»"))
    return faults


def _plain(keys: Sequence[str], units: Sequence[Unit]) -> frozenset[str]:
    """Everyday words that the cited text does not use: they say a rule in other words."""
    found = vocabulary().ordinary.intersection(keys)
    return frozenset(key for key in found if not any(holds(unit, key) for unit in units))


def _strange(keys: Sequence[str], units: Sequence[Unit]) -> list[str]:
    """Concepts that no unit holds, everyday words apart; one whose opposite stands there is judged elsewhere."""
    held = frozenset(key for unit in units for key in unit.concepts)
    opposite = {one for one, other in lexicon().antonyms if other in held}
    known = opposite | vocabulary().ordinary
    return [key for key in dict.fromkeys(keys) if key not in known and not any(holds(unit, key) for unit in units)]


def _stranger_faults(claim: Claim, units: Sequence[Unit], found: Sequence[FaultReport]) -> list[FaultReport]:
    """An actor that the cited provisions never name, unless the best unit already told of one."""
    told = any(fault.fault is Fault.SUJETO for fault in found)
    message = "" if told else stranger_fault(claim, units) or misplaced_fault(claim, units)
    return [FaultReport(Fault.SUJETO, message)] if message else []


def _effect_faults(claim: Claim, units: Sequence[Unit]) -> list[FaultReport]:
    """Legal effects that the cited provisions never mention; one that the claim denies is told by its denial."""
    denied = negated(claim.terms)
    return [
        FaultReport(Fault.CLAUSULA, f"el precepto citado no habla de «{term.text}»")
        for index, term in enumerate(claim.terms)
        if term.kind is Kind.CONCEPT
        and term.key in lexicon().operative
        and index not in denied
        and not any(holds(unit, term.key) for unit in units)
    ]


def _topic_faults(claim: Claim, singles: Sequence[Unit], candidates: Sequence[Unit]) -> list[FaultReport]:
    """What a sentence is about ("Los capitales constitutivos ...") stands in another sentence of the law."""
    if len(claim.terms) < 2 or claim.terms[0].key not in ("el", "la", "los", "las"):
        return []
    topic = claim.terms[1]
    if topic.kind is not Kind.CONCEPT or topic.key in lexicon().weak | _GENERIC:
        return []
    spoken = [unit for unit in singles if topic.key in unit.concepts]
    near = any(holds(unit, topic.key) or topic.key in unit.context or unit.has_mark("REMISION") for unit in candidates)
    if spoken and not near:
        return [FaultReport(Fault.CLAUSULA, f"el texto citado lo dice de otra cosa y no de «{topic.text}»")]
    return []


def _joined_faults(claim: Claim, units: Sequence[Unit]) -> list[FaultReport]:
    """A clause whose words come half from one sentence of the law and half from another."""
    singles = [unit for unit in units if not unit.pair]
    together = [unit for unit in units if unit.pair]
    for clause in claim.clauses:
        keys = list(dict.fromkeys(term.key for term in clause if term.kind in (Kind.CONCEPT, Kind.ACTOR)))
        home = max(singles, key=lambda unit: sum(holds(unit, key) for key in keys))
        lacking = [key for key in keys if not holds(home, key)]
        if any(all(holds(unit, key) for key in lacking) and home.text in unit.text for unit in together):
            continue
        for other in singles:
            if len([key for key in lacking if key in other.concepts]) >= _HALF:
                return [FaultReport(Fault.CLAUSULA, "une partes de dos disposiciones distintas del texto citado")]
    return []
