"""Earlier laws with the name of one in force: "Ley del Seguro Social de 1973", "la Ley que se abroga".

Their articles have the numbers of ours and say something else: they are never taken for ours.
"""

from __future__ import annotations

from itertools import pairwise

from .forms import Form
from .reader import Reader

_GAZETTE = 14  # words from "publicada" within which its day comes


def read_namesake(reader: Reader, form: Form, end: int) -> tuple[str, int] | None:
    """What tells an earlier law from the one in force after its name, and the index after it; None for ours."""
    at = end + 1 if reader.norm(end) == "," else end
    if reader.norm(at) == "que" and reader.norm(at + 1) == "se" and _repealed(reader, form, at + 2):
        return "que se abroga", at + 3
    if reader.norm(at) in ("abrogada", "abrogado"):
        return reader.at(at).text, at + 1
    if form.published is None:
        return None
    if reader.norm(at) == "de" and _is_year_before(reader.at(at + 1).text, form.published.year):
        return f"de {reader.at(at + 1).text}", at + 2
    if reader.norm(at) in ("publicada", "publicado"):
        for place in range(at + 1, at + _GAZETTE):
            found = reader.day(place)
            if found:
                year = found[0][:4]
                return (f"de {year}", found[1]) if int(year) < form.published.year else None
    return None


def _repealed(reader: Reader, form: Form, at: int) -> bool:
    """ "Que se deroga" may be said of an article; of a law it is said where the law that follows it begins."""
    if reader.norm(at) == "abroga":
        return True
    decree = reader.context.decree
    return reader.norm(at) == "deroga" and decree is not None and decree == form.published


def _is_year_before(text: str, year: int) -> bool:
    return len(text) == 4 and text.isdecimal() and 1900 < int(text) < year


def speaks_of_abrogated(reader: Reader, at: int) -> bool:
    """Whether the sentence abrogates a law, or names an earlier one: its bare articles may be of that law."""
    start = at
    while start > 0 and not reader.ends_sentence(start - 1):
        start -= 1
    end = at
    while end < len(reader.tokens) and not reader.ends_sentence(end):
        end += 1
    words = reader.norms[start:end]
    if ("se", "abroga") in pairwise(words):
        return True
    home = reader.forms.get(reader.context.instrument)
    if home is None:
        return False
    return any(
        found is not None and found[0] == home.id and read_namesake(reader, home, found[1]) is not None
        for found in (reader.forms.names.longest(reader.norms, place) for place in range(start, end))
    )
