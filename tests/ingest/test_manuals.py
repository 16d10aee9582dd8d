from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import BadInput
from corpus.provisions import Instrument, InstrumentKind, ProvisionKind
from ingest.catalogue import Catalogue
from ingest.manual_parser import parse_manual
from ingest.readers import read_file

ROOT = Path(__file__).resolve().parents[2]
MANUAL = Instrument("MANUAL-X", InstrumentKind.MANUAL, "Manual", "s/f")


@pytest.mark.parametrize(
    ("name", "instrument", "chapter", "functions", "incisos"),
    [
        ("7.1.3-departamento-de-supervision-de-cobranza.txt", "MANUAL-JSAC", "7.1.3", 77, 0),
        ("7.3.1.2-division-de-cobro-coactivo.txt", "MANUAL-DIR", "7.3.1.2", 26, 8),
    ],
)
def test_the_two_chapters_are_complete(
    catalogue: Catalogue, name: str, instrument: str, chapter: str, functions: int, incisos: int
) -> None:
    document = read_file(ROOT / "corpus" / "manual" / name, catalogue)
    roots = [p for p in document.provisions if p.kind is ProvisionKind.NUMERAL]
    assert [root.id for root in roots] == [f"{instrument}:{chapter}/{n}" for n in range(1, functions + 1)]
    assert sum(p.kind is ProvisionKind.INCISO for p in document.provisions) == incisos
    assert document.problems == []
    assert not any("MANUAL DE ORGANIZACIÓN" in root.text or "\f" in root.text for root in roots)


def test_near_duplicates_are_all_kept(catalogue: Catalogue) -> None:
    document = read_file(next((ROOT / "corpus" / "manual").glob("7.1.3*")), catalogue)
    texts = [p.text for p in document.provisions if p.number in ("7.1.3/12", "7.1.3/34", "7.1.3/76")]
    assert len(texts) == 3
    assert all("pago virtual" in text for text in texts)


def test_a_page_break_does_not_cut_a_function() -> None:
    text = (
        "MANUAL DE ORGANIZACIÓN DE LA X\n\n7.9 Área\n\n1. Revisar los expedientes y\n\n\f\n\n"
        "MANUAL DE ORGANIZACIÓN DE LA X\n\nlas carpetas:\n - a) Las rojas.\n - b) Las azules.\n2. Nada.\n"
    )
    provisions, problems, _ = parse_manual(text, MANUAL)
    assert problems == []
    assert provisions[0].text == "Revisar los expedientes y las carpetas:\na) Las rojas.\nb) Las azules."
    assert provisions[0].pages == (1, 2)
    assert [p.id for p in provisions][1:3] == ["MANUAL-X:7.9/1/a", "MANUAL-X:7.9/1/b"]
    assert provisions[2].text == "b) Las azules."
    assert provisions[0].text[provisions[2].start : provisions[2].end] == provisions[2].text


def test_a_missing_function_is_reported() -> None:
    provisions, problems, _ = parse_manual("MANUAL DE ORGANIZACIÓN\n7.9 Área\n1. Uno.\n3. Tres.\n", MANUAL)
    assert [provision.text for provision in provisions] == ["Uno.", "Tres."]
    assert [problem.code for problem in problems] == ["SALTO_DE_NUMERACION"]


def test_a_text_without_chapter_is_refused() -> None:
    with pytest.raises(BadInput) as refusal:
        parse_manual("MANUAL DE ORGANIZACIÓN\nNada.", MANUAL)
    assert refusal.value.code == "MANUAL_SIN_CAPITULO"
