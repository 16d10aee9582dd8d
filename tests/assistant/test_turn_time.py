"""A turn keeps its own time: the clock on the wall may jump, and one that hangs is given up with a clear error."""

from __future__ import annotations

import asyncio
import time
from datetime import date
from pathlib import Path

import pytest

from assistant import turn
from assistant.acting.model import ActResult
from assistant.answers import AnswerStatus
from assistant.build import build_assistant, build_library
from assistant.steps import Question
from assistant.turn import Assistant
from corpus.errors import Unavailable
from corpus.settings import Settings

ASKED = Question(text="¿Quién supervisa la notificación de los créditos?", today=date(2026, 11, 21))


def _assistant(state: Path, actor: turn.Actor) -> Assistant:
    settings = Settings(state_dir=state)
    whole = build_assistant(settings, build_library(settings))
    library, _, *rest = whole._parts
    return Assistant(library, actor, *rest)


def test_a_clock_that_jumps_two_hours_costs_no_answer(indexed_state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Jump:
        def act(self, understanding: object, question: Question) -> ActResult:
            real = time.time
            monkeypatch.setattr(time, "time", lambda: real() + 7200)
            return ActResult()

    answer = asyncio.run(_assistant(indexed_state, Jump()).answer(ASKED))
    assert answer.status in (AnswerStatus.ANSWERED, AnswerStatus.NO_CRITERION)


def test_a_turn_that_hangs_is_given_up(indexed_state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Hangs:
        def act(self, understanding: object, question: Question) -> ActResult:
            time.sleep(3)
            return ActResult()

    assistant = _assistant(indexed_state, Hangs())
    asyncio.run(assistant.answer(Question(text="hola", today=date(2026, 11, 21))))
    monkeypatch.setattr(turn, "MOST_SECONDS", 0.5)
    with pytest.raises(Unavailable) as refusal:
        asyncio.run(assistant.answer(ASKED))
    assert refusal.value.code == "RESPUESTA_TARDADA"
