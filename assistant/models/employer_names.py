"""The names of the employers on record, to keep them from models of other machines."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from sqlalchemy import inspect, select

from tools.credits.models import Employer
from tools.database import make_engine, sessions, transaction

KEPT_SECONDS = 300.0


def employer_names(url: str, clock: Callable[[], float] = time.monotonic) -> Callable[[], Iterable[str]]:
    """A reader of the names of the database at `url`; it reads again after five minutes.

    The reader raises Unavailable: BASE_NO_DISPONIBLE.
    """
    factory = sessions(make_engine(url))
    read_at = -KEPT_SECONDS
    names: tuple[str, ...] = ()

    def read() -> tuple[str, ...]:
        nonlocal read_at, names
        if clock() - read_at >= KEPT_SECONDS:
            with transaction(factory) as session:
                # Without the table no credit was ever loaded: there is no employer on record.
                known = inspect(session.connection()).has_table(Employer.__tablename__)
                names = tuple(session.scalars(select(Employer.name))) if known else ()
            read_at = clock()
        return names

    return read
