"""Headings and glossary: what is wrong is named with its file and its entry; what is ours is valid."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.editorial import load_companions, load_glossary, load_headings
from corpus.errors import BadInput
from corpus.settings import Settings

OURS = Settings().editorial_dir


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("LSS:1:\n  heading: uno\nLSS:1:\n  heading: dos\n", "«LSS:1» está dos veces"),
        ("artículo 1:\n  heading: uno\n", "artículo 1"),
        ("LSS:1:\n  questions: []\n", "falta «heading»"),
        ("LSS:1:\n  heading: uno\n  questions: [1]\n", "«questions» debe ser una lista de textos"),
        ("LSS:1: uno\n", "LSS:1"),
        ("- LSS:1\n", "mapa"),
        ("LSS:1: {heading: [\n", "YAML"),
    ],
)
def test_an_invalid_heading_is_named(tmp_path: Path, text: str, named: str) -> None:
    folder = write(tmp_path, "headings/prueba.yaml", text)
    with pytest.raises(BadInput) as caught:
        load_headings(folder)
    assert caught.value.code == "EDITORIAL_INVALIDO"
    assert "prueba.yaml" in caught.value.message
    assert named in caught.value.message


def test_a_provision_may_stand_in_one_file_only(tmp_path: Path) -> None:
    write(tmp_path, "headings/a.yaml", "LSS:1:\n  heading: uno\n")
    write(tmp_path, "headings/b.yaml", "LSS:1:\n  heading: otro\n")
    with pytest.raises(BadInput, match=r"b\.yaml"):
        load_headings(tmp_path)


def test_a_heading_may_name_a_fraction(tmp_path: Path) -> None:
    write(tmp_path, "headings/a.yaml", "LSS:304-A/XII:\n  heading: uno\n  questions: ['¿qué?']\n")
    heading = load_headings(tmp_path)["LSS:304-A/XII"]
    assert (heading.root, heading.questions) == ("LSS:304-A", ("¿qué?",))


def test_an_office_may_have_neither(tmp_path: Path) -> None:
    assert load_headings(tmp_path) == {}
    assert load_glossary(tmp_path) == []


def test_our_glossary_defines_every_term_once() -> None:
    glossary = load_glossary(OURS)
    assert len(glossary) >= 120
    for entry in glossary:
        assert entry.definition[-1] in ".»", entry.term
        assert len(set(entry.spoken)) == len(entry.spoken), entry.term


def test_our_headings_are_valid_and_repeat_no_question() -> None:
    asked: dict[str, str] = {}
    for heading in load_headings(OURS).values():
        for question in heading.questions:
            assert asked.setdefault(question, heading.provision) == heading.provision, question


def test_companions_are_ids(tmp_path: Path) -> None:
    assert load_companions(tmp_path) == {}
    assert load_companions(OURS)["LSS:40-A"][0] == "CFF:21"
    with pytest.raises(BadInput, match="LSS:1"):
        load_companions(write(tmp_path, "companions.yaml", "LSS:1: CFF:2\n"))
