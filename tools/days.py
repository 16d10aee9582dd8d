"""Days and periods that a calculation accepts: what lies beyond is a slip of the pen."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

FIRST_YEAR, LAST_YEAR = 1943, 2199
"""The first Ley del Seguro Social is of 1943."""
Day = Annotated[date, Field(ge=date(FIRST_YEAR, 1, 1), le=date(LAST_YEAR, 12, 31))]
MONTH = r"^(?:19|20|21)\d{2}-(?:0[1-9]|1[0-2])$"
BIMESTER = r"^(?:19|20|21)\d{2}-[1-6]$"
