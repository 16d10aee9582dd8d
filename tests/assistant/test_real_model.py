"""A real small model on a server of one's own (llama.cpp, Ollama, vLLM): whatever it writes, what is shown holds.

CRITERIO_TEST_MODEL_URL=http://127.0.0.1:8081/v1 CRITERIO_TEST_MODEL_NAME=qwen1.5b pytest -m model
"""

from __future__ import annotations

import asyncio
import os
from datetime import date
from pathlib import Path

import pytest

from assistant.answers import Answer, AnswerStatus, Verdict
from assistant.build import build_assistant
from assistant.events import DoneEvent, SentenceEvent
from assistant.library import Library
from assistant.steps import Question
from corpus.provisions import root_id
from corpus.settings import Settings

URL, NAME = os.environ.get("CRITERIO_TEST_MODEL_URL", ""), os.environ.get("CRITERIO_TEST_MODEL_NAME", "modelo")
pytestmark = [
    pytest.mark.model,
    pytest.mark.laws,
    pytest.mark.skipif(not URL, reason="ponga en CRITERIO_TEST_MODEL_URL la dirección de un servidor de modelos"),
]

TODAY = date(2026, 11, 21)
SECONDS = 110.0
ASKED = (
    "¿A partir de cuándo se cobran recargos si el patrón no paga las cuotas?",
    "¿En cuánto tiempo prescribe un crédito fiscal del IMSS?",
    "¿Qué bienes no se pueden embargar?",
)


@pytest.fixture(params=["selector", "prose"])
def settings(request: pytest.FixtureRequest, laws_state: Path) -> Settings:
    level: str = request.param
    return Settings(state_dir=laws_state, composer=level, model_url=URL, model_name=NAME, model_timeout_s=SECONDS)


def _turn(settings: Settings, library: Library, asked: str) -> tuple[list[str], Answer]:
    """The sentences that left before the end, and the answer."""

    async def collect() -> tuple[list[str], Answer]:
        said: list[str] = []
        async for event in build_assistant(settings, library).events(Question(text=asked, today=TODAY)):
            if isinstance(event, SentenceEvent):
                said.append(event.sentence.text)
            if isinstance(event, DoneEvent):
                return said, event.answer
        raise AssertionError("the turn did not end")

    return asyncio.run(collect())


@pytest.mark.parametrize("asked", ASKED)
def test_what_a_real_model_leads_to_is_cited_and_holds(settings: Settings, library: Library, asked: str) -> None:
    said, answer = _turn(settings, library, asked)
    store = library.snapshot().store
    assert answer.status is AnswerStatus.ANSWERED
    assert answer.citations
    for citation in answer.citations:
        root = store.get(root_id(citation.id))
        assert citation.verdict is Verdict.VERIFICADA
        assert root is not None
        assert root.text[citation.start : citation.end] == citation.quote
    for sentence in answer.sentences:
        assert sentence.supported
        assert sentence.citations or sentence.role in ("connective", "notice"), sentence.text
    assert {sentence.text for sentence in answer.sentences} <= set(said)
    # Either the model had a part in it, or the answer says that it goes without.
    told = " ".join(sentence.text for sentence in answer.sentences if sentence.role == "notice")
    assert NAME in (answer.composer or "") or "sin redacción de un modelo" in told


def test_a_calculation_is_the_tools_whatever_the_model_says(settings: Settings, library: Library) -> None:
    asked = "¿Cuánto se paga hoy de recargos por una COP de enero de 2025 de $84,321.55, pagada el 10 de marzo de 2025?"
    plain = asyncio.run(
        build_assistant(Settings(state_dir=settings.state_dir), library).answer(Question(text=asked, today=TODAY))
    )
    _, answer = _turn(settings, library, asked)
    assert answer.tools
    assert [call.result for call in answer.tools] == [call.result for call in plain.tools]
