"""What acting yields: tool calls that ran, or one question back, or nothing."""

from __future__ import annotations

from pydantic import BaseModel, Field

from assistant.answers import AnswerStatus, MissingInput, Sentence, ToolCall


class ActResult(BaseModel):
    """`sentences` are the figures in words; `bases` the provision ids that the calculation rests on."""

    calls: list[ToolCall] = Field(default_factory=list)
    sentences: list[Sentence] = Field(default_factory=list)
    bases: list[str] = Field(default_factory=list)
    missing: MissingInput | None = None
    status: AnswerStatus = AnswerStatus.ANSWERED

    @property
    def acted(self) -> bool:
        """Whether anything came of it."""
        return bool(self.calls or self.missing)
