"""A calculation is not answered with the remark that a provision is of something else."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

from assistant.build import build_assistant
from assistant.library import Library
from assistant.steps import Question
from corpus.settings import Settings


def test_the_fine_of_a_fraction_is_computed(library: Library, laws_state: Path) -> None:
    asked = "¿De cuánto a cuánto es la multa por la fracción II del artículo 304 A?"
    assistant = build_assistant(Settings(state_dir=laws_state), library)
    answer = asyncio.run(assistant.answer(Question(text=asked, today=date(2026, 11, 21))))
    assert [call.name for call in answer.tools] == ["multa_304b"]
    assert answer.answer.startswith("La multa va de $2,346.20 a $41,058.50")
    assert "no trata de lo que se pregunta" not in answer.answer
