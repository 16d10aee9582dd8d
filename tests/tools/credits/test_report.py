"""What a look-up tells, on credits whose history the test writes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from corpus.legal_values import LegalValues
from tests.tools.credits.conftest import TODAY
from tools.calculators.business_days import Calendar
from tools.caller import Caller
from tools.credits.catalogue import load_catalogues
from tools.credits.models import Credit, CreditEvent, CreditPayment, Employer, Guarantee
from tools.credits.report import CreditReport, report
from tools.credits.repository import CreditRepository
from tools.database import transaction

CATALOGUES = load_catalogues(Path(__file__).parents[3] / "corpus")


def _credit(number: str = "250000001", **changes: object) -> Credit:
    employer = Employer(registro_patronal="Y6099999408", rfc="FIC010101AA0", name="Prueba, S.A.", fictitious=True)
    row: dict[str, object] = {
        "number": number, "period": "2025-08", "kind": "COP", "document_kind": "02", "ooad": "14",
        "subdelegacion": "38", "amount": Decimal("84321.55"), "balance": Decimal("84321.55"),
        "issued": date(2025, 10, 1), "notified": date(2025, 10, 6), "effective": date(2025, 10, 7),
        "due": date(2025, 10, 28), "incidencia": "02", "incidencia_since": date(2025, 10, 6), "employer": employer,
    }  # fmt: skip
    return Credit(**{**row, **changes})


def _event(kind: str, day: date, ended: date | None = None) -> CreditEvent:
    return CreditEvent(kind=kind, code="prueba", day=day, ended=ended, document="", person="")


def _told(credit: Credit, values: LegalValues, today: date = TODAY) -> CreditReport:
    return report(credit, today, values, Calendar(), CATALOGUES)


def test_what_it_owes_is_what_the_calculator_says(values: LegalValues) -> None:
    told = _told(_credit(), values, date(2026, 3, 20))
    assert told.owed is not None
    assert told.owed.total == Decimal("96822.22")
    assert {"CFF:17-A", "LSS:40-A"} & {basis.split("/")[0] for basis in told.owed.basis}


def test_notified_and_past_due_goes_to_pae(values: LegalValues) -> None:
    told = _told(_credit(), values)
    assert "procedimiento administrativo de ejecución" in told.next.text
    assert {"LSS:39-C", "CFF:145", "CFF:151"} <= set(told.next.basis)
    assert told.next.deadline == date(2030, 10, 29)
    assert told.prescription is not None
    assert "prescripción se consuma" in told.prescription.summary


def test_the_status_is_a_sentence_with_an_unofficial_catalogue(values: LegalValues) -> None:
    told = _told(_credit(), values)
    assert told.status.startswith("El crédito 250000001 (COP, periodo 2025-08) está en la incidencia 02 Notificado")
    assert "notificado el 6 de octubre de 2025" in told.status
    assert told.notices == ["Códigos: catálogo no oficial.", "Datos ficticios."]


@pytest.mark.parametrize(
    ("event", "said", "basis"),
    [
        ("challenge", "impugnado", "CFF:144"),
        ("agreement", "convenio", "LSS:40-C"),
        ("pae", "Continuar", "CFF:151"),
        ("transfer", "procuración", "MANUAL-JSAC:7.1.3/64"),
    ],
)
def test_what_is_open_decides_the_next_step(event: str, said: str, basis: str, values: LegalValues) -> None:
    told = _told(_credit(events=[_event(event, date(2025, 11, 20))]), values)
    assert said in told.next.text
    assert basis in told.next.basis


def test_what_ended_no_longer_decides(values: LegalValues) -> None:
    ended = _event("challenge", date(2025, 10, 20), date(2026, 2, 1))
    assert "incorporarlo" in _told(_credit(events=[ended]), values).next.text


def test_an_appeal_suspends_the_prescription_while_it_lasts(values: LegalValues) -> None:
    appeal = CreditEvent(kind="challenge", code="inconformidad", day=date(2025, 10, 20), document="", person="")
    open_one = _told(_credit(events=[appeal]), values).prescription
    assert open_one is not None
    assert open_one.figures["suspendida"]
    appeal.ended = date(2026, 10, 29)
    assert _told(_credit(events=[appeal]), values).next.deadline == date(2031, 10, 29)


def test_an_act_of_collection_starts_the_prescription_anew(values: LegalValues) -> None:
    act = _event("pae", date(2026, 2, 10))
    assert _told(_credit(events=[act]), values).next.deadline == date(2031, 2, 10)


def test_before_its_last_day_it_only_waits(values: LegalValues) -> None:
    told = _told(_credit(), values, date(2025, 10, 15))
    assert told.next.deadline == date(2025, 10, 28)
    assert told.prescription is None


def test_not_notified_is_to_be_notified(values: LegalValues) -> None:
    told = _told(_credit(notified=None, effective=None, due=None, incidencia="01"), values)
    assert told.next.text.startswith("Notificar")
    assert told.next.deadline is None


def test_paid_owes_nothing(values: LegalValues) -> None:
    paid = CreditPayment(day=date(2025, 10, 28), amount=Decimal("84321.55"))
    told = _told(_credit(balance=Decimal("0.00"), payments=[paid]), values)
    assert told.owed is None
    assert "pagado el 28 de octubre de 2025" in told.status


def test_a_partial_payment_lowers_what_is_owed(values: LegalValues) -> None:
    paid = CreditPayment(day=date(2025, 12, 1), amount=Decimal("20000.00"))
    part = _told(_credit(balance=Decimal("64321.55"), payments=[paid]), values, date(2026, 3, 20))
    assert part.owed is not None
    assert Decimal("64321.55") < part.owed.total < Decimal("96822.22")


def test_only_guarantees_near_their_end_are_told(values: LegalValues) -> None:
    held = [
        Guarantee(kind="fianza", amount=Decimal("100.00"), expires=day)
        for day in (date(2026, 11, 1), date(2027, 1, 10), date(2028, 1, 1))
    ]
    notes = [row.note for row in _told(_credit(guarantees=held), values).guarantees]
    assert notes == ["Venció el 1 de noviembre de 2026.", "Vence el 10 de enero de 2027."]


def test_an_amount_without_its_parameters_is_a_notice_not_a_guess(values: LegalValues) -> None:
    told = _told(_credit(period="1990-08"), values)
    assert told.owed is None
    assert any("No se calculó" in notice for notice in told.notices)


def test_a_credit_comes_back_from_the_store_to_the_cent(
    factory: sessionmaker[Session], repository: CreditRepository, local: Caller, values: LegalValues
) -> None:
    with transaction(factory) as session:
        session.add(_credit("000000077"))
    (back,) = repository.by_number("000000077", local)
    assert (back.number, back.amount) == ("000000077", Decimal("84321.55"))
    assert _told(back, values, date(2026, 3, 20)).owed == _told(_credit("000000077"), values, date(2026, 3, 20)).owed


def test_every_seeded_credit_can_be_told(repository: CreditRepository, national: Caller, values: LegalValues) -> None:
    numbers = [credit.number for credit in repository.largest(national)]
    told = [_told(repository.by_number(number, national)[0], values) for number in numbers]
    assert len(told) > 50
    assert not [row.notices for row in told if any("No se calculó" in notice for notice in row.notices)]
