"""Provision ids as Criterio writes them, met inside a text: `LSS:304-A/XII`, `LSS:T/2001-12-20/Séptimo`."""

from __future__ import annotations

import re

from .drafts import Draft
from .instruments import Mention
from .model import Basis, CitationKind
from .parts import Level, read_ordinal
from .reader import Reader
from .words import ordinal_label

_ARTICLE_PATH = re.compile(
    r":(\d{1,4}(?:-[A-Z]{1,2})?(?:-(?:Bis|Ter|Quáter|Quintus|Quinquies))?(?:/[A-Za-zñ0-9-]{1,12}){0,5})(?![\w/])"
)
_NUMERAL_PATH = re.compile(r":(\d(?:\.\d+){1,4}/\d{1,3}(?:/[a-zñ])?)(?![\w/])")
_TRANSITORIO_PATH = re.compile(r":T/(\d{4}-\d\d-\d\d(?:\.\d)?)/(Artículo )?")
_BELOW = re.compile(r"(?:/[A-Za-zñ0-9-]{1,12}){1,5}(?![\w/])")


def read_machine_id(reader: Reader, index: int, mention: Mention) -> tuple[list[Draft], int] | None:
    """The id that starts at a token with the instrument already read; None where no colon and path follow."""
    if reader.norm(mention.end) != ":" or not reader.joined(mention.end) or not reader.joined(mention.end + 1):
        return None
    at = reader.at(mention.end).start
    transitorio = _TRANSITORIO_PATH.match(reader.text, at)
    if transitorio:
        return _transitorio(reader, index, mention, transitorio)
    for pattern, kind in ((_NUMERAL_PATH, CitationKind.NUMERAL), (_ARTICLE_PATH, CitationKind.ARTICLE)):
        match = pattern.match(reader.text, at)
        if match:
            end = _token_after(reader, mention.end, match.end())
            draft = Draft(index, end, kind=kind, prefix=match[1], instrument=mention.instrument, basis=Basis.NAMED)
            return [draft], end
    return None


def _transitorio(reader: Reader, index: int, mention: Mention, match: re.Match[str]) -> tuple[list[Draft], int] | None:
    at = _token_after(reader, mention.end, match.end())
    ordinal = read_ordinal(reader, at)
    if ordinal is None:
        return None
    draft = Draft(
        index,
        ordinal[1],
        [(Level.ARTICLE, (match[2] or "") + ordinal_label(ordinal[0]))],
        kind=CitationKind.TRANSITORIO,
        prefix=f"T/{match[1]}",
        instrument=mention.instrument,
        basis=Basis.NAMED,
    )
    below = _BELOW.match(reader.text, reader.end_of(ordinal[1]))
    if below:
        draft.steps.append((Level.FRACCION, below.group()[1:]))
        draft.end = _token_after(reader, ordinal[1], below.end())
    return [draft], draft.end


def _token_after(reader: Reader, index: int, offset: int) -> int:
    """The index of the first token that starts at or after a text offset."""
    while index < len(reader.tokens) and reader.at(index).start < offset:
        index += 1
    return index
