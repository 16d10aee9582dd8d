"""The number of an oficio: given on signature, one after another per unit and year, without gaps."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assistant.consultations.models import NumberCounter


def next_sequence(session: Session, unit: str, year: int) -> int:
    """The next number of a unit in a year, in one statement that locks the counter to the end of the unit of work: one
    that fails gives its number back.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = (
        insert(NumberCounter)
        .values(unit=unit, year=year, last=1)
        .on_conflict_do_update(index_elements=["unit", "year"], set_={"last": NumberCounter.last + 1})
        .returning(NumberCounter.last)
    )
    return session.scalars(statement).one()


def written_number(key: str, acronym: str, sequence: int, year: int) -> str:
    """ "239001/JSAC/DSC/0007/2026"."""
    return "/".join(part for part in (key, acronym.strip("/"), f"{sequence:04d}", str(year)) if part)
