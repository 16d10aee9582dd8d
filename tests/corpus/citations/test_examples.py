"""Every written form in `examples.yaml` is read as it says, and its spans are the text they claim."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.citations import find_citations, load_forms, parse_query

EXAMPLES: dict[str, list[Any]] = yaml.safe_load(Path(__file__).with_name("examples.yaml").read_text(encoding="utf-8"))
PLAIN = [
    (section, *case)
    for section, cases in EXAMPLES.items()
    for case in cases
    if section not in ("en_contexto", "busquedas")
]


@pytest.mark.parametrize(("section", "text", "reads"), PLAIN, ids=lambda value: str(value)[:60])
def test_written_form_is_read(section: str, text: str, reads: list[str]) -> None:
    found = find_citations(text)
    assert [citation.reads() for citation in found] == reads
    for citation in found:
        assert text[citation.start : citation.end] == citation.raw


@pytest.mark.parametrize(("text", "context", "reads"), EXAMPLES["en_contexto"], ids=lambda value: str(value)[:60])
def test_text_of_a_provision_is_read_in_its_context(text: str, context: str, reads: list[str]) -> None:
    assert [citation.reads() for citation in find_citations(text, load_forms().context_of(context))] == reads


@pytest.mark.parametrize(("text", "reads"), EXAMPLES["busquedas"], ids=lambda value: str(value)[:60])
def test_search_box_is_read(text: str, reads: list[str]) -> None:
    assert [citation.reads() for citation in parse_query(text)] == reads


def test_there_are_several_hundred_examples() -> None:
    assert sum(len(cases) for cases in EXAMPLES.values()) >= 400


@pytest.mark.parametrize(
    "section_text_reads",
    [case for case in PLAIN if case[2] and "|" not in "".join(case[2]) and case[0] not in ("contexto", "ids")],
    ids=lambda case: case[1][:60],
)
def test_missing_accents_change_nothing(section_text_reads: tuple[str, str, list[str]]) -> None:
    _, text, reads = section_text_reads
    unaccented = text.translate(str.maketrans("áéíóúÁÉÍÓÚ", "aeiouAEIOU"))
    found = [_plain(citation.reads()) for citation in find_citations(unaccented)]
    assert found == [_plain(item) for item in reads]


def _plain(reads: str) -> str:
    return reads.translate(str.maketrans("áéíóúÁÉÍÓÚ", "aeiouAEIOU"))
