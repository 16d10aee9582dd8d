"""Editorial notes as data: what they say was done, to what, and when."""

from __future__ import annotations

import re

from corpus.provisions import ProvisionKind, ReformNote
from ingest.dates import read_dof_dates
from ingest.nodes import Node
from ingest.ordinals import fold

_ACTION = re.compile(
    r"(reformad|adicionad|derogad|recorrid|reubicad|declarad|actualizad|compilad|aclaraci|fe de erratas|derogo|abrogad"
    r"|restablecid|publicad)"
)
_ACTIONS = {
    "reformad": "reforma",
    "adicionad": "adición",
    "derogad": "derogación",
    "derogo": "derogación",
    "recorrid": "recorrido",
    "reubicad": "recorrido",
    "declarad": "declaración",
    "actualizad": "actualización",
    "compilad": "actualización",
    "aclaraci": "aclaración",
    "fe de erratas": "fe de erratas",
    "abrogad": "abrogación",
    "restablecid": "restablecimiento",
    "publicad": "publicación",
}
_UNIT = re.compile(
    r"(?:derogo (?:del?|de la|de los|de las) |(?:multa|cantidad(?:es)?|aclaracion|fe de erratas|monto)s?"
    r" (?:del?|de la|al|a la) )?(articulo|transitorio|fraccion|inciso|subinciso|numeral|apartado|parrafo)"
)


def action_of(text: str) -> str:
    """What a note says was done, by its first verb; empty where it names none."""
    found = _ACTION.search(fold(text))
    return _ACTIONS[found[1]] if found else ""


def target_of(text: str, node: Node) -> Node:
    """The node that a note speaks of: from the paragraph it stands under, up to what it names."""
    plain = fold(text)
    start = plain.find("derogo")
    found = _UNIT.search(plain, start if start >= 0 else 0)
    if not found:
        return node
    unit = found[1]
    if unit == "parrafo":
        return node
    path: list[Node] = []
    at: Node | None = node
    while at is not None:
        path.append(at)
        at = at.parent
    if unit in ("articulo", "transitorio"):
        return path[-1]
    for candidate in path:
        if candidate.label is None:
            continue
        if unit == "fraccion" and candidate.label.type == "roman":
            return candidate
        if unit == "apartado" and candidate.label.type == "upper":
            return candidate
        if unit in ("inciso", "subinciso", "numeral") and candidate.kind is ProvisionKind.INCISO:
            return candidate
    return node


def read_note(text: str, applies_to: str) -> ReformNote:
    """A note with its dates, oldest first."""
    return ReformNote(text, applies_to, tuple(sorted(read_dof_dates(text))), action_of(text))
