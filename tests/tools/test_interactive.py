"""What a person asks today: indexes that are missing are said, never silent; what cannot be known is refused."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from corpus.errors import BadInput
from corpus.legal_values import LegalValues
from tools.agreement_plans import agreement_review, instalment_plan, relief_plan
from tools.calculators.agreements import AgreementInstalment
from tools.calculators.business_days import Calendar
from tools.interactive import SurchargeRequest, due_date, surcharges
from tools.result import CalculationResult

TODAY = date(2026, 11, 21)


def ask(values: LegalValues, **fields: object) -> CalculationResult:
    request = SurchargeRequest.model_validate({"amount": "84321.55", "paid": TODAY, **fields})
    return surcharges(request, values, Calendar(), TODAY)


def test_today_uses_the_last_index_loaded_and_names_the_missing_months(values: LegalValues) -> None:
    result = ask(values, period="2026-01")
    assert result.figures["inpc_num_month"] == "2026-08"
    assert result.inputs["readings"]["inpc_last_published"] == "2026-08"
    assert "Falta el INPC de septiembre y octubre de 2026; el factor usa el último cargado" in " ".join(result.warnings)


def test_no_index_is_missed_where_none_is_used(values: LegalValues) -> None:
    result = ask(values, period="2026-10")  # due on 17 November: same month, no fractions
    assert result.figures["factor"] == "1.0000"
    assert not any("INPC" in warning for warning in result.warnings)


def test_a_base_month_that_is_not_loaded_is_refused_with_the_way_out(values: LegalValues) -> None:
    with pytest.raises(BadInput) as caught:
        ask(values, period="2026-09")
    assert caught.value.code == "INPC_NO_DISPONIBLE"
    assert "parameter add inpc 2026-09" in caught.value.hint


@pytest.mark.parametrize("beyond", [{"paid": "9999-12-31"}, {"notified": "9999-12-31"}, {"period": "0001-01"}])
def test_a_day_beyond_the_calendar_is_refused(values: LegalValues, beyond: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        ask(values, **{"period": "2026-01", **beyond})


def test_the_future_is_not_estimated(values: LegalValues) -> None:
    with pytest.raises(BadInput) as caught:
        ask(values, period="2026-01", paid=date(2026, 12, 15))
    assert caught.value.code == "INPC_NO_DISPONIBLE"


def test_a_quota_in_a_cedula_still_counts_from_its_period(values: LegalValues) -> None:
    with pytest.raises(BadInput) as caught:
        ask(values, notified=date(2026, 3, 6))
    assert caught.value.code == "PERIODO_AUSENTE"


@pytest.mark.parametrize(
    "stated", [{"kind": "RCV", "period": "2026-01"}, {"bimester": "2026-1"}, {"kind": "MULTA", "period": "2026-01"}]
)
def test_a_period_of_another_kind_is_refused(values: LegalValues, stated: dict[str, str]) -> None:
    with pytest.raises(BadInput) as caught:
        ask(values, **stated)
    assert caught.value.code == "PERIODO_INVALIDO"


def test_the_reading_of_the_handover_is_used(values: LegalValues) -> None:
    def due(reading: str) -> object:
        asked = {"kind": "MULTA", "notified": date(2024, 9, 10), "paid": date(2024, 10, 2)}
        return ask(values, **asked, readings={"presidential": reading}).figures["vencimiento"]

    assert (due("cff_literal"), due("oct1")) == ("2024-10-03", "2024-10-07")


def test_a_stated_due_day_that_the_law_would_extend_is_pointed_out(values: LegalValues) -> None:
    assert any("20 de abril de 2026" in warning for warning in ask(values, due=date(2026, 4, 17)).warnings)


def test_the_result_tells_what_the_other_reading_would_give(values: LegalValues) -> None:
    result = ask(values, amount="25000.00", period="2024-12", paid=date(2025, 2, 20))
    nominal = next(reading for reading in result.readings if reading.option == "anniversary")
    assert (str(result.total), str(nominal.alternative_total)) == ("25438.53", "25807.06")


def test_every_parameter_used_has_a_source(values: LegalValues) -> None:
    result = ask(values, period="2025-08", paid=date(2026, 3, 20))
    assert {use.name for use in result.parameters} == {"inpc", "recargos_mora"}
    assert all(use.source for use in result.parameters)


def test_decimals_are_strings_in_json(values: LegalValues) -> None:
    assert '"total":"96822.22"' in ask(values, period="2025-08", paid=date(2026, 3, 20)).model_dump_json()


def test_a_public_entity_has_six_years_in_2026_only(values: LegalValues) -> None:
    plan = instalment_plan("100000.00", 72, date(2026, 2, 10), values, public=True)
    assert len(plan.schedule) == 72
    with pytest.raises(BadInput):
        instalment_plan("100000.00", 72, date(2025, 2, 10), values, public=True)


@pytest.mark.parametrize(("months", "periods", "code"), [(13, 1, "PLAZO_EXCEDIDO"), (12, 7, "PERIODOS_EXCEDIDOS")])
def test_the_relief_of_40_e_has_limits(values: LegalValues, months: int, periods: int, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        relief_plan("1000.00", months, periods, date(2026, 2, 10), values)
    assert caught.value.code == code
    assert relief_plan("1000.00", 12, 6, date(2026, 2, 10), values).figures["pago_inicial"] == "100.00"


@pytest.mark.parametrize(
    ("paid", "revocable"),
    [
        ([date(2026, 4, 10), None, None, None], True),  # three unpaid, the last among them
        ([date(2026, 4, 10), date(2026, 5, 9), None, date(2026, 7, 10)], False),  # one
        ([date(2026, 4, 10), date(2026, 5, 10), date(2026, 6, 10), date(2026, 7, 11)], True),  # the last, a day late
        ([date(2026, 4, 11), date(2026, 5, 11), date(2026, 6, 11), date(2026, 7, 10)], True),  # three late
    ],
)
def test_three_instalments_or_the_last_revoke(paid: list[date | None], revocable: bool) -> None:
    dues = [date(2026, month, 10) for month in (4, 5, 6, 7)]
    found = agreement_review([AgreementInstalment(d, p) for d, p in zip(dues, paid, strict=True)], TODAY)
    assert found.figures["revocable"] is revocable


@pytest.mark.parametrize(("day", "told"), [(date(2026, 10, 10), True), (date(2026, 10, 12), False)])
def test_a_notification_on_a_rest_day_is_told(day: date, told: bool) -> None:
    found = due_date(None, None, day, Calendar())
    assert any("es inhábil" in warning for warning in found.warnings) is told
    assert [step.name for step in found.steps] == ["Surte efectos", "Día nominal", "Vencimiento"]
