"""The typed events that pass from step to step of a turn; each carries everything that the next one needs."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field
from workflows.events import Event, StartEvent

from assistant.acting.model import ActResult
from assistant.answers import Answer
from assistant.composing.extractive import Composition
from assistant.library import Snapshot
from assistant.understanding.understand import Understanding
from retriever.search import SearchResult
from tools.caller import ANONYMOUS, Caller


class Question(BaseModel):
    """What is asked, on which day (America/Mexico_City), by whom, and what the person said before."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    text: str
    today: date
    as_of: date | None = None
    caller: Caller = ANONYMOUS
    earlier: tuple[str, ...] = ()


class Asked(StartEvent):
    """A turn begins."""

    question: Question


class Understood(Event):
    """The message was read."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    question: Question
    understanding: Understanding


class Retrieved(Event):
    """The provisions were found, in one snapshot of the corpus that the rest of the turn keeps."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    question: Question
    understanding: Understanding
    snapshot: Snapshot
    result: SearchResult
    as_of: date | None = None
    notice: str = Field("", description="What the question takes for granted of a provision and is not so")

    @property
    def plainly_named(self) -> list[str]:
        """The provisions that the question names in words that can mean no other."""
        return [group[0] for group in self.result.named if len(group) == 1]


class Acted(Event):
    """Tools ran, or none was needed."""

    retrieved: Retrieved
    act: ActResult


class Composed(Event):
    """A draft answer exists; nothing of it has left yet."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    acted: Acted
    composition: Composition | None = None
    written_by: str = "extractive"
    answer: Answer | None = Field(
        None, description="A finished answer that needs no verification (notice, missing input)"
    )
