"""Surcharge calculations per second: the core, the batch of JSON cases, told step by step, and the CSV stream.

Run: `python benchmarks/calculators.py [COUNT]`. The baseline is the same computation told with every step; the target
is 10,000 a second on one core in batch. The stream is measured twice: every row with its own payment day (nothing to
share), and a portfolio valued on one day, which is what an office asks for.
"""

from __future__ import annotations

import csv
import random
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from corpus.legal_values import LegalValues
from tools.batch import run_batch
from tools.calculators.business_days import Calendar
from tools.calculators.due_dates import cop_due
from tools.calculators.explained import explain_surcharges
from tools.calculators.readings import DEFAULT
from tools.calculators.surcharges import Kind, compute
from tools.portfolio_csv import run_portfolio

ROOT = Path(__file__).parents[1]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    values, calendar, chance = LegalValues.load(ROOT / "corpus" / "parameters"), Calendar(), random.Random(7)
    cases = []
    for _ in range(count):
        due = cop_due(chance.randint(2019, 2025), chance.randint(1, 12), calendar)
        paid = min(due.effective + timedelta(days=chance.randint(1, 1500)), date(2026, 9, 30))
        cases.append((Decimal(chance.randint(100, 10**8)) / 100, due, paid))
    inputs = [
        {"fn": "compute", "inputs": {"tipo": "COP", "monto": str(a), "vencimiento": str(d.effective), "pago": str(p)}}
        for a, d, p in cases
    ]
    core = timed(lambda: [compute(Kind.COP, a, d, p, values, DEFAULT, calendar) for a, d, p in cases])
    few = cases[: max(1, count // 20)]
    told = timed(lambda: [explain_surcharges(Kind.COP, a, d, p, values, DEFAULT, calendar) for a, d, p in few])
    print(f"core: {count / core:,.0f} per second")
    batch = timed(lambda: run_batch(inputs, values))
    print(f"batch: {count / batch:,.0f} per second (target 10,000)")
    print(f"told: {len(few) / told:,.0f} per second; core is {told / len(few) / (core / count):.1f} times faster")
    for label, day in (("each its own day", None), ("one payment day", date(2026, 9, 15))):
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder) / "in.csv", Path(folder) / "out.csv"
            with source.open("w", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(["id", "tipo", "monto", "vencimiento", "pago"])
                writer.writerows([i, "COP", a, d.effective, day or p] for i, (a, d, p) in enumerate(cases))
            streamed = timed(lambda source=source, target=target: run_portfolio(source, target, values))
            print(f"csv, {label}: {count / streamed:,.0f} lines per second, {streamed / core:.1f} times the core")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def timed(work: object) -> float:
    began = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
