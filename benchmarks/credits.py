"""Look-ups and portfolio lists at 1,000,000 credits, for a subdelegación, an OOAD and the country, and their plans.

    python benchmarks/credits.py --database sqlite:////tmp/credits.db

The database is filled once and kept for the next run: the credits of 5,000 fictitious employers, and copies of them in
SQL with other numbers and subdelegaciones (132 in all, some 7,600 credits each). Target: 50 ms at the median; the
95th percentile is printed beside it.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.orm import Session, sessionmaker

from corpus.errors import NotFound
from tools.audit import NoAudit
from tools.caller import Caller, Role, Territory
from tools.credits.generator import seed_credits
from tools.credits.models import Credit, Employer
from tools.credits.repository import CreditRepository
from tools.database import make_engine, migrate, sessions

TODAY = date(2026, 11, 21)
TARGET_MS = 50.0
SEEDED = 5_000
SUBDELEGACIONES = 33
TERRITORIES = {
    "subdelegación": Territory(ooad="14", subdelegaciones=frozenset({"38"})),
    "OOAD": Territory(ooad="14"),
    "país": Territory(national=True),
}


def main() -> None:
    """Fill where empty, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", required=True)
    options.add_argument("--credits", type=int, default=1_000_000)
    options.add_argument("--repeat", type=int, default=31)
    options.add_argument("--only", default="", help="Sólo las preguntas cuyo nombre lo contiene")
    options.add_argument("--explain", action="store_true")
    asked = options.parse_args()
    migrate(asked.database)
    engine = make_engine(asked.database)
    factory = sessions(engine)
    with factory() as session:
        empty = not session.scalar(select(Employer.id).limit(1))
    if empty:
        fill(engine, factory, asked.credits)
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    with factory() as session:
        count = session.scalar(select(func.count()).select_from(Credit)) or 0
        registros = list(session.scalars(select(Employer.registro_patronal).where(Employer.id <= 1000)))
    measure(engine, CreditRepository(factory, NoAudit()), registros, count, asked)


def fill(engine: Engine, factory: sessionmaker[Session], wanted: int) -> None:
    """Seed, then copy everything as many times as it takes; ids are moved by whole blocks."""
    written = seed_credits(factory, SEEDED, TODAY)
    for copy in range(1, -(-wanted // written)):
        with engine.begin() as connection:
            for table, columns in _copies(engine.dialect.name, copy, written).items():
                names, values = ", ".join(columns), ", ".join(columns.values())
                key, last = (
                    ("id", SEEDED if table == "employers" else written) if "id" in columns else ("credit_id", written)
                )
                connection.execute(
                    text(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE {key} <= {last}")
                )


def _copies(dialect: str, copy: int, written: int) -> dict[str, dict[str, str]]:
    """Column to expression by table. Copied registros have no valid check digit: only seeded ones are looked up."""

    def padded(number: str, width: int) -> str:
        return f"printf('%0{width}d', {number})" if dialect == "sqlite" else f"lpad(({number})::text, {width}, '0')"

    same = copy % SUBDELEGACIONES == 0
    credit = f"credit_id + {copy * written}"
    kept = ("period", "kind", "document_kind", "ooad", "amount", "balance", "issued", "notified", "effective", "due",
            "incidencia", "incidencia_since")  # fmt: skip
    return {
        "employers": {
            "id": f"id + {copy * SEEDED}",
            "registro_patronal": f"'Q' || {padded(str(copy), 2)} || substr(registro_patronal, 4)",
            **{name: name for name in ("rfc", "name", "fictitious")},
        },
        "credits": {
            "id": f"id + {copy * written}",
            "employer_id": f"employer_id + {copy * SEEDED}",
            "number": padded(f"CAST(number AS INTEGER) + {copy * written}", 9),
            "subdelegacion": "subdelegacion" if same else f"'{40 + copy % SUBDELEGACIONES}'",
            **{name: name for name in kept},
        },
        "credit_events": {
            "credit_id": credit,
            **{n: n for n in ("kind", "code", "day", "ended", "document", "person")},
        },
        "credit_payments": {"credit_id": credit, "day": "day", "amount": "amount"},
        "guarantees": {"credit_id": credit, "kind": "kind", "amount": "amount", "expires": "expires"},
    }


def measure(
    engine: Engine, repository: CreditRepository, registros: list[str], count: int, asked: argparse.Namespace
) -> None:
    """Print the median and the 95th percentile of each query for each territory, and its plan where asked."""
    print(f"{count} créditos, {engine.dialect.name}")
    for place, territory in TERRITORIES.items():
        caller = Caller(place, frozenset({Role.SUPERVISOR}), territory)
        for name, query in queries(repository, caller, registros, count).items():
            if asked.only not in name:
                continue
            median, high = timed(query, asked.repeat)
            mark = "" if median <= TARGET_MS else "  > 50 ms"
            print(f"{place:14} {name:24} mediana {median:7.1f} ms   p95 {high:7.1f} ms{mark}", flush=True)
            if asked.explain:
                _explain(engine, query)


def queries(
    repository: CreditRepository, caller: Caller, registros: list[str], count: int
) -> dict[str, Callable[[], Any]]:
    """Every question, by name; each call of a look-up asks for another number or employer."""
    chance = random.Random(1)
    soon = TODAY + timedelta(days=60)
    return {
        "por número": lambda: _sought(repository.by_number, f"26{chance.randrange(1, count):07}", caller),
        "por registro patronal": lambda: _sought(repository.by_employer, chance.choice(registros), caller),
        "por periodo": lambda: _sought(repository.by_period, "2025-06", caller),
        "por periodo sin créditos": lambda: _sought(repository.by_period, "2019-01", caller),
        "por notificar": lambda: repository.to_notify(caller, TODAY - timedelta(days=60)),
        "mora": lambda: repository.arrears(caller, TODAY),
        "incidencia incorrecta": lambda: repository.misplaced(caller),
        "notificados sin PAE": lambda: repository.notified_unpaid(caller, TODAY),
        "patrones que más deben": lambda: repository.debtors(caller),
        "mayores adeudos": lambda: repository.largest(caller),
        "garantías por vencer": lambda: repository.guarantees_expiring(caller, TODAY, soon),
        "garantías en tres días": lambda: repository.guarantees_expiring(caller, TODAY, TODAY + timedelta(days=3)),
        "traspasos sin atender": lambda: repository.transfers_unattended(caller),
    }


def _sought(look_up: Callable[[str, Caller], Any], number: str, caller: Caller) -> None:
    """Out of the territory there is none: the same work."""
    with suppress(NotFound):
        look_up(number, caller)


def timed(query: Callable[[], Any], repeat: int) -> tuple[float, float]:
    """Median and 95th percentile in ms, after one call that is not counted."""
    query()
    times = []
    for _ in range(repeat):
        began = time.perf_counter()
        query()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def _explain(engine: Engine, query: Callable[[], Any]) -> None:
    """The plan of each statement of a query."""
    heard: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        heard.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    query()
    event.remove(engine, "before_cursor_execute", note)
    word = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
    with engine.connect() as connection:
        for statement, parameters in heard:
            for row in connection.exec_driver_sql(f"{word} {statement}", parameters):
                print("    ", row[-1])


if __name__ == "__main__":
    main()
