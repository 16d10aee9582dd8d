"""From an understood message to the tool that it calls for."""

from __future__ import annotations

from assistant.acting.model import ActResult
from assistant.steps import Question
from assistant.understanding.understand import Understanding


class Dispatcher:
    """Runs tools by code when the intent is clear and the arguments are complete."""

    def act(self, understanding: Understanding, question: Question) -> ActResult:
        """Nothing yet for a plain question."""
        return ActResult()
