"""Sentences of a model leave one by one, each verified, while it still writes; what fails never does."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import aclosing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answers import AnswerStatus
from assistant.build import build_assistant
from assistant.events import CitationEvent, DoneEvent, Event, SentenceEvent, StatusEvent
from assistant.fake_model.behaviours import FALSE
from assistant.fake_model.server import FakeModelServer, serve
from assistant.library import Library
from assistant.models.masking import MaskedModel
from assistant.models.model import Model, ModelCut
from assistant.models.openai_compatible import OpenAICompatible
from assistant.steps import Question
from assistant.turn import Assistant
from corpus.settings import Settings

ASKED = "¿A partir de cuándo se cobran recargos si el patrón no paga las cuotas?"
LEFT_OPEN = "¿Cuántas fotografías debe llevar el acta de notificación?"
SCHEMA: dict[str, Any] = {"type": "object", "properties": {"oraciones": {"type": "array"}}}
TODAY = date(2026, 11, 21)


@pytest.fixture
def waiting() -> Iterator[FakeModelServer]:
    """A server of its own: whether its models go on is of one test."""
    with serve() as server:
        yield server


def _assistant(library: Library, state: Path, server: FakeModelServer, model: str, **more: Any) -> Assistant:
    settings = Settings(state_dir=state, composer="prose", model_url=server.url, model_name=model, **more)
    return build_assistant(settings, library)


def _events(assistant: Assistant, asked: str = ASKED) -> list[Event]:
    async def all_of() -> list[Event]:
        return [event async for event in assistant.events(Question(text=asked, today=TODAY))]

    return asyncio.run(all_of())


def _stages(events: list[Event]) -> tuple[list[Event], list[Event]]:
    """The events before the draft was whole, and those after."""
    at = next(place for place, event in enumerate(events) if isinstance(event, StatusEvent) and "Verif" in event.text)
    return events[:at], events[at:]


def _texts(events: list[Event]) -> list[str]:
    return [event.sentence.text for event in events if isinstance(event, SentenceEvent)]


async def _read(model: Model, data: dict[str, Any]) -> list[dict[str, Any]]:
    return [row async for row in model.rows("instrucciones", data, SCHEMA)]


def test_the_first_sentence_leaves_while_the_model_writes(
    library: Library, laws_state: Path, waiting: FakeModelServer
) -> None:
    async def first() -> None:
        seen: list[Event] = []
        async for event in _assistant(library, laws_state, waiting, "pausado").events(
            Question(text=ASKED, today=TODAY)
        ):
            seen.append(event)
            if isinstance(event, SentenceEvent) and not waiting.going.is_set():
                # What it rests on came before it; the model waits to be told to write the second.
                assert isinstance(seen[-2], CitationEvent)
                assert seen[-2].citation.id in event.sentence.citations
                assert seen[-2].citation.verified
                waiting.going.set()
        assert waiting.going.is_set()
        answer = seen[-1].answer
        assert answer.composer == "prosa · pausado"
        sentences = [event for event in seen if isinstance(event, SentenceEvent)]
        assert [event.sentence for event in sentences] == answer.sentences
        assert [event.position for event in sentences] == list(range(len(sentences)))
        citations = [event for event in seen if isinstance(event, CitationEvent)]
        assert [event.citation for event in citations] == answer.citations
        assert [event.number for event in citations] == list(range(1, len(citations) + 1))

    asyncio.run(first())


def test_a_false_sentence_in_the_middle_never_leaves(
    library: Library, laws_state: Path, waiting: FakeModelServer
) -> None:
    waiting.going.set()
    events = _events(_assistant(library, laws_state, waiting, "una-falsa"))
    early, late = _stages(events)
    assert len(_texts(early)) > 1
    assert _texts(late) == ["Se quitó una oración del modelo que las citas no apoyaban."]
    assert all(FALSE not in event.model_dump_json() for event in events)


def test_nothing_leaves_early_where_the_sources_do_not_settle_the_question(
    library: Library, laws_state: Path, waiting: FakeModelServer
) -> None:
    waiting.going.set()
    events = _events(_assistant(library, laws_state, waiting, "pausado"), LEFT_OPEN)
    early, _ = _stages(events)
    assert waiting.received
    assert _texts(early) == []
    done = events[-1]
    assert isinstance(done, DoneEvent)
    assert done.answer.status is AnswerStatus.NO_CRITERION


@pytest.mark.parametrize("model", ["a-medias", "agotado"])
def test_a_reply_that_is_cut_keeps_its_whole_sentences_and_says_so(
    library: Library, laws_state: Path, fake_models: FakeModelServer, model: str
) -> None:
    whole = _events(_assistant(library, laws_state, fake_models, "capaz"))
    events = _events(_assistant(library, laws_state, fake_models, model))
    early, late = _stages(events)
    assert _texts(early)[0] == _texts(whole)[0]
    assert _texts(late) == ["El modelo se interrumpió: van sólo las oraciones que terminó."]
    assert events[-1].answer.composer == f"prosa · {model}"


def test_what_was_shown_gives_way_to_the_extractive_answer(
    library: Library, laws_state: Path, fake_models: FakeModelServer
) -> None:
    """Its JSON breaks after a true sentence: the reply is not used, and the answer says so."""
    early, late = _stages(_events(_assistant(library, laws_state, fake_models, "json-roto")))
    assert len(_texts(early)) == 1
    answer = late[-1].answer
    assert answer.composer == "extractive"
    assert [event.position for event in late if isinstance(event, SentenceEvent)] == list(range(len(answer.sentences)))


def test_what_the_question_takes_wrongly_is_said_before_the_first_sentence(
    library: Library, laws_state: Path, waiting: FakeModelServer
) -> None:
    waiting.going.set()
    asked = "¿El plazo para promover la aclaración de una cédula de liquidación es de 20 días?"
    events = _events(_assistant(library, laws_state, waiting, "pausado"), asked)
    early, _ = _stages(events)
    assert _texts(early)[0].startswith("La pregunta dice «20 días», pero")
    assert len(_texts(early)) > 1
    assert [event.sentence for event in events if isinstance(event, SentenceEvent)] == events[-1].answer.sentences


def test_who_leaves_does_not_leave_the_model_writing(
    library: Library, laws_state: Path, waiting: FakeModelServer
) -> None:
    async def leave() -> None:
        turn = _assistant(library, laws_state, waiting, "pausado").events(Question(text=ASKED, today=TODAY))
        async with aclosing(turn) as events:
            async for event in events:
                if isinstance(event, SentenceEvent):
                    break
        assert await asyncio.to_thread(waiting.abandoned.wait, 5)

    asyncio.run(leave())


def test_a_model_that_stops_writing_is_not_waited_for(
    library: Library, laws_state: Path, waiting: FakeModelServer
) -> None:
    events = _events(_assistant(library, laws_state, waiting, "pausado", model_timeout_s=5))
    assert "El modelo se interrumpió" in events[-1].answer.answer
    assert waiting.abandoned.wait(5)


def test_marks_come_back_whole_from_pieces(fake_models: FakeModelServer) -> None:
    """The server cuts its reply every five characters: a mark has more."""
    model = MaskedModel(OpenAICompatible(fake_models.url, "credulo", timeout_s=5), lambda: ['La "Espiga" Dorada'])
    data = {"pregunta": '¿Debe La "Espiga" Dorada, RFC TNU010203AB1, pagar?', "clausulas": []}

    rows = asyncio.run(_read(model, data))
    assert "TNU010203AB1" not in str(fake_models.received[-1])
    assert 'La "Espiga" Dorada, RFC TNU010203AB1' in rows[0]["texto"]


def test_a_busy_server_is_asked_once_more_before_anything_comes(waiting: FakeModelServer) -> None:
    model = OpenAICompatible(waiting.url, "ocupado", timeout_s=20)
    data = {"pregunta": "recargos", "clausulas": [{"n": 1, "cita": "x", "texto": "Se cobran recargos."}]}
    assert asyncio.run(_read(model, data)) == [{"texto": "Se cobran recargos.", "clausulas": [1]}]
    assert len(waiting.received) == 2


def test_a_connection_that_breaks_is_a_reply_cut(fake_models: FakeModelServer) -> None:
    model = OpenAICompatible(fake_models.url, "cortado", timeout_s=5)
    data = {"pregunta": "recargos", "clausulas": [{"n": 1, "cita": "x", "texto": "Se cobran recargos. " * 9}]}

    with pytest.raises(ModelCut):
        asyncio.run(_read(model, data))
