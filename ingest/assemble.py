"""Parsed roots to provisions: ids, texts, trees, notes and the days from which wordings hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from corpus.provisions import (
    Instrument,
    Provision,
    ProvisionKind,
    ReformNote,
    Status,
    article_slug,
)
from ingest.dates import read_dof_dates
from ingest.layout import Measure
from ingest.nodes import Node, Tree
from ingest.notes import read_note, target_of
from ingest.parsed import ParsedLaw, Problem, RootDraft
from ingest.pictures import as_extra
from ingest.repealed import is_repealed
from ingest.tree import grow


def assemble(
    instrument: Instrument, law: ParsedLaw, measure: Measure, bold_labels: bool
) -> tuple[list[Provision], list[Problem]]:
    """Every root and node of a law in document order, and what the trees could not explain."""
    provisions: list[Provision] = []
    problems: list[Problem] = []
    since = noted_since(instrument, law)
    for root, root_id in zip(law.roots, _root_ids(instrument, law.roots), strict=True):
        tree = grow(root.paragraphs, measure, bold_labels, titled=bool(root.rubric))
        problems.extend(
            Problem("LISTA_IRREGULAR", f"{root.label}: «{label}» no sigue el orden de su lista.", _page(root))
            for label in tree.loose
        )
        provisions.extend(_provisions(instrument, root, root_id, tree, len(provisions), since))
    return provisions, problems


def _page(root: RootDraft) -> int:
    return root.paragraphs[0].block.pages[0]


def _root_ids(instrument: Instrument, roots: Sequence[RootDraft]) -> Iterator[str]:
    """The id of each root, in order.

    One decree may hold two sets of transitorios (its own and those of a law it enacts): the last set, the decree's
    own, gets the plain date; the others are told apart as "1995-12-15.2".
    """
    sets: dict[tuple[date | None, int], set[str]] = {}
    for root in roots:
        if root.kind is ProvisionKind.TRANSITORIO:
            sets.setdefault((root.decree, root.block_of_decree), set()).add(root.number)
    names: dict[tuple[date | None, int], str] = {}
    taken: dict[date | None, list[set[str]]] = {}
    for key in sorted(sets, key=lambda pair: (str(pair[0]), -pair[1])):
        groups = taken.setdefault(key[0], [])
        place = next((i for i, group in enumerate(groups) if not group & sets[key]), len(groups))
        if place == len(groups):
            groups.append(set())
        groups[place] |= sets[key]
        day = key[0].isoformat() if key[0] else "sin-fecha"
        names[key] = day if place == 0 else f"{day}.{place + 1}"
    for root in roots:
        if root.kind is ProvisionKind.TRANSITORIO:
            yield f"{instrument.id}:T/{names[(root.decree, root.block_of_decree)]}/{root.number}"
        else:
            yield f"{instrument.id}:{article_slug(root.number)}"


def _provisions(
    instrument: Instrument, root: RootDraft, root_id: str, tree: Tree, order: int, since: date | None
) -> Iterator[Provision]:
    nodes = list(tree.root.walk())
    below = nodes[1:]
    ids = {id(tree.root): root_id} | {id(node): f"{root_id}/{node.path}" for node in below}
    applied: dict[int, list[ReformNote]] = {}
    for node in nodes:
        for text in node.notes:
            target = target_of(text, node)
            applied.setdefault(id(target), []).append(read_note(text, ids[id(target)]))
    every = tuple(note for node in nodes for note in applied.get(id(node), ()))
    # Without a note a wording is the original one only where the publisher has noted every reform.
    complete = since == instrument.published
    born = root.decree if root.kind is ProvisionKind.TRANSITORIO else instrument.published if complete else None
    held = {} if born is not None or since is None else {"held_from": since.isoformat()}
    pages = (_page(root), max(paragraph.block.pages[1] for paragraph in root.paragraphs))
    heading = tuple(read_note(text, f"{root_id}#encabezado") for text in root.heading_notes)
    yield Provision(
        id=root_id,
        instrument=instrument.id,
        version=instrument.version,
        kind=root.kind,
        number=root.number,
        label=root.label,
        text=tree.text,
        hierarchy=root.hierarchy,
        start=0,
        end=len(tree.text),
        pages=pages,
        status=Status.DEROGADO if is_repealed(tree.text) else Status.VIGENTE,
        valid_from=_latest(every, born),
        notes=heading + every,
        order=order,
        extras=_extras(instrument, root) | ({} if every else held),
    )
    for place, node in enumerate(below, order + 1):
        assert node.kind is not None
        own = tuple(applied.get(id(node), ()))
        bearing = _bearing(node, applied) if applied else []
        text = tree.text[node.start : node.end]
        yield Provision(
            id=ids[id(node)],
            instrument=instrument.id,
            version=instrument.version,
            kind=node.kind,
            number=node.number,
            label=f"{root.label}, {_path_label(node)}",
            text=text,
            hierarchy=root.hierarchy,
            start=node.start,
            end=node.end,
            pages=node.pages,
            parent=ids[id(node.parent)] if node.parent is not None else root_id,
            status=Status.DEROGADO if is_repealed(_unlabelled(text, node)) else Status.VIGENTE,
            valid_from=_latest(bearing, born),
            notes=own,
            order=place,
            extras={} if bearing else dict(held),
        )


def noted_since(instrument: Instrument, law: ParsedLaw) -> date | None:
    """The day from which every reform is noted in the body: that of publication, or a later one.

    The publisher began to note reforms at different times: where decrees of reform are older than the first note,
    a paragraph without note may have been reformed before, and is only known to hold since the notes are complete.
    """
    noted = {
        day
        for root in law.roots
        if root.kind is ProvisionKind.ARTICLE
        for paragraph in root.paragraphs
        for note in paragraph.notes
        for day in read_dof_dates(note)
    }
    decrees = sorted({root.decree for root in law.roots if root.decree is not None} - {instrument.published})
    if not decrees or (noted and min(noted) <= decrees[0]):
        return instrument.published
    complete = (day for day in sorted(noted) if all(decree in noted for decree in decrees if decree >= day))
    return next(complete, None)


def _bearing(node: Node, applied: dict[int, list[ReformNote]]) -> list[ReformNote]:
    """The notes that date a node's wording: its own, those inside it, and those on what holds it."""
    found = [note for inner in node.walk() for note in applied.get(id(inner), ())]
    holder = node.parent
    while holder is not None:
        found.extend(applied.get(id(holder), ()))
        holder = holder.parent
    return found


def _latest(notes: Sequence[ReformNote], born: date | None) -> date | None:
    return max((day for note in notes for day in note.dates), default=born)


def _unlabelled(text: str, node: Node) -> str:
    return text[node.label.length :] if node.label else text


def _path_label(node: Node) -> str:
    parts: list[str] = []
    at: Node | None = node
    while at is not None and at.kind is not None:
        parts.append(_own_label(at))
        at = at.parent
    return ", ".join(reversed(parts))


def _own_label(node: Node) -> str:
    if node.label is None:
        return f"párrafo {node.number[1:]}" if node.kind is ProvisionKind.PARAGRAPH else f"tabla {node.number[1:]}"
    words = {"roman": "fracción", "upper": "apartado", "letter": "inciso", "figure": "numeral"}
    closing = ")" if node.label.type in ("letter", "small_roman") else ""
    return f"{words.get(node.label.type, 'subinciso')} {node.number}{closing}"


def _extras(instrument: Instrument, root: RootDraft) -> dict[str, str]:
    extras: dict[str, str] = {}
    if root.pictures:
        extras["pictures"] = as_extra(root.pictures)
    if root.rubric:
        extras["rubric"] = root.rubric
    if root.kind is not ProvisionKind.TRANSITORIO:
        return extras
    if root.decree_title:
        extras["decree"] = root.decree_title
    if root.decree is not None:
        extras["dof"] = root.decree.isoformat()
    if root.decree == instrument.published and not root.decree_title:
        extras["own"] = "1"
    return extras


def count_kinds(provisions: Sequence[Provision]) -> dict[str, int]:
    """How many provisions of each kind: {"article": 385, ...}."""
    return dict(Counter(provision.kind.value for provision in provisions))
