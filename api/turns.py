"""Turns that outlive their connection: a turn works on by itself, its events are kept some minutes, and whoever lost
the stream takes it up where it broke. In memory: another process does not know them, and runs the question again.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable
from typing import Protocol

from api import sse
from assistant.answers import Answer
from assistant.events import DoneEvent, ErrorEvent, Event
from assistant.steps import Question
from corpus.errors import Conflict, CriterioError, NotFound, Unavailable

KEPT_SECONDS = 600.0
MOST_RUNNING = 32
HEARTBEAT_SECONDS = 10.0
_STOPPED = Conflict("DETENIDA", "La respuesta se detuvo.", "Vuelva a preguntar.")
Keep = Callable[[Answer], object]
"""Keeps a finished answer (in a conversation)."""
_log = logging.getLogger(__name__)


class Answering(Protocol):
    """What answers a question as events; `assistant.turn.Assistant` is it."""

    def events(self, question: Question) -> AsyncIterator[Event]: ...


class Turn:
    """One question at work, its events so far, and those who wait for the next."""

    def __init__(self, question: Question, keep: Keep | None = None) -> None:
        self.question = question
        self.keep = keep
        self.ended_at: float | None = None
        self._blocks: list[str] = []
        # An identifier of another run (before a restart) must not pass for a place in this one.
        self._run = secrets.token_hex(4)
        self._news = asyncio.Event()

    def say(self, event: Event) -> None:
        """Keep an event and wake those who follow."""
        self._blocks.append(sse.block(f"{self._run}-{len(self._blocks) + 1}", event))
        self._wake()

    def end(self, now: float) -> None:
        """Nothing more comes."""
        self.ended_at = now
        self._wake()

    async def follow(self, last: str, heartbeat: float = HEARTBEAT_SECONDS) -> AsyncIterator[str]:
        """The events after the identifier `last` (all of them when it is not of this run), until the turn ends."""
        run, _, number = last.partition("-")
        sent = int(number) if run == self._run and number.isdecimal() else 0
        while True:
            for text in self._blocks[sent:]:
                sent += 1
                yield text
            if sent < len(self._blocks):
                continue
            if self.ended_at is not None:
                return
            try:
                await asyncio.wait_for(self._news.wait(), heartbeat)
            except TimeoutError:
                yield sse.HEARTBEAT

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


class Turns:
    """The turns of this process, by who asked and the name that their page gave them."""

    def __init__(self, assistant: Answering, clock: Callable[[], float] = time.monotonic) -> None:
        self._assistant = assistant
        self._clock = clock
        self._turns: dict[tuple[str, str], Turn] = {}
        self._tasks: dict[tuple[str, str], asyncio.Task[None]] = {}

    def begin(self, name: str, question: Question, keep: Keep | None = None) -> Turn:
        """The turn of that name; the same name and words join the turn that is there, so a retry never asks twice.

        `keep` receives the answer before anyone sees that it is done.

        Raises:
            Conflict: TURNO_DISTINTO, the name is of another question.
            Unavailable: SERVIDOR_OCUPADO, too many questions are being answered.
        """
        self._forget()
        key = (question.caller.name, name)
        turn = self._turns.get(key)
        if turn is not None:
            if turn.question.text != question.text:
                raise Conflict("TURNO_DISTINTO", "Ese turno es de otra pregunta.", "Use un nombre nuevo.")
            return turn
        if len(self._tasks) >= MOST_RUNNING:
            raise Unavailable("SERVIDOR_OCUPADO", "Hay demasiadas preguntas a la vez.", "Intente en un momento.")
        turn = self._turns[key] = Turn(question, keep)
        task = self._tasks[key] = asyncio.create_task(self._work(turn))
        task.add_done_callback(lambda ended: self._ended(key, turn, ended))
        return turn

    def stop(self, caller: str, name: str) -> None:
        """Stop a turn; one that has ended stays as it is.

        Raises:
            NotFound: TURNO_DESCONOCIDO.
        """
        if (caller, name) not in self._turns:
            raise NotFound("TURNO_DESCONOCIDO", "Esa respuesta ya no está en curso.", "Vuelva a preguntar.")
        task = self._tasks.get((caller, name))
        if task is not None:
            task.cancel()

    async def _work(self, turn: Turn) -> None:
        async for event in self._assistant.events(turn.question):
            if turn.keep is not None and isinstance(event, DoneEvent):
                await _kept(turn.keep, event.answer)
            turn.say(event)

    def _ended(self, key: tuple[str, str], turn: Turn, task: asyncio.Task[None]) -> None:
        del self._tasks[key]
        error = _STOPPED if task.cancelled() else task.exception()
        if isinstance(error, CriterioError):
            turn.say(ErrorEvent(code=error.code, message=str(error)))
        elif error is not None:
            # A 500 cannot be sent any more: the stream has begun, and its reader must not wait for ever.
            _log.error("a turn failed", exc_info=error)
            turn.say(ErrorEvent(code="ERROR_INTERNO", message="Algo falló de nuestro lado. Vuelva a preguntar."))
        turn.end(self._clock())

    def _forget(self) -> None:
        oldest = self._clock() - KEPT_SECONDS
        for key in [key for key, turn in self._turns.items() if turn.ended_at is not None and turn.ended_at < oldest]:
            del self._turns[key]


async def _kept(keep: Keep, answer: Answer) -> None:
    """Keep an answer; one that cannot be kept is still given, and says so."""
    try:
        await asyncio.to_thread(keep, answer)
    except CriterioError as error:
        answer.notices.append(f"La respuesta no se guardó en la conversación. {error}")
