"""Versions: until when an earlier wording held, once a later consolidated text is in."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

from corpus.provisions import Provision
from corpus.store import CorpusStore
from corpus.store_writer import CorpusWriter


def closing_days(store: CorpusStore, instrument: str) -> list[tuple[str, str, date]]:
    """(root, version, day): wordings of earlier versions that a later one changed or dropped, with their end.

    The end is the day of the reform that the later text notes; where it notes none, the later version's own date.
    Instruments with undated versions have no history.
    """
    versions = [held.version for held in store.instrument_versions(instrument)]
    closings: list[tuple[str, str, date]] = []
    for earlier, later in pairwise(versions):
        reform = _version_day(later)
        old_day = _version_day(earlier)
        if reform is None or old_day is None:
            continue
        after = {root.id: root for root in store.roots(instrument, version=later)}
        for root in store.roots(instrument, version=earlier):
            successor = after.get(root.id)
            if successor is not None and successor.text == root.text:
                continue
            closings.append((root.id, earlier, _end(successor, old_day, reform)))
    return closings


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


def close_wordings(path: Path, instruments: list[str]) -> None:
    """Write the ends of earlier wordings into a corpus file that is being built."""
    with CorpusStore.open(path) as store:
        closings = [closing for instrument in instruments for closing in closing_days(store, instrument)]
    if closings:
        writer = CorpusWriter(path)
        for root, version, day in closings:
            writer.close_wording(root, version, day)
        writer.commit()
