"""Terms of texts that nobody would write on purpose."""

from __future__ import annotations

import pytest

from assistant.verification.text import Kind, terms


@pytest.mark.parametrize("text", ["\u094d", "\u0301", "\u094d \u0301"])
def test_a_lone_combining_mark_is_a_sign(text: str) -> None:
    assert {term.kind for term in terms(text)} <= {Kind.SIGN}
