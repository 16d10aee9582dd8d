"""What a turn tells of itself to whoever watches it: how long each stage took, what was rejected, how it ended.

The assistant knows the shape only; `api/observability` turns it into metrics and traces. Nothing that a person wrote
passes through here: names of stages, codes of faults, and the status of the answer.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

STAGES = ("understand", "retrieve", "act", "compose", "verify")
"""The stages of a turn, in order."""


class Watcher(Protocol):
    """Who is told. Called from several threads and turns at once."""

    def stage(self, name: str) -> AbstractContextManager[object]:
        """Surrounds the work of one of `STAGES`."""
        ...

    def rejected(self, fault: str) -> None:
        """The verifier found `fault` (a code of `verification.Fault`) in a sentence of a draft."""
        ...

    def answered(self, status: str, composer: str) -> None:
        """A turn ended with an answer of that status (`AnswerStatus`), written by that composer."""
        ...


class Unwatched:
    """Nobody watches: the command line and the evaluations."""

    def stage(self, name: str) -> AbstractContextManager[object]:  # noqa: ARG002 - the shape of a Watcher
        """Nothing."""
        return nullcontext()

    def rejected(self, fault: str) -> None:
        """Nothing."""

    def answered(self, status: str, composer: str) -> None:
        """Nothing."""


UNWATCHED = Unwatched()
