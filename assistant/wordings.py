"""Since when the wording that is quoted has held, for questions as of a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from corpus.citations import format_citation
from corpus.provisions import root_id
from corpus.store import CorpusStore
from tools.wording import long_date


def held_since(store: CorpusStore, quoted: Iterable[str], day: date) -> list[str]:
    """One sentence a provision: the quoted text is the one in force on `day`, by the notes of its reforms."""
    told = []
    for root in dict.fromkeys(root_id(identifier) for identifier in quoted):
        provision = store.get(root, day)
        if provision is None:
            continue
        since = f"desde el {long_date(provision.valid_from)}" if provision.valid_from else "desde su publicación"
        until = "" if provision.valid_to is None else f" hasta el {long_date(provision.valid_to)}"
        after = "" if provision.valid_to else ", y no registra reforma posterior"
        told.append(
            f"Texto del {format_citation(root, 'formal')} vigente el {long_date(day)}: el mismo {since}{until}{after}."
        )
    return told
