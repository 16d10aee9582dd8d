"""Mentions of other provisions inside the texts, resolved to ids: the seam to the citation grammar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.provisions import Instrument, Provision, Reference
from corpus.store import CorpusStore
from corpus.store_writer import CorpusWriter

Finder = Callable[[Provision, CorpusStore], Iterator[Reference]]
"""Finds the mentions in one root; targets may be in any instrument of the store."""


def write_references(path: Path, finder: Finder, progress: Callable[[str, int, int], None]) -> int:
    """Find and write the references of every latest version; returns how many.

    All of them, and not only those of what was just read: a law that came in may be what others had mentioned.
    """
    found: list[tuple[Instrument, list[Reference]]] = []
    with CorpusStore.open(path) as store:
        instruments = store.instruments()
        for place, instrument in enumerate(instruments):
            progress("referencias", place, len(instruments))
            mentions = [mention for root in store.roots(instrument.id) for mention in finder(root, store)]
            found.append((instrument, mentions))
        progress("referencias", len(instruments), len(instruments))
    writer = CorpusWriter(path)
    for instrument, mentions in found:
        writer.write_references(instrument, mentions)
    writer.commit()
    return sum(len(mentions) for _, mentions in found)
