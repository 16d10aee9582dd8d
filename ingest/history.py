"""Versions: until when an earlier wording held and since when the next does, once a later consolidated text is in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from corpus.provisions import Provision
from corpus.store import CorpusStore
from corpus.store_writer import CorpusWriter


@dataclass(frozen=True, slots=True)
class Turn:
    """The wording of a root in one version, the day on which it gave way, and the wording that followed, if any."""

    earlier: Provision
    later: Provision | None
    day: date


def turns(store: CorpusStore, instrument: str) -> Iterator[Turn]:
    """Wordings of earlier versions that a later one changed or dropped.

    The day is that of the reform that the later text notes; where it notes none, the later version's own date.
    Instruments with undated versions have no history.
    """
    versions = [held.version for held in store.instrument_versions(instrument)]
    for old, new in pairwise(versions):
        reform, old_day = _version_day(new), _version_day(old)
        if reform is None or old_day is None:
            continue
        after = {root.id: root for root in store.roots(instrument, version=new)}
        for root in store.roots(instrument, version=old):
            successor = after.get(root.id)
            if successor is None or successor.text != root.text:
                yield Turn(root, successor, _end(successor, old_day, reform))


def late_openings(store: CorpusStore, turn: Turn) -> Iterator[str]:
    """The nodes of a later wording that say to hold from before the earlier one gave way.

    The publisher does not note every change: what reads otherwise than it did began when the other ended.
    """
    if turn.later is None:
        return
    before = {node.id: node.text for node in store.nodes(turn.earlier.id, version=turn.earlier.version)}
    before[turn.earlier.id] = turn.earlier.text
    for node in (turn.later, *store.nodes(turn.later.id, version=turn.later.version)):
        if before.get(node.id) != node.text and (node.valid_from is None or node.valid_from < turn.day):
            yield node.id


def _version_day(version: str) -> date | None:
    try:
        return date.fromisoformat(version)
    except ValueError:
        return None


def _end(successor: Provision | None, earlier: date, later: date) -> date:
    """The first reform noted after the earlier text, as far as the later one tells."""
    if successor is None:
        return later
    days = sorted(day for note in successor.notes for day in note.dates if earlier < day <= later)
    return days[0] if days else later


def date_wordings(path: Path, instruments: list[str]) -> None:
    """Write into a corpus file that is being built when earlier wordings ended and the later ones began."""
    with CorpusStore.open(path) as store:
        found = [(turn, list(late_openings(store, turn))) for name in instruments for turn in turns(store, name)]
    if found:
        writer = CorpusWriter(path)
        for turn, openings in found:
            writer.close_wording(turn.earlier.id, turn.earlier.version, turn.day)
            for node in openings:
                assert turn.later is not None
                writer.open_wording(node, turn.later.version, turn.day)
        writer.commit()
