"""What is indexed: entries, each a text that leads to one provision. No entry mixes two provisions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from corpus.editorial import Heading, own_headings
from corpus.provisions import Instrument, Provision, ProvisionKind, Status
from corpus.store import CorpusStore

_LONG = 1100
"""Characters above which a passage is cut, at its children or at sentences: more than the model reads well."""
_LEAD = 160
_SENTENCE_END = re.compile(r"(?<=[.;:])\s+(?=[A-ZÁÉÍÓÚÑ«\"(])")


class Field(IntEnum):
    """The kinds of entries; each is searched on its own and has its own weight."""

    PASSAGE = 0
    ARTICLE = 1
    HEADING = 2
    QUESTION = 3
    SUBJECT = 4
    """Heading and typical questions of a root together: a question may share a word with each of several."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A text to search for. `start` and `end` are offsets into the root's text (0, 0 for what is not its text).

    `lead` is the sentence that a fraction or inciso completes; it is searched with the text and never quoted.
    """

    field: Field
    root: str
    node: str
    text: str
    start: int = 0
    end: int = 0
    lead: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Root:
    """A root provision in one version, as far as ranking and filtering need it."""

    id: str
    instrument: str
    version: str
    kind: str
    label: str
    latest: bool
    repealed: bool
    valid_from: str
    valid_to: str
    rank: int


def collect_roots(store: CorpusStore) -> list[tuple[Root, Provision]]:
    """Every root of every version, the latest versions first; a wording that did not change stands once."""
    found: list[tuple[Root, Provision]] = []
    for instrument in store.instruments():
        seen: set[tuple[str, str, str]] = set()
        for version in reversed(store.instrument_versions(instrument.id)):
            for provision in store.roots(instrument.id, version=version.version):
                same = (provision.id, provision.text, str(provision.valid_from))
                if same in seen:
                    continue
                seen.add(same)
                latest = version.version == instrument.version and provision.status is not Status.SIN_EFECTO
                found.append((_root(provision, latest, version), provision))
    return found


def _root(provision: Provision, latest: bool, instrument: Instrument) -> Root:
    since = provision.valid_from or instrument.published
    return Root(
        id=provision.id,
        instrument=provision.instrument,
        version=provision.version,
        kind=provision.kind.value,
        label=provision.label,
        latest=latest,
        repealed=provision.status is Status.DEROGADO,
        valid_from=since.isoformat() if since else "",
        valid_to=provision.valid_to.isoformat() if provision.valid_to else "",
        rank=instrument.rank,
    )


def entries_of(root: Provision, nodes: list[Provision], headings: Mapping[str, Heading]) -> Iterator[Entry]:
    """All entries of one root, of which `headings` (and what it brings itself) may name the root or any node."""
    yield Entry(Field.ARTICLE, root.id, root.id, root.text, 0, len(root.text))
    yield from _passages(root, nodes)
    headings = {**own_headings(root), **headings}
    subject = []
    for provision in (root, *nodes):
        heading = headings.get(provision.id)
        if heading is not None:
            subject += [heading.heading, *heading.questions]
            span = (0, 0) if provision is root else (provision.start, provision.end)
            yield Entry(Field.HEADING, root.id, provision.id, heading.heading, *span)
            for question in heading.questions:
                yield Entry(Field.QUESTION, root.id, provision.id, question, *span)
    if subject:
        yield Entry(Field.SUBJECT, root.id, root.id, " \n".join(subject))


def _passages(root: Provision, nodes: list[Provision]) -> Iterator[Entry]:
    children: dict[str, list[Provision]] = {}
    for node in nodes:
        children.setdefault(node.parent or root.id, []).append(node)
    yield from _descend(root, root, children, "")


def _descend(root: Provision, owner: Provision, children: Mapping[str, list[Provision]], lead: str) -> Iterator[Entry]:
    """Passages of everything under `owner`, and of its own text that no child covers."""
    begin, end = (0, len(root.text)) if owner is root else (owner.start, owner.end)
    opening, at = lead, begin
    for node in children.get(owner.id, []):
        if node.start > at:
            yield from _cut(root, owner, at, node.start, "")
            opening = _lead(root.text[at : node.start]) or opening
        if node.status is Status.SIN_EFECTO and root.status is not Status.SIN_EFECTO:
            at = max(at, node.end)
            continue
        if node.kind is ProvisionKind.PARAGRAPH:
            opening = _lead(node.text)
        own_lead = "" if node.kind is ProvisionKind.PARAGRAPH else opening
        if len(node.text) > _LONG and node.id in children:
            yield from _descend(root, node, children, own_lead)
        else:
            yield from _cut(root, node, node.start, node.end, own_lead)
        at = max(at, node.end)
    if at < end:
        yield from _cut(root, owner, at, end, "")


def _lead(text: str) -> str:
    """The end of a text that announces what follows."""
    stripped = text.rstrip()
    return stripped[-_LEAD:] if stripped.endswith(":") else ""


def _cut(root: Provision, node: Provision, begin: int, end: int, lead: str) -> Iterator[Entry]:
    for start, stop in windows(root.text, begin, end):
        text = root.text[start:stop]
        if any(c.isalnum() for c in text):
            yield Entry(Field.PASSAGE, root.id, node.id, text, start, stop, lead, node.pages[0])


def windows(text: str, begin: int, end: int) -> Iterable[tuple[int, int]]:
    """Spans of at most `_LONG` characters that end where a sentence does, or at a space where none does."""
    spans = []
    while end - begin > _LONG:
        cut = max((m.end() + begin for m in _SENTENCE_END.finditer(text[begin : begin + _LONG])), default=0)
        if cut - begin < _LONG // 3:
            space = text.rfind(" ", begin, begin + _LONG)
            cut = space + 1 if space > begin else begin + _LONG
        spans.append((begin, len(text[:cut].rstrip())))
        begin = cut
    spans.append((begin, end))
    return [(start, stop) for start, stop in spans if stop > start]
