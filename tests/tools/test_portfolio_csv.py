"""The portfolio stream: the same figures as the batch, resumed after a cut, whatever the rows hold."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import BadInput
from corpus.legal_values import LegalValues
from tools import portfolio_csv
from tools.batch import run_case
from tools.calculators.business_days import Calendar, make_calendar
from tools.calculators.readings import Readings
from tools.portfolio_csv import run_portfolio

HEADER = ["credito", "tipo", "monto", "periodo_cop", "bimestre", "notificada", "vencimiento", "pago"]
ROWS = [
    ["1", "COP", "84321.55", "2025-08", "", "", "", "2026-03-20"],
    ["2\nnota", "RCV", "33210.45", "", "2025-5", "", "", "2026-03-02"],
    ["3", "MULTA", "9384.80", "", "", "2025-02-04", "", "2026-02-20"],
    ["4", "COP", "x", "2025-08", "", "", "", "2026-03-20"],
    ["5", "CAPITAL_CONSTITUTIVO", "150000.00", "", "", "", "2024-02-29", "2025-03-04"],
]


def write(path: Path, rows: list[list[str]], header: list[str] = HEADER) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_each_row_has_the_figures_of_the_batch_and_the_rest_of_its_cells(values: LegalValues, tmp_path: Path) -> None:
    report = run_portfolio(write(tmp_path / "in.csv", ROWS), tmp_path / "out.csv", values)
    assert (report.computed, report.resumed, report.errors) == (5, 0, 1)
    header, *found = read(tmp_path / "out.csv")
    for row, cells in zip(ROWS, found, strict=True):
        assert cells[: len(HEADER)] == row
        inputs = {name: value for name, value in zip(HEADER, row, strict=True) if value}
        outcome = run_case({"fn": "compute", "inputs": inputs}, values)
        if "error" in outcome:
            assert cells[-2:] == [outcome["error"], f"{outcome['message']} {outcome['hint']}"]
        else:
            told = dict(zip(header[len(HEADER) :], cells[len(HEADER) :], strict=True))
            assert told["total"] == outcome["result"]["total"]
            assert told["meses_mora"] == str(outcome["result"]["meses_mora"])


@pytest.mark.parametrize("checkpoint", [1, 2, 3])
def test_a_run_cut_anywhere_ends_with_the_same_file(
    values: LegalValues, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, checkpoint: int
) -> None:
    monkeypatch.setattr(portfolio_csv, "_CHECKPOINT_ROWS", checkpoint)
    source = write(tmp_path / "in.csv", ROWS * 3)
    run_portfolio(source, tmp_path / "whole.csv", values)
    for cut_after in range(1, 15 // checkpoint):
        calls = 0

        def cut(_read: int, last: int = cut_after) -> None:
            nonlocal calls
            calls += 1
            if calls == last:
                raise KeyboardInterrupt

        target = tmp_path / f"out{cut_after}.csv"
        with pytest.raises(KeyboardInterrupt):
            run_portfolio(source, target, values, cut)
        assert not target.exists()
        with (tmp_path / f"{target.name}.part").open("ab") as part:
            part.write(b"half a li")  # what a crash leaves after the last checkpoint
        report = run_portfolio(source, target, values)
        assert report.resumed == cut_after * checkpoint
        assert target.read_bytes() == (tmp_path / "whole.csv").read_bytes()
        assert not list(tmp_path.glob(f"{target.name}.*"))


def test_a_changed_input_starts_again(values: LegalValues, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio_csv, "_CHECKPOINT_ROWS", 1)

    def cut(_read: int) -> None:
        raise KeyboardInterrupt

    source = write(tmp_path / "in.csv", ROWS)
    with pytest.raises(KeyboardInterrupt):
        run_portfolio(source, tmp_path / "out.csv", values, cut)
    write(source, ROWS[::-1])
    assert run_portfolio(source, tmp_path / "out.csv", values).resumed == 0


def test_an_amount_corrected_or_an_index_added_after_the_cut_starts_again(
    values: LegalValues, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portfolio_csv, "_CHECKPOINT_ROWS", 1)
    monkeypatch.setattr(portfolio_csv, "_FINGERPRINT_BYTES", 10)  # the amounts are far beyond the beginning

    def cut(_read: int) -> None:
        raise KeyboardInterrupt

    def resumed(calendar: Calendar | None = None, rows: list[list[str]] = ROWS) -> int:
        source = write(tmp_path / "in.csv", ROWS)
        with pytest.raises(KeyboardInterrupt):
            run_portfolio(source, tmp_path / "out.csv", values, cut)
        if rows != ROWS:
            write(source, rows)
        return run_portfolio(source, tmp_path / "out.csv", values, calendar=calendar).resumed

    assert resumed() == 1
    assert resumed(rows=[[cell.replace("84321.55", "84321.66") for cell in row] for row in ROWS]) == 0
    assert resumed(make_calendar([date(2025, 2, 6)])) == 0


def test_the_closed_days_of_the_office_and_the_reading_of_the_handover_count(
    values: LegalValues, tmp_path: Path
) -> None:
    rows = [["MULTA", "1.00", "2024-09-10", "2024-10-02"]]
    source = write(tmp_path / "in.csv", rows, ["tipo", "monto", "notificada", "pago"])

    def due(**options: object) -> str:
        run_portfolio(source, tmp_path / "out.csv", values, **options)  # type: ignore[arg-type]
        return read(tmp_path / "out.csv")[1][4]

    assert due() == "2024-10-03"
    assert due(readings=Readings(presidential="oct1")) == "2024-10-07"  # the 4th is a Friday
    assert due(calendar=make_calendar([date(2024, 9, 20)])) == "2024-10-07"


def test_each_kind_takes_the_column_that_tells_when_it_fell_due(values: LegalValues, tmp_path: Path) -> None:
    rows = [["MULTA", "1.00", "2026-01", "", "2026-03-02"], ["RCV", "1.00", "2026-02", "2026-1", ""]]
    rows += [["COP", "1.00", "2026-02", "", "2026-05-04"], ["MULTA", "1.00", "2026-01", "", ""]]
    source = write(tmp_path / "in.csv", rows, ["tipo", "monto", "periodo_cop", "bimestre", "notificada"])
    run_portfolio(source, tmp_path / "out.csv", values, paid=date(2026, 6, 30))
    found = [(row[5], row[-2]) for row in read(tmp_path / "out.csv")[1:]]
    assert found == [("2026-03-25", ""), ("2026-03-17", ""), ("2026-03-17", ""), ("", "PERIODO_INVALIDO")]


def test_spaces_a_swallowed_row_and_a_minus_that_runs(values: LegalValues, tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text(
        "tipo,monto,periodo_cop,pago,nota\n COP , 1.00 , 2026-01 , 2026-02-16 ,-2+3\nCOP,-1.00,2026-01,2026-02-16,-5\n"
        '"COP,1.00,2026-01,2026-02-16,x\nCOP,1.00,2026-01,2026-02-16,x\n'
    )
    assert run_portfolio(source, tmp_path / "out.csv", values).errors == 2
    _, spaced, negative, swallowed = read(tmp_path / "out.csv")
    assert spaced[4] == "'-2+3"
    assert spaced[-3] == "1.00"
    assert (negative[1], negative[4], negative[-2]) == ("-1.00", "-5", "MONTO_NEGATIVO")
    assert "comilla sin cerrar, que abarca 3 líneas" in swallowed[-1]


def test_a_payment_day_for_rows_that_bring_none(values: LegalValues, tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", [["COP", "10000.00", "2026-01"]], ["tipo", "monto", "periodo_cop"])
    run_portfolio(source, tmp_path / "out.csv", values, paid=date(2026, 3, 17))
    assert "10258.04" in read(tmp_path / "out.csv")[1]


def test_a_short_row_a_bom_and_a_formula_do_not_stop_it(values: LegalValues, tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes("\ufefftipo,monto,periodo_cop,pago,nota\nCOP,1.00\nCOP,1.00,2026-01,2026-02-16,=1+1\n".encode())
    assert run_portfolio(source, tmp_path / "out.csv", values).errors == 1
    _, short, whole = read(tmp_path / "out.csv")
    assert short[-2] == "RENGLON_INVALIDO"
    assert "'=1+1" in whole


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"monto,pago\n1,2\n", "COLUMNAS_AUSENTES"),
        (b"", "COLUMNAS_AUSENTES"),
        (b"tipo,monto,periodo_cop,nota\nCOP,1,2026-01,a\xf1o\n", "CODIFICACION_INVALIDA"),
        (b"tipo,monto,monto,periodo_cop\nCOP,1,2,2026-01\n", "COLUMNAS_REPETIDAS"),
        (b'tipo,monto,periodo_cop,nota\nCOP,1,2026-01,"abierta\n' + b"COP,1,2026-01,x\n" * 9000, "COMILLA_SIN_CERRAR"),
        (b"tipo,monto,periodo_cop\r\r,nota\nCOP,1,2026-01,x\n", "RETORNO_SUELTO"),
        (b"tipo,monto,periodo_cop\nCOP,1\r,2026-01\n", "RETORNO_SUELTO"),
        (None, "ARCHIVO_ILEGIBLE"),
    ],
)
def test_a_file_that_cannot_be_read_has_a_code(
    values: LegalValues, tmp_path: Path, content: bytes | None, code: str
) -> None:
    source = tmp_path / "in.csv"
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        run_portfolio(source, tmp_path / "out.csv", values)
    assert caught.value.code == code
