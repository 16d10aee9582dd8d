"""A provision cut into clauses: the smallest verbatim pieces that still say something, each with its pin cite.

A clause is the own text of a node (a paragraph, a fraction without its incisos); a long one is cut at sentence ends.
The introduction of an enumeration travels with its fraction, because a fraction alone says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.verification.orders import is_order
from corpus.provisions import Provision, ProvisionKind, Status, within
from corpus.store import CorpusStore

LONG_CLAUSE = 900
_SENTENCE_END = re.compile(r"(?<=[a-záéíóúñ0-9)\]»”\"]\.)\s+(?=[A-ZÁÉÍÓÚÑ«“\"¿(])")
_ABBREVIATION = re.compile(r"\b(?:art|arts|fracc|núm|No|Lic|Dr|Sr|párr|etc|Cía|S\.A)\.$", re.IGNORECASE)
_MARKER = re.compile(r"(?:[IVXLC]+|\d{1,3}|[A-Za-z]{1,2})[.)]?-?")
"""The number of a fraction whose words are all in its paragraphs: alone it says nothing."""


@dataclass(frozen=True, slots=True)
class Clause:
    """`text == root.text[start:end]`; `id` is the pin cite. `intro` opens the enumeration it belongs to.

    `repealed`: what is left in its place ("III. Se deroga.").
    """

    id: str
    root: str
    text: str
    start: int
    end: int
    kind: ProvisionKind
    intro: Clause | None = None
    repealed: bool = False


def inside(clauses: Sequence[Clause], node: str) -> list[Clause]:
    """The clauses of a node: its own and those of what stands in it."""
    return [clause for clause in clauses if within(clause.id, node)]


def rules_among(clauses: Sequence[Clause]) -> list[Clause]:
    """Those that may answer: not what was repealed, nor what tells the reader how to answer, in any document."""
    return [clause for clause in clauses if not (clause.repealed or is_order(clause.text))]


def clauses_of(store: CorpusStore, root: Provision) -> list[Clause]:
    """The clauses of a root provision in document order."""
    nodes = store.nodes(root.id, version=root.version)
    if not nodes:
        return _cut(root, root, 0, len(root.text), None)
    children: dict[str, list[Provision]] = {}
    for node in nodes:
        children.setdefault(node.parent or root.id, []).append(node)
    first_children = children.get(root.id, [])
    lead_end = min((child.start for child in first_children), default=len(root.text))
    found = _cut(root, root, 0, lead_end, None)
    for node in first_children:
        _walk(root, node, children, found, None)
    return found


def _walk(
    root: Provision, node: Provision, children: dict[str, list[Provision]], found: list[Clause], intro: Clause | None
) -> None:
    below = children.get(node.id, [])
    own_end = min((child.start for child in below), default=node.end)
    own_intro = intro or _preceding_intro(node, found)
    before = len(found)
    found.extend(_cut(root, node, node.start, own_end, own_intro))
    if below and len(found) == before + 1 and _MARKER.fullmatch(found[-1].text):
        opener = found.pop().intro
    else:
        opener = found[-1] if below and len(found) > before else None
    for child in below:
        _walk(root, child, children, found, opener)


def _preceding_intro(node: Provision, found: list[Clause]) -> Clause | None:
    """The paragraph that ends in a colon before a list, where the list is its sibling and not its child."""
    if node.kind not in (ProvisionKind.FRACTION, ProvisionKind.INCISO):
        return None
    for clause in reversed(found):
        # A paragraph inside an item of the list (CFF 26, III) is not what opens it.
        if clause.kind not in (ProvisionKind.FRACTION, ProvisionKind.INCISO) and clause.intro is None:
            return clause if clause.text.rstrip().endswith((":", ";", ",")) else None
    return None


def _cut(root: Provision, node: Provision, start: int, end: int, intro: Clause | None) -> list[Clause]:
    text = root.text[start:end]
    stripped = text.strip()
    if not stripped:
        return []
    start += text.index(stripped)
    pieces = [(start, start + len(stripped))]
    if len(stripped) > LONG_CLAUSE:
        pieces = _sentences(stripped, start)
    repealed = node.status is Status.DEROGADO
    return [Clause(node.id, root.id, root.text[s:e], s, e, node.kind, intro, repealed) for s, e in pieces]


def _sentences(text: str, offset: int) -> list[tuple[int, int]]:
    spans, begin = [], 0
    for match in _SENTENCE_END.finditer(text):
        if _ABBREVIATION.search(text[: match.start()]):
            continue
        spans.append((offset + begin, offset + match.start()))
        begin = match.end()
    spans.append((offset + begin, offset + len(text)))
    return spans
