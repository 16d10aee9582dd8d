"""A long conversation in short keeps every citation and every figure."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from assistant.conversations.models import Exchange
from assistant.conversations.summary import RECENT, earlier_messages, summarise

from .conftest import answer

_ROWS = st.lists(st.tuples(st.text(min_size=1, max_size=300), st.integers(1, 300), st.integers(1, 10**9)), max_size=30)


@given(_ROWS)
def test_no_citation_and_no_figure_is_lost(rows: list[tuple[str, int, int]]) -> None:
    branch = [
        Exchange(
            id=number,
            asked=asked,
            answer=answer(cited=f"LSS:{article}", figure=f"Total: ${amount / 100:,.2f}.").model_dump(mode="json"),
            at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        for number, (asked, article, amount) in enumerate(rows)
    ]
    short = summarise(branch)
    assert len(short) == max(0, len(rows) - RECENT)
    for remembered, (_, article, amount) in zip(short, rows, strict=False):
        assert remembered.citations == [f"LSS:{article}"]
        assert remembered.figures == [f"Total: ${amount / 100:,.2f}."]
        assert len(remembered.question) <= 141
    assert earlier_messages(branch) == tuple(asked for asked, _, _ in rows)[-20:]
