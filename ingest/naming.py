"""Two laws that no catalogue lists may have the same initials; each must keep an id of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.provisions import Instrument, Provision
from ingest.catalogue import long_acronym
from ingest.ordinals import fold
from ingest.readers import ReadDocument


def tell_apart(documents: Sequence[ReadDocument], held: Iterable[Instrument]) -> list[ReadDocument]:
    """The documents, of which an unlisted law whose id belongs to another law goes by a longer one.

    A law is the same where title or day of publication are: a new version keeps the id of the one held.
    """
    owners = {instrument.id: instrument for instrument in held}
    named: list[ReadDocument] = []
    for document in documents:
        own = document.instrument
        if not document.listed:
            candidates = (own.id, long_acronym(own.title), f"{long_acronym(own.title)}-{own.version}")
            chosen = next(name for name in candidates if name not in owners or _same_law(owners[name], own))
            document = document if chosen == own.id else _renamed(document, chosen)
        owners.setdefault(document.instrument.id, document.instrument)
        named.append(document)
    return named


def _same_law(one: Instrument, other: Instrument) -> bool:
    return fold(one.title) == fold(other.title) or (one.published is not None and one.published == other.published)


def _renamed(document: ReadDocument, name: str) -> ReadDocument:
    old = document.instrument.id

    def moved(ident: str) -> str:
        return f"{name}{ident.removeprefix(old)}"

    def provision(given: Provision) -> Provision:
        return replace(
            given,
            id=moved(given.id),
            instrument=name,
            parent=None if given.parent is None else moved(given.parent),
            notes=tuple(replace(note, applies_to=moved(note.applies_to)) for note in given.notes),
        )

    title = document.instrument.short_title
    instrument = replace(document.instrument, id=name, short_title=name if title == old else title)
    return replace(document, instrument=instrument, provisions=[provision(given) for given in document.provisions])
