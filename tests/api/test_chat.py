"""The resumable stream, over HTTP and in its bookkeeping."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import date

import pytest
from fastapi.testclient import TestClient

from api.turns import KEPT_SECONDS, MOST_RUNNING, Turns
from assistant.events import Event, StatusEvent
from assistant.steps import Question
from corpus.errors import NotFound, Unavailable

QUESTION = Question(text="40-A", today=date(2026, 11, 21))


def stream(client: TestClient, turn: str, question: str = "40-A", last: str = "") -> list[dict[str, str]]:
    """The events of a turn, each with its id, kind and data."""
    headers = {"Last-Event-ID": last} if last else {}
    response = client.post("/api/v1/chat", json={"turn": turn, "question": question}, headers=headers)
    assert response.status_code == 200
    blocks = [block for block in response.text.split("\n\n") if block and not block.startswith(":")]
    return [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]


@pytest.mark.laws
def test_the_same_request_takes_the_turn_up_after_the_last_event(client: TestClient) -> None:
    name = "a" * 32
    first = stream(client, name)
    assert [event["event"] for event in first][-1] == "done"
    for place, event in enumerate(first):
        assert stream(client, name, last=event["id"]) == first[place + 1 :]
    # The answer is the same to the millisecond that it took: it was not asked again.
    assert json.loads(stream(client, name)[-1]["data"]) == json.loads(first[-1]["data"])


@pytest.mark.laws
def test_an_event_of_another_run_replays_all(client: TestClient) -> None:
    first = stream(client, "b" * 32)
    assert stream(client, "b" * 32, last="00000000-3") == first
    assert stream(client, "b" * 32, last="cualquier cosa") == first


@pytest.mark.laws
def test_a_name_belongs_to_one_question(client: TestClient) -> None:
    stream(client, "c" * 32)
    refused = client.post("/api/v1/chat", json={"turn": "c" * 32, "question": "otra"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "TURNO_DISTINTO")


def test_what_is_refused_before_a_turn_begins(client: TestClient) -> None:
    assert client.post("/api/v1/chat", json={"turn": "corto", "question": "40-A"}).status_code == 422
    unknown = client.delete(f"/api/v1/chat/{'d' * 32}")
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "TURNO_DESCONOCIDO")


def test_an_empty_question_ends_in_an_error_event(client: TestClient) -> None:
    (event,) = stream(client, "e" * 32, question="   ")
    assert (event["event"], json.loads(event["data"])["code"]) == ("error", "PREGUNTA_VACIA")


class Endless:
    """Answers with one status and then works for ever."""

    async def events(self, question: Question) -> AsyncIterator[Event]:
        yield StatusEvent(stage="understanding", text="Leyendo la pregunta")
        await asyncio.Event().wait()


class Broken:
    """Has a bug."""

    async def events(self, question: Question) -> AsyncIterator[Event]:
        yield StatusEvent(stage="understanding", text="Leyendo la pregunta")
        raise ZeroDivisionError


@pytest.mark.asyncio
async def test_a_quiet_turn_beats_and_a_stopped_one_says_so() -> None:
    turns = Turns(Endless())
    turn = turns.begin("x", QUESTION)
    seen = []
    async for text in turn.follow("", heartbeat=0.01):
        seen.append(text)
        if len(seen) == 3:
            turns.stop(QUESTION.caller.name, "x")
    assert seen[1].startswith(":")
    assert '"code":"DETENIDA"' in seen[-1]


@pytest.mark.asyncio
async def test_a_bug_ends_the_stream_with_an_error() -> None:
    seen = [text async for text in Turns(Broken()).begin("x", QUESTION).follow("")]
    assert '"code":"ERROR_INTERNO"' in seen[-1]


@pytest.mark.asyncio
async def test_the_turn_of_another_person_is_unknown() -> None:
    turns = Turns(Endless())
    turns.begin("x", QUESTION)
    with pytest.raises(NotFound):
        turns.stop("otra persona", "x")


@pytest.mark.asyncio
async def test_ended_turns_are_forgotten_and_running_ones_are_bounded() -> None:
    now = [0.0]
    turns = Turns(Endless(), clock=lambda: now[0])
    for number in range(MOST_RUNNING):
        turns.begin(str(number), QUESTION)
    with pytest.raises(Unavailable, match="demasiadas"):
        turns.begin("otra", QUESTION)
    await asyncio.sleep(0)
    for number in range(MOST_RUNNING):
        turns.stop(QUESTION.caller.name, str(number))
    await asyncio.sleep(0.01)
    now[0] = KEPT_SECONDS + 1
    turns.begin("otra", QUESTION)
    with pytest.raises(NotFound):
        turns.stop(QUESTION.caller.name, "0")
