"""Look-ups and portfolio lists at 1,000,000 credits: median of each on SQLite or PostgreSQL, and its query plan.

    python benchmarks/credits.py --database sqlite:////tmp/credits.db

The database is filled once and kept for the next run: the credits of 5,000 fictitious employers, and copies of them in
SQL with other numbers and subdelegaciones (132 in all, some 7,600 credits each). Target: 50 ms at the median.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.orm import Session, sessionmaker

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
LOCAL = Caller("local", frozenset({Role.SUPERVISOR}), Territory(ooad="14", subdelegaciones=frozenset({"38"})))


def main() -> None:
    """Fill where empty, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", required=True)
    options.add_argument("--credits", type=int, default=1_000_000)
    options.add_argument("--repeat", type=int, default=31)
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
    measure(engine, CreditRepository(factory, NoAudit()), registros, count, asked.repeat, asked.explain)


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
    engine: Engine, repository: CreditRepository, registros: list[str], count: int, repeat: int, explain: bool
) -> None:
    """Print the median and the slowest of each query, and its plan where asked."""
    national = Caller("nacional", frozenset({Role.NORMATIVO}), Territory(national=True))
    chance = random.Random(1)
    soon = TODAY + timedelta(days=60)
    queries: dict[str, Callable[[], Any]] = {
        "por número": lambda: repository.by_number(f"26{chance.randrange(1, count):07}", national),
        "por registro patronal": lambda: repository.by_employer(chance.choice(registros), national),
        "notificados sin PAE": lambda: repository.notified_unpaid(LOCAL, TODAY),
        "por notificar": lambda: repository.to_notify(LOCAL, TODAY - timedelta(days=60)),
        "incidencia incorrecta": lambda: repository.misplaced(LOCAL),
        "mayores adeudos": lambda: repository.largest(LOCAL),
        "garantías por vencer": lambda: repository.guarantees_expiring(LOCAL, TODAY, soon),
        "traspasos sin atender": lambda: repository.transfers_unattended(LOCAL),
        "mora por subdelegación": lambda: repository.arrears(LOCAL, TODAY),
        "mayores adeudos, nacional": lambda: repository.largest(national),
        "mora, nacional": lambda: repository.arrears(national, TODAY),
    }
    print(f"{count} créditos, {engine.dialect.name}")
    for name, query in queries.items():
        query()
        times = []
        for _ in range(repeat):
            began = time.perf_counter()
            query()
            times.append((time.perf_counter() - began) * 1000)
        median = statistics.median(times)
        mark = "" if median <= TARGET_MS else "  > 50 ms"
        print(f"{name:28} mediana {median:8.2f} ms   máximo {max(times):8.2f} ms{mark}")
        if explain:
            _explain(engine, query)


def _explain(engine: Engine, query: Callable[[], Any]) -> None:
    """The plan of the first statement of a query."""
    heard: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        heard.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    query()
    event.remove(engine, "before_cursor_execute", note)
    word = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
    with engine.connect() as connection:
        for row in connection.exec_driver_sql(f"{word} {heard[0][0]}", heard[0][1]):
            print("    ", row[-1])


if __name__ == "__main__":
    main()
