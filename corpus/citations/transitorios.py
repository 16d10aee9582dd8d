"""Transitorios: "Séptimo transitorio del decreto de 20 de diciembre de 2001", "Transitorio Vigésimo Tercero de la LSS".

Without a decree they are those that the law was published with; the decree's date is that of the Diario Oficial.
"""

from __future__ import annotations

from dataclasses import dataclass

from .drafts import Draft, extend
from .instruments import Mention, read_instrument, read_name
from .labels import counts_something
from .model import Basis, CitationKind, Unresolved
from .parts import Level, read_ordinal, read_part
from .reader import Reader
from .words import ordinal_label

_WORDS = frozenset({"transitorio", "transitorios", "transitoria", "transitorias", "trans"})
_DECREE_WINDOW = 45
_LIST_LIMIT = 30


@dataclass(frozen=True, slots=True)
class _Ordinal:
    label: str
    start: int
    end: int


def transitorio_word(reader: Reader, index: int) -> bool:
    """Whether the token is "transitorio" in any gender and number."""
    return reader.norm(index) in _WORDS


def read_transitorios(
    reader: Reader, index: int, start: int | None = None, owner: Mention | None = None
) -> tuple[list[Draft], int] | None:
    """Transitorios that start at a token: the ordinals first, or the word first; None where there are none.

    `owner` is the law named just before them ("LSS, transitorio Tercero").
    """
    first = index if start is None else start
    if transitorio_word(reader, index):
        at = index + 1
        named = "Artículo " if reader.norm(at) == "articulo" else ""
        ordinals = [
            _Ordinal(named + item.label, item.start, item.end) for item in _ordinals(reader, at + 1 if named else at)
        ]
        end = ordinals[-1].end if ordinals else index
    else:
        ordinals = _ordinals(reader, index)
        end = ordinals[-1].end if ordinals else index
        if not ordinals or not transitorio_word(reader, end):
            return None
        end += 1
    if not ordinals:
        return None
    drafts = [
        Draft(
            first if position == 0 else item.start,
            item.end,
            [(Level.ARTICLE, item.label)],
            kind=CitationKind.TRANSITORIO,
        )
        for position, item in enumerate(ordinals)
    ]
    drafts[-1].end = end
    end = _parts(reader, drafts, end)
    return _attach(reader, drafts, end, owner)


def _ordinals(reader: Reader, at: int) -> list[_Ordinal]:
    found: list[_Ordinal] = []
    while len(found) < _LIST_LIMIT:
        token = reader.at(at)
        if token.kind == "n" and len(token.text) <= 2:
            end = at + 1
            if reader.norm(end) in ("o", "º", "°") and reader.joined(end):
                end += 2 if reader.norm(end + 1) == "." and reader.joined(end + 1) else 1
            if reader.norm(end) in ("/", "-") or not int(token.text) or counts_something(reader, end):
                break
            found.append(_Ordinal(ordinal_label(int(token.text)), at, end))
        else:
            value = read_ordinal(reader, at)
            if value is None:
                break
            found.append(_Ordinal(ordinal_label(value[0]), at, value[1]))
        after = reader.separator(found[-1].end)
        if after == found[-1].end:
            break
        at = after
    return found


def _parts(reader: Reader, drafts: list[Draft], end: int) -> int:
    while True:
        at = end + 1 if reader.norm(end) == "," else end
        part = read_part(reader, at, bare=True)
        if part is None:
            return end
        extend(drafts, part, joined_by_word=False)
        end = part.end


def _attach(reader: Reader, drafts: list[Draft], end: int, owner: Mention | None) -> tuple[list[Draft], int]:
    """Find the decree's date and the law among the words that follow."""
    day, mention, end = _decree(reader, end)
    instrument, basis = (mention.instrument, mention.basis) if mention else ("", Basis.NONE)
    if not instrument and owner:
        instrument, basis = owner.instrument, owner.basis
    decree_unknown = False
    if not day and mention and mention.kind == "decreto":
        day = reader.context.decree.isoformat() if reader.context.decree else ""
        decree_unknown = not day
    if not instrument and reader.context.instrument:
        instrument, basis = reader.context.instrument, Basis.CONTEXT
        if not day and mention is None:
            day = reader.context.decree.isoformat() if reader.context.decree else ""
            decree_unknown = not day
    for draft in drafts:
        draft.instrument, draft.basis = instrument, basis
        draft.prefix = f"T/{day or _own_decree(reader, instrument)}"
        if decree_unknown:
            draft.unresolved, draft.prefix = Unresolved.DECREE, "T"
    drafts[-1].end = end
    return drafts, end


def _own_decree(reader: Reader, instrument: str) -> str:
    """The date of the decree that published the law itself; "?" where it is not known."""
    form = reader.forms.get(instrument) if instrument else None
    if form is None:
        return "?"
    if form.yearly:
        year = instrument.rpartition("-")[2]
        published = form.published_by_year.get(int(year)) if year.isdecimal() else None
    else:
        published = form.published
    return published.isoformat() if published else "?"


def _decree(reader: Reader, end: int) -> tuple[str, Mention | None, int]:
    """("2001-12-20", the law named, the index after them); each empty where it is not there."""
    mention = read_instrument(reader, end)
    at = mention.end if mention else end
    at = at + 1 if reader.norm(at) in (",", "(") else at
    if not _announces_decree(reader, at) and not (mention and mention.kind == "decreto"):
        plain = _numbered_day(reader, at)
        return (plain[0], mention, plain[1]) if plain else ("", mention, mention.end if mention else end)
    while at < len(reader.tokens) and at < end + _DECREE_WINDOW and not reader.ends_sentence(at):
        found = _numbered_day(reader, at)
        if found:
            day, after = found
            after += 1 if reader.norm(after) == ")" else 0
            trailing = read_instrument(reader, after) if mention is None or not mention.instrument else None
            if trailing and trailing.instrument:
                return day, trailing, trailing.end
            return day, mention, after
        named = read_name(reader, at) if mention is None or not mention.instrument else None
        if named:
            reader.note_instrument(named.instrument, named.kind)
            mention, at = named, named.end
        else:
            at += 1
    return "", mention, mention.end if mention else end


def _numbered_day(reader: Reader, at: int) -> tuple[str, int] | None:
    """A date with the number that tells apart two decrees of one day: "07-06-2024 (2)" gives "2024-06-07.2"."""
    found = reader.day(at)
    if found is None:
        return None
    day, after = found
    if reader.norm(after) == "(" and reader.norm(after + 2) == ")" and reader.norm(after + 1) in ("2", "3", "4"):
        return f"{day}.{reader.norm(after + 1)}", after + 3
    return found


def _announces_decree(reader: Reader, at: int) -> bool:
    return any(
        reader.norm(index) in ("decreto", "dof", "d", "diario", "reforma", "reformas") for index in range(at, at + 5)
    )
