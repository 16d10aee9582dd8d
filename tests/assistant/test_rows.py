"""A reply read in pieces gives the rows of the whole, wherever it is cut."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.models.model import ModelFailed
from assistant.models.rows import RowReader

TEXT = st.text(max_size=40) | st.sampled_from(['«{"oraciones": [{', '\\"}]', "[RFC-1]", "ñ\\", "😀"])
VALUES = st.recursive(
    TEXT | st.integers() | st.none() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
ROW = st.dictionaries(TEXT, VALUES, max_size=3)
BESIDE = st.dictionaries(TEXT.filter(lambda name: name != "oraciones"), VALUES, max_size=2)


@st.composite
def replies(draw: st.DrawFn) -> tuple[str, list[Any]]:
    rows, before, after = draw(st.lists(ROW, max_size=4)), draw(BESIDE), draw(BESIDE)
    reply = {**before, "oraciones": rows, **{name: value for name, value in after.items() if name not in before}}
    text = json.dumps(reply, ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from([None, 1])))
    return draw(st.sampled_from(["{}", "```json\n{}\n```", "```\n{}```", "\n {} \n"])).replace("{}", text), rows


@given(replies(), st.lists(st.integers(0, 400), max_size=30))
def test_any_cut_gives_the_same_rows(reply: tuple[str, list[Any]], cuts: list[int]) -> None:
    text, rows = reply
    reader, read = RowReader("oraciones"), []
    places = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    for start, end in pairwise(places):
        read += reader.feed(text[start:end])
    reader.end()
    assert read == rows
    assert reader.closed


def test_a_row_is_given_with_the_piece_that_closes_it() -> None:
    reader = RowReader("oraciones")
    assert reader.feed('{"oraciones": [{"texto": "a"') == []
    assert reader.feed('}, {"texto"') == [{"texto": "a"}]
    assert not reader.closed


@pytest.mark.parametrize(
    "broken",
    [
        "Claro: {}",
        'Aquí va: {"oraciones": [{"texto": "a"}]}',
        '{"oraciones": [{"texto": a}]}',
        '{"oraciones": [{"texto": "a"}]',
        '{"oraciones": [{"texto": "a"}]} y más',
        '{"oraciones": [{"texto": "a"}]}{}',
        '[{"texto": "a"}]',
        "[" * 100_000,
        "}" * 1000,
        "",
    ],
)
def test_what_is_no_object_is_refused(broken: str) -> None:
    with pytest.raises(ModelFailed) as refusal:
        _read(broken)
    assert refusal.value.code == "MODELO_ILEGIBLE"


def _read(text: str) -> None:
    reader = RowReader("oraciones")
    reader.feed(text)
    reader.end()


def test_only_the_list_asked_for_is_read() -> None:
    reply = {"otras": [{"texto": "x"}], "dentro": {"oraciones": [{"texto": "y"}]}, "oraciones": [{"texto": "a"}]}
    assert RowReader("oraciones").feed(json.dumps(reply)) == [{"texto": "a"}]
