"""Which model may read sentences a second time: the one that passed the exam, as it was asked then.

<state>/second_reader.json    server, model, fingerprint of the instructions, the marks of the exam and its day
"""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ValidationError

from assistant.prompts import load_prompt
from assistant.second_reading.reader import INSTRUCTIONS
from corpus.errors import Unavailable

CAUGHT_AT_LEAST, REJECTED_AT_MOST = 0.99, 0.03
"""The aim of the verifier on new sentences: false ones caught, true ones wrongly rejected."""


class Admission(BaseModel):
    """The marks of a model: of the `false` sentences of the exam it `caught` so many; of the `true`, `rejected`."""

    server: str
    model: str
    instructions: str
    caught: int
    false: int
    rejected: int
    true: int
    on: date

    @property
    def passed(self) -> bool:
        """Whether the marks reach the aim."""
        caught_enough = self.caught >= CAUGHT_AT_LEAST * self.false
        return bool(self.false and self.true) and caught_enough and self.rejected <= REJECTED_AT_MOST * self.true

    def covers(self, server: str, model: str) -> bool:
        """Whether it is this model that passed, asked with the instructions of today."""
        return self.passed and (self.server, self.model, self.instructions) == (server, model, instructions_now())


def instructions_now() -> str:
    """The fingerprint of what the reader is told."""
    return hashlib.sha256(load_prompt(INSTRUCTIONS).encode()).hexdigest()[:16]


def load_admission(state_dir: Path) -> Admission | None:
    """The last exam passed in this state; None where there is none.

    Raises:
        Unavailable: LECTOR_ILEGIBLE, the file is damaged.
    """
    path = _path(state_dir)
    try:
        return Admission.model_validate_json(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (ValidationError, UnicodeDecodeError, OSError) as error:
        raise Unavailable(
            "LECTOR_ILEGIBLE",
            f"No se puede leer el examen del lector ({path.name}).",
            "Repita el examen: criterio eval reader",
        ) from error


def save_admission(state_dir: Path, admission: Admission) -> None:
    """Keep the marks, in place of those of any earlier exam."""
    path = _path(state_dir)
    part = path.with_suffix(".part")
    part.write_text(admission.model_dump_json(indent=1) + "\n", "utf-8")
    part.replace(path)


def withdraw_admission(state_dir: Path, server: str, model: str) -> None:
    """Let a model read no more; where the file cannot be read, any."""
    try:
        held = load_admission(state_dir)
    except Unavailable:
        held = None
    if held is None or (held.server, held.model) == (server, model):
        _path(state_dir).unlink(missing_ok=True)


def _path(state_dir: Path) -> Path:
    return state_dir / "second_reader.json"
