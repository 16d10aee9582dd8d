"""What a later document does to an earlier one: leaves points without effect, rewords them, or clarifies them.

The effect is data on both sides. A point left without effect, or reworded, keeps its text and gets the day on which
it ceased and who did it: the present search no longer sees it, a question about an earlier day does. A document
cannot touch one that is later than itself, and what it touched does not revive when it falls in turn.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from corpus.citations.points import find_points, sentences
from corpus.document_numbers import document_name, is_document
from corpus.provisions import Instrument, Provision, Status
from corpus.store import CorpusStore
from corpus.store_writer import CorpusWriter

Action = Literal["deja sin efectos", "modifica", "aclara"]

_ACTIONS: tuple[tuple[Action, re.Pattern[str]], ...] = (
    (
        "deja sin efectos",
        re.compile(
            r"\b(?:(?:se\s+)?(?:dejan?|dej[óo]|deja(?:r|ndo))\s+sin\s+efectos?|qued(?:an?|ar[áa]n?)\s+sin\s+efectos?"
            r"|(?:se\s+)?abrogan?|se\s+derogan?|quedan?\s+(?:abrogad|derogad|insubsistente)[oa]?s?|se\s+cancelan?"
            r"|sustituyen?\s+(?:a|al|en\s+su\s+totalidad)\b)",
            re.IGNORECASE,
        ),
    ),
    ("modifica", re.compile(r"\b(?:se\s+(?:modifican?|reforman?)|quedan?\s+modificad[oa]s?)\b", re.IGNORECASE)),
    ("aclara", re.compile(r"\bse\s+(?:aclaran?|precisan?|adicionan?)\b", re.IGNORECASE)),
)
_NOT = re.compile(r"\bno\s+(?:se\s+)?(?:deja|queda|abroga|deroga|modifica|reforma|cancela)", re.IGNORECASE)
_NEW_WORDING = re.compile(r"(?:como\s+sigue|siguientes?|sigue|t[ée]rminos)\s*:")
_MARKS = ("superseded_by", "affected_by", "acts_on")


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that a point does to another document; `paths` is empty where it touches the whole of it."""

    source: str
    action: Action
    number: str
    paths: tuple[str, ...]


def find_effects(root: Provision) -> Iterator[Effect]:
    """What the text of a point does to other documents, sentence by sentence."""
    for start, end in sentences(root.text):
        sentence = root.text[start:end]
        wording = _NEW_WORDING.search(sentence)
        if wording:
            sentence = sentence[: wording.end()]
        action = next((action for action, verb in _ACTIONS if verb.search(sentence)), None)
        if action is None or _NOT.search(sentence):
            continue
        for mention in find_points(sentence):
            yield Effect(root.id, action, mention.number, mention.paths)


def apply_effects(path: Path) -> None:
    """Compute all effects anew in a corpus file that is being built, whatever order its documents came in."""
    with CorpusStore.open(path) as store:
        documents = [instrument for instrument in store.instruments() if is_document(instrument.id)]
        before = {row.id: row for instrument in documents for row in _rows(store, instrument)}
    rows = {ident: _plain(row) for ident, row in before.items()}
    _mark(rows, documents)
    changed = [row for row in rows.values() if row != before[row.id]]
    if changed:
        writer = CorpusWriter(path)
        for row in changed:
            writer.set_standing(row)
        writer.commit()


def _rows(store: CorpusStore, instrument: Instrument) -> Iterator[Provision]:
    for root in store.roots(instrument.id):
        yield root
        yield from store.nodes(root.id)


def _plain(row: Provision) -> Provision:
    """A row as it was read, without the effects of others."""
    if row.status is not Status.SIN_EFECTO and not any(mark in row.extras for mark in _MARKS):
        return row
    extras = {key: value for key, value in row.extras.items() if key not in _MARKS}
    return replace(row, status=Status.VIGENTE, valid_to=None, extras=extras)


def _mark(rows: dict[str, Provision], documents: Iterable[Instrument]) -> None:
    """Write the effects into the rows, oldest document first."""
    by_number = {_number(instrument.id): instrument for instrument in documents}
    known = sorted(by_number.values(), key=lambda instrument: instrument.version)
    children = _families(rows)
    for instrument in known:
        own = [row for row in rows.values() if row.instrument == instrument.id and row.is_root]
        for effect in [effect for root in own for effect in find_effects(root)]:
            target = by_number.get(effect.number)
            if target is None or target.id == instrument.id or instrument.published is None:
                continue
            if target.published is not None and target.published > instrument.published:
                continue
            names = [f"{target.id}:{path}" for path in effect.paths]
            if not names:
                names = [row.id for row in rows.values() if row.instrument == target.id and row.is_root]
            for name in names:
                for touched in children.get(name, ()):
                    rows[touched] = _touched(rows[touched], effect, instrument.published, whole=touched == name)
            _note(rows, effect, names or [target.id])


def _number(instrument: str) -> str:
    """The number alone: people say "la circular" of an oficio circular."""
    return document_name(instrument).partition(" ")[2]


def _families(rows: dict[str, Provision]) -> dict[str, list[str]]:
    """Each provision with everything below it."""
    found: dict[str, list[str]] = defaultdict(list)
    for ident in rows:
        at: str | None = ident
        while at is not None:
            found[at].append(ident)
            at = rows[at].parent
    return found


def _touched(row: Provision, effect: Effect, day: date, whole: bool) -> Provision:
    extras = dict(row.extras)
    if whole:
        told: list[dict[str, str]] = json.loads(extras.get("affected_by", "[]"))
        told.append({"by": effect.source, "action": effect.action, "on": day.isoformat()})
        extras["affected_by"] = json.dumps(told, ensure_ascii=False)
    if effect.action == "aclara" or row.status is Status.SIN_EFECTO:
        return replace(row, extras=extras)
    extras["superseded_by"] = effect.source
    return replace(row, status=Status.SIN_EFECTO, valid_to=day, extras=extras)


def _note(rows: dict[str, Provision], effect: Effect, names: list[str]) -> None:
    source = rows[effect.source]
    told: list[dict[str, str]] = json.loads(source.extras.get("acts_on", "[]"))
    told += [{"on": name, "action": effect.action} for name in names]
    rows[effect.source] = replace(source, extras={**source.extras, "acts_on": json.dumps(told, ensure_ascii=False)})
