"""The three levels through real HTTP: what a model does well is shown, and whatever it does badly never is."""

from __future__ import annotations

import asyncio
import time
from datetime import date
from pathlib import Path

import pytest

from assistant.answers import Answer, AnswerStatus, Verdict
from assistant.build import build_assistant
from assistant.fake_model.server import SLOW_SECONDS, FakeModelServer
from assistant.library import Library
from assistant.models.openai_compatible import OpenAICompatible, is_local
from assistant.steps import Question
from corpus.errors import BadInput
from corpus.settings import Settings

ASKED = "¿A partir de cuándo se cobran recargos si el patrón no paga las cuotas?"
TODAY = date(2026, 11, 21)


def _answer(library: Library, state: Path, asked: str = ASKED, **settings: object) -> Answer:
    assistant = build_assistant(Settings(state_dir=state, **settings), library)  # type: ignore[arg-type]
    return asyncio.run(assistant.answer(Question(text=asked, today=TODAY)))


def _verbatim(library: Library, answer: Answer) -> bool:
    store = library.snapshot().store
    roots = {citation.id: store.get(citation.id.partition("/")[0]) for citation in answer.citations}
    return all(
        (root := roots[citation.id]) is not None and root.text[citation.start : citation.end] == citation.quote
        for citation in answer.citations
    )


@pytest.mark.parametrize(("level", "shown"), [("selector", "selector · capaz"), ("prose", "prosa · capaz")])
def test_a_capable_model(
    library: Library, laws_state: Path, fake_models: FakeModelServer, level: str, shown: str
) -> None:
    answer = _answer(library, laws_state, composer=level, model_url=fake_models.url, model_name="capaz")
    assert answer.status is AnswerStatus.ANSWERED
    assert answer.composer == shown
    assert answer.citations
    assert {citation.verdict for citation in answer.citations} == {Verdict.VERIFICADA}
    assert _verbatim(library, answer)


@pytest.mark.parametrize("level", ["selector", "prose"])
@pytest.mark.parametrize("model", ["cortado", "json-roto", "se-niega", "inventa-citas", "credulo", "no-existe"])
def test_without_what_fails_the_extractive_answer_stands_and_says_so(
    library: Library, laws_state: Path, fake_models: FakeModelServer, level: str, model: str
) -> None:
    answer = _answer(
        library, laws_state, composer=level, model_url=fake_models.url, model_name=model, model_timeout_s=5
    )
    plain = _answer(library, laws_state)
    assert answer.composer == "extractive"
    assert answer.citations == plain.citations
    assert answer.sentences[:-1] == plain.sentences
    assert answer.sentences[-1].role == "notice"
    assert answer.sentences[-1].text.endswith("Se muestran las citas textuales, sin redacción de un modelo.")


def test_a_slow_model_is_not_waited_for(library: Library, laws_state: Path, fake_models: FakeModelServer) -> None:
    began = time.perf_counter()
    answer = _answer(
        library, laws_state, composer="prose", model_url=fake_models.url, model_name="lento", model_timeout_s=0.5
    )
    assert time.perf_counter() - began < SLOW_SECONDS
    assert "no contestó a tiempo" in answer.answer


def test_a_server_that_is_not_there(library: Library, laws_state: Path) -> None:
    answer = _answer(library, laws_state, model_url="http://127.0.0.1:9/v1", model_name="x", model_timeout_s=5)
    assert answer.composer == "extractive"
    assert "no contestó" in answer.answer


def test_calculations_and_named_provisions_ask_no_model(
    library: Library, laws_state: Path, fake_models: FakeModelServer
) -> None:
    before = len(fake_models.received)
    for asked in (
        "Calcula los recargos de $10,000.00 de COP de enero de 2025, pagados el 17 de marzo de 2025",
        "¿Qué dice el artículo 39 C de la LSS?",
    ):
        _answer(library, laws_state, asked, composer="selector", model_url=fake_models.url, model_name="capaz")
    assert len(fake_models.received) == before


def test_the_model_reads_only_what_was_retrieved_as_data(
    library: Library, laws_state: Path, fake_models: FakeModelServer
) -> None:
    _answer(library, laws_state, composer="prose", model_url=fake_models.url, model_name="capaz")
    body = fake_models.received[-1]
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert ASKED not in body["messages"][0]["content"]
    assert body["temperature"] == 0
    assert body["max_tokens"] > 0


def test_auto_is_extractive_without_a_model_and_selector_with_one(
    library: Library, laws_state: Path, fake_models: FakeModelServer
) -> None:
    assert _answer(library, laws_state).composer == "extractive"
    answer = _answer(library, laws_state, model_url=fake_models.url, model_name="capaz")
    assert answer.composer == "selector · capaz"


def test_a_level_that_needs_a_model_says_what_to_set(library: Library, laws_state: Path) -> None:
    with pytest.raises(BadInput, match="CRITERIO_MODEL_URL"):
        _answer(library, laws_state, composer="prose")


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:8081/v1", True),
        ("http://localhost:11434/v1", True),
        ("http://[::1]:8000/v1", True),
        ("http://127.0.0.1.example.com/v1", False),
        ("http://10.0.0.5/v1", False),
        ("https://models.example.com/v1", False),
    ],
)
def test_which_servers_are_of_this_machine(url: str, local: bool) -> None:
    assert is_local(url) is local


def test_what_the_reader_of_a_row_takes_is_not_the_models_time(fake_models: FakeModelServer) -> None:
    import llama_index.llms.openai_like  # noqa: F401 - its first import takes longer than this model may

    model = OpenAICompatible(fake_models.url, "pausado", timeout_s=1.5)
    data = {"pregunta": "recargos", "clausulas": [{"n": n, "cita": "", "texto": "Recargos." * 9} for n in (1, 2)]}

    async def read() -> int:
        rows = 0
        async for _ in model.rows("", data, {"type": "object", "properties": {"oraciones": {}}}):
            rows += 1
            await asyncio.sleep(2)
            fake_models.going.set()
        return rows

    try:
        assert asyncio.run(read()) == 2
    finally:
        fake_models.going.clear()
