"""What may be done and what must be done are not the same."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.citations.words import fold

from .evidence import Unit
from .likeness import matches
from .text import Kind, Term

_NOUN_MARKERS = frozenset({"el", "la", "los", "las", "de", "del", "por", "para", "al", "su", "un", "una"})
_OPTIONAL = ("optat", "opcional", "potestat")
_OPEN_DOORS = ("derecho", "facult", "opcion", "solicit", "pued", "proced")


def _modals(found: Sequence[Term]) -> list[tuple[str, str, bool]]:
    """(modal, concept that it governs, whether it is negated)."""
    out = []
    for index, term in enumerate(found):
        if term.key not in ("MOD_PUEDE", "MOD_DEBE"):
            continue
        head = next((t.key for t in found[index + 1 : index + 8] if t.kind is Kind.CONCEPT), "")
        denied = any(t.kind is Kind.NEGATION for t in found[max(0, index - 4) : index])
        out.append((term.key, head, denied))
    return out


def modality_fault(claim: Sequence[Term], unit: Unit, units: Sequence[Unit]) -> str:
    """Why a claim turns a faculty into a duty or a duty into a faculty; "" where it does not."""
    source = _modals(unit.terms)
    for modal, head, denied in _modals(claim):
        if denied:
            continue
        governed = [kind for kind, other, _ in source if matches(head, other)] or _modal_before(unit.terms, head)
        elsewhere = [] if _asserted(unit.terms, head) else list(units)
        everywhere = [kind for other in elsewhere for kind, key, _ in _modals(other.terms) if matches(head, key)]
        if modal == "MOD_DEBE" and (governed or everywhere) and "MOD_DEBE" not in governed + everywhere:
            return "presenta como obligación lo que el texto citado permite"
        faculty = any(kind == "MOD_PUEDE" for kind, _, _ in source)
        if modal == "MOD_DEBE" and any(fold(term.text).startswith(_OPTIONAL) for term in unit.terms):
            return "presenta como obligación lo que el texto citado deja a elección"
        if modal == "MOD_PUEDE" and governed and not faculty:
            return "presenta como facultad lo que el texto citado ordena"
        open_door = any(key.startswith(_OPEN_DOORS) for key in unit.concepts)
        if modal == "MOD_PUEDE" and not governed and not faculty and not open_door:
            return "presenta como facultad lo que el texto citado no permite expresamente"
        apart = any(matches(head, key) for key in unit.concepts)
        lone = not governed and not apart and len(source) == 1 and source[0][0] == "MOD_PUEDE"
        if modal == "MOD_DEBE" and lone and _matches_any(source[0][1], claim):
            return "presenta como obligación lo que el texto citado permite"
    return ""


def _asserted(found: Sequence[Term], head: str) -> bool:
    """Whether a sentence uses a verb in its own name: "paguen el 20%", and not "la solicitud de dejar"."""
    for index, term in enumerate(found):
        before = found[index - 1].text.lower() if index else ""
        if term.kind is Kind.CONCEPT and matches(term.key, head) and before not in _NOUN_MARKERS:
            return True
    return False


def _modal_before(found: Sequence[Term], head: str) -> list[str]:
    """The modal that stands before a verb in its sentence: "podrá optar, a solicitud del patrón, por realizar"."""
    for index, term in enumerate(found):
        if term.kind is Kind.CONCEPT and matches(term.key, head):
            before = [
                t.key for t in found[max(0, index - 12) : index] if t.key.startswith("MOD_") or t.key in (";", ".")
            ]
            if before and before[-1].startswith("MOD_"):
                return before[-1:]
    return []


def _matches_any(key: str, found: Sequence[Term]) -> bool:
    return any(term.kind is Kind.CONCEPT and matches(term.key, key) for term in found)
