"""A model may propose a calculation; nothing runs on a value that nobody said."""

from __future__ import annotations

import asyncio
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import Answer
from assistant.build import build_assistant
from assistant.fake_model.server import FakeModelServer
from assistant.library import Library
from assistant.models.arguments import unfounded
from assistant.steps import Question
from corpus.settings import Settings

TODAY = date(2026, 11, 21)
SAID = "Trae $18,432.77 de COP de enero de 2025 y viene el 2025-03-17, ayúdame con eso"


def _answer(library: Library, state: Path, url: str, model: str, asked: str = SAID) -> Answer:
    settings = Settings(state_dir=state, model_url=url, model_name=model, model_timeout_s=5)
    return asyncio.run(build_assistant(settings, library).answer(Question(text=asked, today=TODAY)))


def test_a_proposal_of_what_was_said_runs(library: Library, laws_state: Path, fake_models: FakeModelServer) -> None:
    answer = _answer(library, laws_state, fake_models.url, "capaz")
    call = answer.tools[0]
    assert call.name == "surcharges"
    assert call.arguments == {"kind": "COP", "amount": "18432.77", "period": "2025-01", "paid": "2025-03-17"}
    assert "propuso capaz" in answer.answer


@pytest.mark.parametrize("model", ["inventa-citas", "credulo", "json-roto", "se-niega", "cortado"])
def test_no_other_proposal_runs(library: Library, laws_state: Path, fake_models: FakeModelServer, model: str) -> None:
    assert _answer(library, laws_state, fake_models.url, model).tools == []


def test_what_code_recognises_asks_no_model(library: Library, laws_state: Path, fake_models: FakeModelServer) -> None:
    before = len(fake_models.received)
    asked = "Calcula los recargos de $10,000.00 de COP de enero de 2025, pagados el 17 de marzo de 2025"
    assert (
        _answer(library, laws_state, fake_models.url, "inventa-citas", asked).tools[0].arguments["amount"] == "10000.00"
    )
    assert len(fake_models.received) == before


@pytest.mark.parametrize(
    ("arguments", "refused"),
    [
        ({"amount": "18432.77", "kind": "COP", "period": "2025-01", "paid": "2025-03-17"}, []),
        ({"amount": "184327.77"}, ["amount"]),
        ({"amount": "18432.7"}, ["amount"]),
        ({"paid": "2025-03-18"}, ["paid"]),
        ({"paid": TODAY.isoformat()}, []),
        ({"period": "2025-02", "bimester": None}, ["period"]),
        ({"kind": "RCV"}, ["kind"]),
        ({"credit": "261234567"}, ["credit"]),
        ({"readings": {"stoppage": True}, "paid": "2025-03-17"}, ["readings.stoppage"]),
        ({"acts": [1, {"day": "2024-01-01"}]}, ["acts.0", "acts.1.day"]),
        ({"name": "ayúdame con eso"}, []),
        ({"name": "otra persona", "nothing": object()}, ["name", "nothing"]),
    ],
)
def test_only_what_was_said_stands(arguments: dict[str, object], refused: list[str]) -> None:
    assert unfounded(arguments, (SAID,), TODAY) == refused


@given(st.decimals("0.01", "999999999.99", places=2), st.decimals("0.01", "999999999.99", places=2))
def test_an_amount_stands_only_as_it_was_said(said: Decimal, proposed: Decimal) -> None:
    refused = unfounded({"amount": str(proposed)}, (f"Debe ${said:,.2f} de COP",), TODAY)
    assert refused == ([] if said == proposed else ["amount"])
