"""What a turn sends while it works, in the order in which it becomes true. Nothing unverified is ever sent.

A sentence or citation may leave before the answer is whole. One that comes again with the same position or number takes
the place of the earlier; `done` is the answer, whatever came before it.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from assistant.answers import Answer, Citation, Sentence, ToolCall


class StatusEvent(BaseModel):
    """A stage began: understanding, retrieving, acting, composing or verifying."""

    kind: Literal["status"] = "status"
    stage: str
    text: str


class ToolEvent(BaseModel):
    """A tool ran."""

    kind: Literal["tool"] = "tool"
    tool: ToolCall


class SentenceEvent(BaseModel):
    """A verified sentence, in its place in the answer."""

    kind: Literal["sentence"] = "sentence"
    position: int
    sentence: Sentence


class CitationEvent(BaseModel):
    """A verified citation, sent before the first sentence that rests on it; `number` is its mark."""

    kind: Literal["citation"] = "citation"
    number: int
    citation: Citation


class DoneEvent(BaseModel):
    """The whole answer."""

    kind: Literal["done"] = "done"
    answer: Answer


class ErrorEvent(BaseModel):
    """The turn could not end; `message` says what to do."""

    kind: Literal["error"] = "error"
    code: str
    message: str


Event = StatusEvent | ToolEvent | SentenceEvent | CitationEvent | DoneEvent | ErrorEvent
