"""Listings as offices export them: CSV, XLSX and a RALE by positions, on both databases."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import delete, event, func, select
from sqlalchemy.orm import Session, sessionmaker

from corpus.errors import BadInput, Forbidden, NotFound
from tests.tools.credits.conftest import Heard
from tools.calculators.business_days import Calendar
from tools.caller import Caller, Role, Territory
from tools.credits.importing.load import BATCH, Importer, ImportReport
from tools.credits.importing.mapping import Mapping, load_mapping
from tools.credits.models import Credit, CreditEvent, Employer, EmployerDebt
from tools.credits.repository import CreditRepository
from tools.database import make_engine, migrate, sessions, transaction

CATALOGS = Path(__file__).parents[3] / "corpus" / "catalogs"
CHIEF = Caller("jefa", frozenset({Role.SUPERVISOR}), Territory(ooad="14", subdelegaciones=frozenset({"38"})))
HEADERS = ("REGISTRO", "CREDITO", "PERIODO", "TD", "OOAD", "SUB", "SALDO", "ALTA", "NOTIFICADO", "INC", "DESDE")
FIELDS = (
    "registro_patronal", "number", "period", "document_kind", "ooad", "subdelegacion", "balance", "issued", "notified",
    "incidencia", "incidencia_since",
)  # fmt: skip
GOOD = ("Y6099999408", "000000012", "08/2025", "02", "14", "38", "$84,321.55", "01/10/2025", "06/10/2025", "02", "06/10/2025")  # fmt: skip  # noqa: E501
MAPPING = Mapping(format="csv", columns=dict(zip(FIELDS, HEADERS, strict=True)))


@pytest.fixture
def factory(url: str) -> Iterator[sessionmaker[Session]]:
    """The tables, empty for each test."""
    engine = make_engine(url)
    made = sessions(engine)
    with transaction(made) as session:
        for table in (CreditEvent, Credit, Employer, EmployerDebt):
            session.execute(delete(table))
    yield made
    engine.dispose()


def _csv(path: Path, *rows: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADERS, *rows])
    return path


def _load(
    factory: sessionmaker[Session],
    path: Path,
    mapping: Mapping = MAPPING,
    caller: Caller = CHIEF,
    dry_run: bool = False,
) -> tuple[ImportReport, list[dict[str, str]]]:
    errors = io.StringIO()
    report = Importer(factory, Heard(), Calendar()).load(path, mapping, caller, errors, dry_run=dry_run)
    return report, list(csv.DictReader(io.StringIO(errors.getvalue())))


def _change(**changes: str) -> tuple[str, ...]:
    return tuple(changes.get(name, value) for name, value in zip(FIELDS, GOOD, strict=True))


def test_a_csv_is_loaded_whole_and_repeating_it_changes_nothing(
    factory: sessionmaker[Session], repository: CreditRepository, tmp_path: Path
) -> None:
    path = _csv(tmp_path / "a.csv", GOOD, _change(number="000000013", document_kind="80"))
    first, errors = _load(factory, path)
    assert (first.rows, first.created, first.errors, errors) == (2, 2, 0, [])
    again, _ = _load(factory, path)
    assert (again.created, again.updated, again.equal) == (0, 0, 2)
    (credit,) = repository.by_number("000000012", CHIEF)
    assert (credit.amount, credit.balance, credit.kind) == (Decimal("84321.55"), Decimal("84321.55"), "COP")
    assert (credit.period, credit.effective, credit.due) == ("2025-08", date(2025, 10, 7), date(2025, 10, 28))
    assert not credit.employer.fictitious
    assert repository.by_number("000000013", CHIEF)[0].kind == "MULTA"


def test_a_later_listing_updates_and_leaves_a_movement(
    factory: sessionmaker[Session], repository: CreditRepository, tmp_path: Path
) -> None:
    _load(factory, _csv(tmp_path / "a.csv", GOOD))
    later = _change(incidencia="031", incidencia_since="10/12/2025", balance="80000.00")
    report, _ = _load(factory, _csv(tmp_path / "b.csv", later))
    assert (report.created, report.updated) == (0, 1)
    (credit,) = repository.by_number("000000012", CHIEF)
    assert (credit.amount, credit.balance) == (Decimal("84321.55"), Decimal("80000.00"))
    assert [(event.code, event.day) for event in credit.events] == [
        ("02", date(2025, 10, 6)),
        ("31", date(2025, 12, 10)),
    ]


def test_a_dry_run_counts_and_writes_nothing(
    factory: sessionmaker[Session], repository: CreditRepository, tmp_path: Path
) -> None:
    report, _ = _load(factory, _csv(tmp_path / "a.csv", GOOD), dry_run=True)
    assert (report.created, report.dry_run) == (1, True)
    with pytest.raises(NotFound):
        repository.by_number("000000012", CHIEF)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("registro_patronal", "Y6099999407", "REGISTRO_PATRONAL_INVALIDO"),
        ("number", "12A", "NUMERO_CREDITO_INVALIDO"),
        ("period", "13/2025", "PERIODO_INVALIDO"),
        ("document_kind", "ABC", "CLAVE_INVALIDA"),
        ("balance", "mil", "MONTO_INVALIDO"),
        ("balance", "-5.00", "MONTO_NEGATIVO"),
        ("issued", "31/02/2025", "FECHA_INVALIDA"),
        ("notified", "01/09/2025", "FECHA_INVALIDA"),
        ("subdelegacion", "39", "FUERA_DE_SU_AMBITO"),
    ],
)
def test_a_wrong_row_is_told_and_the_rest_goes_in(
    factory: sessionmaker[Session], tmp_path: Path, field: str, value: str, code: str
) -> None:
    wrong = tuple(
        value if name == field else "000000099" if name == "number" else told
        for name, told in zip(FIELDS, GOOD, strict=True)
    )
    report, errors = _load(factory, _csv(tmp_path / "a.csv", wrong, GOOD))
    assert (report.rows, report.created, report.errors) == (2, 1, 1)
    assert [(row["renglon"], row["campo"]) for row in errors] == [("2", field)]
    assert errors[0]["codigo"] == code
    assert errors[0]["mensaje"]


def test_a_listing_does_not_take_over_somebody_elses_credit(
    factory: sessionmaker[Session], repository: CreditRepository, tmp_path: Path, national: Caller
) -> None:
    other = Caller("otra", frozenset({Role.SUPERVISOR}), Territory(ooad="39"))
    _load(factory, _csv(tmp_path / "a.csv", _change(ooad="39", subdelegacion="11")), caller=other)
    report, errors = _load(factory, _csv(tmp_path / "b.csv", GOOD))
    assert (report.updated, [row["codigo"] for row in errors]) == (0, ["FUERA_DE_SU_AMBITO"])
    assert repository.by_number("000000012", national)[0].ooad == "39"


@pytest.mark.parametrize("role", [Role.CONSULTA, Role.REDACTOR, Role.EVALUADOR])
def test_who_only_reads_does_not_load(factory: sessionmaker[Session], tmp_path: Path, role: Role) -> None:
    reader = Caller("lectora", frozenset({role}), CHIEF.territory)
    with pytest.raises(Forbidden, match="cargar"):
        _load(factory, _csv(tmp_path / "a.csv", GOOD), caller=reader)


def test_a_workbook_with_real_dates(
    factory: sessionmaker[Session], repository: CreditRepository, tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADERS)
    sheet.append(("Y6099999408", 12, "08/2025", "02", "14", "38", 84321.55, date(2025, 10, 1), None, "01", date(2025, 10, 1)))  # fmt: skip  # noqa: E501
    book.save(tmp_path / "a.xlsx")
    report, errors = _load(factory, tmp_path / "a.xlsx", MAPPING.model_copy(update={"format": "xlsx"}))
    assert (report.created, errors) == (1, [])
    (credit,) = repository.by_number("000000012", CHIEF)
    assert (credit.balance, credit.notified, credit.due) == (Decimal("84321.55"), None, None)


def _rale(registro: str, number: str, period: str) -> str:
    line = [" "] * 140
    for start, text in (
        (8, registro), (21, "1"), (23, "01/01/2020"), (35, "00"), (40, number), (50, "1"), (54, period), (62, "02"),
        (66, "01/10/2025"), (78, "06/10/2025"), (90, "002"), (95, "06/10/2025"), (107, "0046"),
        (111, "      84,321.55"), (127, "14"), (130, "38"),
    ):  # fmt: skip
        line[start : start + len(text)] = text
    return "".join(line)


def test_a_rale_by_positions_skips_its_headings(
    factory: sessionmaker[Session], repository: CreditRepository, tmp_path: Path
) -> None:
    path = tmp_path / "rale.txt"
    headings = "INSTITUTO MEXICANO DEL SEGURO SOCIAL\n\n        REGPATR     MOV   FMOV\n"
    rows = [_rale("Y60-99999-40", "000000012", "08/2025"), _rale("B55-10768-10", "000000013", "09/2025")]
    path.write_text(headings + "\r\n".join(rows) + "\n TOTAL 168,643.10\n", encoding="latin-1")
    report, errors = _load(factory, path, load_mapping(CATALOGS / "rale.yaml"))
    assert (report.rows, report.created, errors) == (2, 2, [])
    assert repository.by_number("000000012", CHIEF)[0].employer.registro_patronal == "Y6099999408"
    assert repository.by_number("000000013", CHIEF)[0].employer.registro_patronal == "B5510768100"


def test_a_bimester_is_its_even_month(
    factory: sessionmaker[Session], repository: CreditRepository, tmp_path: Path
) -> None:
    mapping = MAPPING.model_copy(update={"branch": "RCV", "period": "bimester"})
    _load(factory, _csv(tmp_path / "a.csv", _change(period="03/2025")), mapping)
    (credit,) = repository.by_number("000000012", CHIEF)
    assert (credit.kind, credit.period) == ("RCV", "2025-06")


def test_a_missing_column_and_a_wrong_map_stop_before_writing(factory: sessionmaker[Session], tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("REGISTRO,CREDITO,PERIODO,TD,OOAD,SUB\n", encoding="utf-8")
    with pytest.raises(BadInput, match="no tiene la columna «SALDO»"):
        _load(factory, tmp_path / "a.csv")
    (tmp_path / "map.yaml").write_text("format: csv\ncolumns: {number: N}\n", encoding="utf-8")
    with pytest.raises(BadInput, match="no es un mapa"):
        load_mapping(tmp_path / "map.yaml")
    (tmp_path / "a.xlsx").write_bytes(b"no")
    workbook = MAPPING.model_copy(update={"format": "xlsx"})
    with pytest.raises(BadInput, match="no es un libro"):
        _load(factory, tmp_path / "a.xlsx", workbook)


def test_rows_with_and_without_a_date_are_written_together(factory: sessionmaker[Session], tmp_path: Path) -> None:
    if factory.kw["bind"].dialect.name == "sqlite":
        pytest.skip("SQLite escribe uno por uno los renglones cuyo id se pide de vuelta")
    rows = [_change(number=f"{n:09}", notified="" if n % 2 else GOOD[8], incidencia="01") for n in range(400)]
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(factory.kw["bind"], "before_cursor_execute", note)
    report, _ = _load(factory, _csv(tmp_path / "a.csv", *rows))
    event.remove(factory.kw["bind"], "before_cursor_execute", note)
    assert report.created == 400
    assert len([told for told in statements if told.startswith("INSERT INTO credits ")]) <= 2


@pytest.mark.slow
def test_a_load_that_is_killed_is_finished_by_the_next(
    url: str, factory: sessionmaker[Session], tmp_path: Path
) -> None:
    count = 10_000
    rows = [_change(number=f"{n:09}", balance=f"{n}.50", notified="" if n % 5 == 0 else GOOD[8]) for n in range(count)]
    listing, mapping = _csv(tmp_path / "a.csv", *rows), tmp_path / "map.yaml"
    mapping.write_text(MAPPING.model_dump_json(), encoding="utf-8")
    (tmp_path / "users.yaml").write_text('- {name: jefa, roles: [supervisor], ooad: "14"}', encoding="utf-8")
    command = [
        sys.executable, "-m", "criterio", "credits", "import", str(listing), "--mapping", str(mapping),
        "--errors", str(tmp_path / "errors.csv"), "--user", "jefa", "--json",
    ]  # fmt: skip
    environment = {**os.environ, "CRITERIO_STATE_DIR": str(tmp_path), "CRITERIO_DATABASE_URL": url}

    def written() -> int:
        with factory() as session:
            return session.scalar(select(func.count()).select_from(Credit)) or 0

    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as first:
        while not written() and first.poll() is None:
            time.sleep(0.01)
        first.kill()
    assert first.returncode == -signal.SIGKILL
    survived = written()
    assert 0 < survived < count
    assert survived % BATCH == 0
    told = [json.loads(subprocess.run(command, env=environment, capture_output=True, check=True).stdout) for _ in "23"]
    assert [(report["created"], report["equal"]) for report in told] == [(count - survived, survived), (0, count)]
    with factory() as session:
        found = select(Credit.number, Credit.balance, Credit.notified.is_(None)).order_by(Credit.number)
        assert [tuple(row) for row in session.execute(found)] == [
            (f"{n:09}", Decimal(f"{n}.50"), n % 5 == 0) for n in range(count)
        ]
        assert session.scalar(select(func.count()).select_from(CreditEvent)) == count
        whole = session.scalars(select(EmployerDebt).where(EmployerDebt.ooad == "")).one()
        assert (whole.credits, whole.balance) == (count, sum(Decimal(f"{n}.50") for n in range(count)))


@pytest.mark.slow
def test_memory_does_not_grow_with_the_listing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'm.db'}"
    migrate(url)
    engine = make_engine(url)
    peaks = []
    for rows in (2_000, 8_000):
        path = _csv(tmp_path / f"{rows}.csv", *(_change(number=f"{rows}{n:05}"[:9].zfill(9)) for n in range(rows)))
        tracemalloc.start()
        _load(sessions(engine), path)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    engine.dispose()
    assert peaks[1] < peaks[0] * 1.5
