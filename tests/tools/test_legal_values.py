"""Dated values: rows are only added, each with its source; the seed agrees with the tables of the project."""

from __future__ import annotations

import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from corpus.errors import BadInput
from corpus.legal_values import DatedValue, LegalValues, add_value
from tools.calculators.business_days import Calendar
from tools.calculators.due_dates import DueDate
from tools.calculators.readings import DEFAULT
from tools.calculators.surcharges import Kind, compute, mora_rate

ROOT = Path(__file__).parents[2]
LAW = ROOT.parent / "shared" / "law"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "corpus" / "parameters", tmp_path / "parameters"))


def row(value: str, since: date, published: date | None = None, source: str = "DOF") -> DatedValue:
    return DatedValue(valid_from=since, value=Decimal(value), published=published, source=source)


@pytest.mark.skipif(not LAW.exists(), reason="the tables of the project are not in this workspace")
def test_the_seed_agrees_with_the_tables_of_the_project(values: LegalValues) -> None:
    indexes = json.loads((LAW / "inpc.json").read_text(encoding="utf-8"))["data"]
    assert {f"{y}-{m:02d}": str(r.value) for (y, m), r in values.inpc_by_month.items()} == indexes
    tables = json.loads((LAW / "parameters.json").read_text(encoding="utf-8"))
    names = {
        "mora": "recargos_mora",
        "prorroga_saldos_insolutos": "recargos_prorroga",
        "parcialidades_hasta_12": "plazos_hasta_12",
        "parcialidades_13_a_24": "plazos_13_a_24",
        "parcialidades_mas_24": "plazos_mas_24",
        "diferido": "plazos_diferido",
    }
    for year, rates in tables["recargos"].items():
        for key, name in names.items():
            found = values.parameter(name).on(date(int(year), 7, 1))
            assert found is not None
            assert (str(found.value) if found.value is not None else None) == rates[key]
    for uma in tables["uma_diaria"].values():
        for day in (uma["vigente_desde"], uma["vigente_hasta"]):
            assert str(values.on("uma_diaria", date.fromisoformat(day), "X").value) == uma["diaria"]


def test_the_late_rate_of_every_year_is_the_one_of_the_law_raised_by_half(values: LegalValues) -> None:
    for year in range(2010, 2027):
        assert mora_rate(year, values) == values.on("recargos_mora", date(year, 6, 1), "X").value


def test_a_correction_is_a_new_row_and_the_old_one_stays(folder: Path) -> None:
    before = (folder / "inpc.yaml").read_text(encoding="utf-8")
    add_value(folder, "inpc", row("145.500", date(2026, 8, 1), source="DOF, fe de erratas"))
    after = (folder / "inpc.yaml").read_text(encoding="utf-8")
    assert after.startswith(before.rstrip())
    assert LegalValues.load(folder).inpc(2026, 8).value == Decimal("145.500")


def test_the_real_day_of_publication_rules_over_day_ten(folder: Path) -> None:
    add_value(folder, "inpc", row("146.0", date(2026, 9, 1), date(2026, 10, 8)))
    add_value(folder, "inpc", row("146.9", date(2026, 10, 1), date(2026, 11, 12)))
    values, due = LegalValues.load(folder), DueDate(date(2026, 8, 17), date(2026, 8, 17))

    def index_used(paid: date) -> date:
        found = compute(Kind.COP, Decimal("1000.00"), due, paid, values, DEFAULT, Calendar()).indexation.numerator
        assert found is not None
        return found.valid_from

    assert index_used(date(2026, 10, 7)) == date(2026, 8, 1)
    assert index_used(date(2026, 10, 8)) == date(2026, 9, 1)  # published before day ten
    assert index_used(date(2026, 11, 11)) == date(2026, 9, 1)  # late: on day eleven it was not published yet
    assert index_used(date(2026, 11, 12)) == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("name", "bad", "code"),
    [
        ("nada", row("1", date(2026, 9, 1)), "PARAMETRO_DESCONOCIDO"),
        ("inpc", row("145", date(2026, 9, 1), source=""), "FUENTE_AUSENTE"),
        ("inpc", row("-1", date(2026, 9, 1)), "VALOR_INVALIDO"),
        ("inpc", row("145", date(2026, 9, 15)), "VALOR_INVALIDO"),
        ("inpc", row("145", date(2026, 9, 1), date(2026, 9, 20)), "VALOR_INVALIDO"),
    ],
)
def test_what_cannot_be_a_published_value_is_not_written(folder: Path, name: str, bad: DatedValue, code: str) -> None:
    before = (folder / "inpc.yaml").read_bytes()
    with pytest.raises(BadInput) as caught:
        add_value(folder, name, bad)
    assert caught.value.code == code
    assert (folder / "inpc.yaml").read_bytes() == before


def test_missing_indexes_follow_the_day_of_publication(values: LegalValues) -> None:
    assert values.missing_inpc(date(2026, 11, 21), 10) == [(2026, 9), (2026, 10)]
    assert values.missing_inpc(date(2026, 11, 9), 10) == [(2026, 9)]
    assert values.missing_inpc(date(2026, 10, 9), 10) == []
