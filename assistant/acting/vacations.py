"""General holidays that a person tells with the question ("con vacaciones del 22 al 31"): CFF 12, second paragraph."""

from __future__ import annotations

import re
from datetime import date, timedelta

from assistant.understanding.dates import MONTHS
from assistant.understanding.spans import fold

_MONTH = rf"(?: de ({'|'.join(MONTHS)}))?(?: (?:del? )?(\d{{4}}))?"
_TOLD = re.compile(rf"\bvacaciones\b[^\d]{{0,24}}(\d{{1,2}}){_MONTH} al (?:dia )?(\d{{1,2}}){_MONTH}")


def vacations_told(question: str, day: date) -> list[date] | None:
    """Every day of the range, months and years taken from `day` where they are not said; [] where none is told.

    None where holidays are spoken of and their days are not understood: they cannot be left out in silence.
    """
    folded = fold(question)
    match = _TOLD.search(folded)
    if match is None:
        return None if re.search(r"\bvacaciones\b", folded) else []
    month = MONTHS[match[5] or match[2]] if match[5] or match[2] else day.month
    year = int(match[6] or match[3] or day.year)
    try:
        last = date(year, month, int(match[4]))
        first = date(int(match[3] or year), MONTHS[match[2]] if match[2] else month, int(match[1]))
    except ValueError:
        return None
    if last < first:
        last = last.replace(year=last.year + 1)
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]
