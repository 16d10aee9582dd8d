"""The fictitious credits are coherent, marked, and the same for the same seed."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session, sessionmaker

from corpus.errors import Conflict
from tests.tools.credits.conftest import TODAY
from tools.credits.generator import STAGES, fictitious, seed_credits
from tools.credits.identifiers import employer_number
from tools.credits.models import Credit

CREDITS = list(fictitious(150, TODAY, 7))


def _shape(credit: Credit) -> tuple[object, ...]:
    days = tuple((event.kind, event.code, event.day) for event in credit.events)
    return credit.number, credit.employer.registro_patronal, credit.amount, credit.balance, credit.due, days


def test_the_same_seed_writes_the_same() -> None:
    assert [_shape(c) for c in fictitious(30, TODAY, 3)] == [_shape(c) for c in fictitious(30, TODAY, 3)]
    assert [_shape(c) for c in fictitious(30, TODAY, 3)] != [_shape(c) for c in fictitious(30, TODAY, 4)]


@pytest.mark.parametrize("credit", CREDITS, ids=lambda credit: credit.number)
def test_a_history_is_coherent(credit: Credit) -> None:
    assert credit.employer.fictitious
    assert employer_number(credit.employer.registro_patronal)
    days = [event.day for event in credit.events]
    assert days == sorted(days)
    assert credit.issued <= days[0]
    assert days[-1] <= TODAY
    assert credit.balance == credit.amount - sum(payment.amount for payment in credit.payments)
    assert 0 <= credit.balance <= credit.amount
    assert (credit.notified is None) == (credit.due is None) == (credit.incidencia == "01")
    if credit.notified and credit.effective and credit.due:
        assert credit.issued < credit.notified < credit.effective < credit.due
    moved = [event for event in credit.events if event.kind == "movement"]
    assert (moved[-1].code, moved[-1].day) == (credit.incidencia, credit.incidencia_since)
    assert credit.period < f"{credit.issued:%Y-%m}"


def test_every_stage_appears() -> None:
    kinds = {event.kind for credit in CREDITS for event in credit.events}
    assert {"pae", "agreement", "challenge", "transfer"} <= kinds
    assert any(credit.balance == 0 for credit in CREDITS)
    assert any(credit.notified is None for credit in CREDITS)
    assert len(STAGES) == 7


def test_made_up_rows_never_mix_with_others(factory: sessionmaker[Session]) -> None:
    with pytest.raises(Conflict, match="ya tiene patrones"):
        seed_credits(factory, 1, TODAY)
