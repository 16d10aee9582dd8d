"""One turn: understand -> retrieve -> act -> compose -> verify. START READING HERE.

A LlamaIndex workflow with typed events; each step is a plain function of its input that can be run and tested alone.
What a step learns is streamed as `assistant.events`; sentences and citations leave only after verification.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any, Protocol

from workflows import Context, Workflow, step
from workflows.events import Event as WorkflowEvent
from workflows.events import StopEvent

from assistant import replies
from assistant.acting.model import ActResult
from assistant.answers import Answer, AnswerStatus
from assistant.comparing import side_by_side
from assistant.composing.composer import Composer
from assistant.composing.extractive import Composition
from assistant.events import DoneEvent, Event, StatusEvent, ToolEvent
from assistant.finishing import Finisher
from assistant.library import Library
from assistant.misplaced import misplaced
from assistant.saying import Saying
from assistant.steps import Acted, Asked, Composed, Question, Retrieved, Understood
from assistant.understanding.attacks import is_attack
from assistant.understanding.intents import Intent
from assistant.understanding.several import compared
from assistant.understanding.understand import Understanding, understand
from assistant.watching import UNWATCHED, Watcher
from corpus.errors import BadInput, Unavailable

MOST_SECONDS = 120.0
"""A turn that takes longer is given up; a model that hangs is left long before."""
SEARCHED = 10
"""Provisions that search hands to the composer."""


class Actor(Protocol):
    """Runs the tools that a message calls for."""

    def act(self, understanding: Understanding, question: Question) -> ActResult: ...


class _Streamed(WorkflowEvent):
    event: Any


class TurnWorkflow(Workflow):
    """The five steps. Built anew for each turn; what has been said of the answer is all that it keeps."""

    def __init__(
        self, library: Library, actor: Actor, composer: Composer, finisher: Finisher, watcher: Watcher
    ) -> None:
        # Its timeout reads the clock on the wall, which may jump: `Assistant.events` keeps the time instead.
        super().__init__(timeout=None)
        self._library = library
        self._actor = actor
        self._composer = composer
        self._finisher = finisher
        self._watcher = watcher
        self._saying = Saying(finisher)

    @step
    async def understand(self, ctx: Context, ev: Asked) -> Understood | StopEvent:
        """Read the message; a greeting or a matter of somebody else's ends the turn."""
        _say(ctx, StatusEvent(stage="understanding", text="Leyendo la pregunta"))
        question = ev.question
        with self._watcher.stage("understand"):
            found = understand(question.text, question.earlier)
            attack = is_attack(question.text)
        if attack:
            return StopEvent(result=replies.notice(AnswerStatus.REFUSED, replies.REFUSED))
        if found.intent is Intent.GREETING:
            return StopEvent(result=replies.notice(AnswerStatus.ANSWERED, replies.GREETING))
        if found.intent is Intent.OUTSIDE:
            return StopEvent(result=replies.notice(AnswerStatus.REFUSED, replies.OUTSIDE))
        return Understood(question=question, understanding=found)

    @step
    async def retrieve(self, ctx: Context, ev: Understood) -> Retrieved:
        """Search, always; the snapshot taken here is the one quoted and verified."""
        _say(ctx, StatusEvent(stage="retrieving", text="Buscando en la normativa"))
        as_of = ev.question.as_of or ev.understanding.as_of
        if as_of is not None and as_of.year == ev.question.today.year:
            as_of = min(as_of, ev.question.today)
        with self._watcher.stage("retrieve"):
            snapshot = self._library.snapshot()
            result = await asyncio.to_thread(
                snapshot.retriever.search, ev.understanding.standalone, k=SEARCHED, as_of=as_of
            )
            things = compared(ev.understanding.standalone)
            if things:
                result = await asyncio.to_thread(
                    side_by_side, snapshot.retriever, result, things, k=SEARCHED, as_of=as_of
                )
        return Retrieved(
            question=ev.question, understanding=ev.understanding, snapshot=snapshot, result=result, as_of=as_of
        )

    def _where_it_stands(self, found: Retrieved) -> Retrieved:
        """The same, or what another provision than the one named answers, where that one does settle it."""
        other = misplaced(found)
        if other is None or not self._finisher.settles(other.retrieved):
            return found
        return other.retrieved.model_copy(update={"notice": other.notice})

    @step
    async def act(self, ctx: Context, ev: Retrieved) -> Acted:
        """Run the tools that the message calls for, with arguments that stand in it."""
        with self._watcher.stage("act"):
            result = await asyncio.to_thread(self._actor.act, ev.understanding, ev.question)
        for call in result.calls:
            _say(ctx, ToolEvent(tool=call))
        # A calculation rests on its own bases: only what the provisions answer can stand in the wrong one.
        retrieved = ev if result.acted else await asyncio.to_thread(self._where_it_stands, ev)
        return Acted(retrieved=retrieved, act=result)

    @step
    async def compose(self, ctx: Context, ev: Acted) -> Composed:
        """Write the draft; of it leaves only what is verified already and no later step takes back."""
        _say(ctx, StatusEvent(stage="composing", text="Redactando con las fuentes"))

        async def say(verified: Composition) -> None:
            for event in await asyncio.to_thread(self._saying.early, ev, verified):
                _say(ctx, event)

        with self._watcher.stage("compose"):
            return await self._composer.compose(ev, say)

    @step
    async def verify(self, ctx: Context, ev: Composed) -> StopEvent:
        """Check every citation, quote and figure; drop or fall back; decide whether there is a criterion."""
        _say(ctx, StatusEvent(stage="verifying", text="Verificando citas"))
        with self._watcher.stage("verify"):
            answer = await asyncio.to_thread(self._finisher.finish, ev)
        answer.composer = ev.written_by
        for event in self._saying.news(answer.citations, answer.sentences):
            _say(ctx, event)
        return StopEvent(result=answer)


class Assistant:
    """Answers questions. Holds the parts of a turn; safe to share between requests."""

    def __init__(
        self,
        library: Library,
        actor: Actor,
        composer: Composer,
        finisher: Finisher,
        watcher: Watcher = UNWATCHED,
    ) -> None:
        self.library = library
        self._watcher = watcher
        self._parts = (library, actor, composer, finisher, watcher)

    async def events(self, question: Question) -> AsyncIterator[Event]:
        """The turn as events, ending in `DoneEvent`.

        Raises:
            BadInput: PREGUNTA_VACIA, nothing was asked; PREGUNTA_LARGA, more than 20,000 characters.
            Unavailable: the corpus or the index is missing; the message says what to run. RESPUESTA_TARDADA, it took
                longer than `MOST_SECONDS`.
        """
        began = time.perf_counter()
        _check(question.text)
        handler = TurnWorkflow(*self._parts).run(start_event=Asked(question=question))
        streamed = handler.stream_events()
        deadline = asyncio.get_running_loop().time() + MOST_SECONDS
        try:
            while True:
                async with asyncio.timeout_at(deadline):
                    event = await anext(streamed, None)
                if event is None:
                    break
                if isinstance(event, _Streamed):
                    yield event.event
        except TimeoutError as error:
            await handler.cancel_run()
            raise Unavailable(
                "RESPUESTA_TARDADA", "La respuesta tardó demasiado.", "Vuelva a preguntar en un momento."
            ) from error
        except (asyncio.CancelledError, GeneratorExit):
            await handler.cancel_run()  # nobody waits for the answer: the model is not left writing it
            raise
        answer: Answer = await handler
        answer.ms = round((time.perf_counter() - began) * 1000, 1)
        self._watcher.answered(answer.status, answer.composer)
        yield DoneEvent(answer=answer)

    async def answer(self, question: Question) -> Answer:
        """The whole answer at once."""
        async for event in self.events(question):
            if isinstance(event, DoneEvent):
                return event.answer
        raise AssertionError("a turn ends with a done event or raises")


def _say(ctx: Context, event: Event) -> None:
    ctx.write_event_to_stream(_Streamed(event=event))


def _check(text: str) -> None:
    if not text.strip():
        raise BadInput("PREGUNTA_VACIA", "No escribió ninguna pregunta.", replies.EMPTY)
    if len(text) > 20_000:
        raise BadInput("PREGUNTA_LARGA", "La pregunta pasa de 20,000 caracteres.", "Resúmala o pregunte por partes.")
