"""Small bodies, each with what it must become."""

from __future__ import annotations

import pytest

from corpus.citations import format_citation, public_label
from corpus.citations.documents import find_asked_documents
from corpus.document_numbers import document_id, document_name
from corpus.provisions import Instrument, InstrumentKind
from ingest.circulars.head import read_head
from ingest.circulars.pieces import grow
from ingest.circulars.points import read_points
from ingest.circulars.read import read_circular
from ingest.documents.model import Block, Paper
from ingest.documents.plain import read_text


def blocks(*texts: str) -> list[Block]:
    return [Block(text) for text in texts]


def shape(*texts: str) -> dict[str, list[str]]:
    """The nodes of each point by their paths."""
    return {point.number: [piece.path for piece in grow(point)[1]] for point in read_points(blocks(*texts)).points}


def test_reasons_are_not_points() -> None:
    body = read_points(blocks("CONSIDERANDO", "1. Que uno.", "2. Que dos.", "Se dicta el ACUERDO", "1. Se aprueba."))
    assert [point.number for point in body.points] == ["Proemio", "1"]
    assert [block.text for block in body.points[0].blocks][:3] == ["1. Que uno.", "2. Que dos.", "Se dicta el ACUERDO"]


def test_numerals_nest_and_a_list_that_starts_again_goes_under_its_paragraph() -> None:
    found = shape(
        "1. Uno:", "1.1 Primero:", "a) x;", "b) y.", "1.2 Segundo.", "Otra lista:", "a) z;", "b) w.", "2. Dos."
    )
    assert found == {"1": ["p1", "1", "1/a", "1/b", "2", "p2", "a", "b"], "2": []}
    assert shape("1. Uno:", "a) x;", "Otra:", "a) z.")["1"] == ["p1", "a", "p2", "p2/a"]


def test_a_gap_is_reported_and_a_year_opens_nothing() -> None:
    body = read_points(blocks("1. Uno.", "2026. Año de prueba.", "3. Tres."))
    assert [problem.code for problem in body.problems] == ["SALTO_DE_NUMERACION"]
    assert body.points[0].blocks[1].text == "2026. Año de prueba."


def test_without_points_the_document_is_one() -> None:
    body = read_points(blocks("Se les recuerda el horario.", "Gracias.", "ATENTAMENTE", "Persona Inventada"))
    assert [(point.number, len(point.blocks)) for point in body.points] == [("1", 2)]
    assert [block.text for block in body.closing] == ["ATENTAMENTE", "Persona Inventada"]


@pytest.mark.parametrize(
    ("line", "kind", "number"),
    [
        ("OFICIO CIRCULAR No. 0952179000/UFC/USE/UISS/23", InstrumentKind.CIRCULAR, "0952179000/UFC/USE/UISS/23"),
        ("Circular núm. 07/2026", InstrumentKind.CIRCULAR, "07/2026"),
        ("ACDO.AS2.HCT.300419/150.P.DIR", InstrumentKind.ACUERDO, "ACDO.AS2.HCT.300419/150.P.DIR"),
        ("Oficio: 12/FICT-3/2026", InstrumentKind.OFICIO, "12/FICT-3/2026"),
        ("Criterio normativo 05/2026/CV", InstrumentKind.CRITERIO, "05/2026/CV"),
    ],
)
def test_numbers_and_ids_read_both_ways(line: str, kind: InstrumentKind, number: str) -> None:
    head = read_head(Paper(blocks(line, "Asunto: Prueba", "Fecha: 3/02/2026", "1. Uno.")))
    assert head is not None
    assert (head.kind, head.number, head.subject, str(head.day)) == (kind, number, "Prueba", "2026-02-03")
    assert document_name(document_id(kind, number)).endswith(number)


@pytest.mark.parametrize(
    "text", ["Se cita la circular 07/2026 en este párrafo.", "Oficio de partes", "Acuerdo de 2026"]
)
def test_a_mention_is_not_the_number_of_the_document(text: str) -> None:
    assert read_head(Paper(blocks(text))) is None


def test_how_a_point_is_cited() -> None:
    point = f"{document_id(InstrumentKind.CIRCULAR, '09/FICT/2026')}:2/a"
    assert format_citation(point) == "punto 2, inciso a), de la circular 09/FICT/2026"
    assert format_citation(point, "short") == "circular 09/FICT/2026, punto 2, inciso a)"
    assert public_label(point) == "punto 2, inciso a)"


def read_lines(text: str) -> tuple[Instrument, dict[str, str]]:
    """The instrument of a plain text and the texts of its points."""
    circular = read_circular(read_text("x.txt", text.encode()), "x.txt", "0" * 64)
    assert circular is not None
    points = {p.id.partition(":")[2]: p.text for p in circular.provisions if p.is_root}
    return circular.instrument, points


def test_numbered_sections_are_points_also_where_they_are_called_like_headings() -> None:
    instrument, points = read_lines(
        "Oficio No. 0952/FICT/112/2026\nCiudad de México, a 3 de marzo de 2026.\nAsunto: Aplicación de pagos\n"
        "parciales en convenios.\n\nTITULARES DE LAS SUBDELEGACIONES\nP R E S E N T E S\n\n"
        "I. ANTECEDENTES\n\nHubo otro oficio.\n\nII. CRITERIO\n\nSe aplica lo nuevo.\n\nAtentamente\nEl Titular\n"
    )
    assert instrument.title == "Oficio 0952/FICT/112/2026. Aplicación de pagos parciales en convenios"
    assert points == {"1": "ANTECEDENTES\nHubo otro oficio.", "2": "CRITERIO\nSe aplica lo nuevo."}


def test_points_that_follow_one_another_in_a_paragraph_are_parted() -> None:
    instrument, points = read_lines(
        "ACUERDO ACDO.SA2.HCT.270525/150.P.FICT\n\nEste Consejo, el 27 de mayo de 2025, Acuerda: Primero.- Autorizar "
        "las reglas. Segundo.- Publicarlas, con lo que dispone el punto Primero. Tercero.- Entra en vigor mañana.\n"
    )
    assert (instrument.id, instrument.version) == ("ACDO-SA2.HCT.270525-150.P.FICT", "2025-05-27")
    assert list(points) == ["Proemio", "1", "2", "3"]
    assert points["2"] == "Publicarlas, con lo que dispone el punto Primero."


def test_an_annex_keeps_its_own_numbers() -> None:
    _, points = read_lines("Circular 15/2026\n\n1.- Uno.\n2.- Dos.\nANEXO ÚNICO\nFORMATO\n1. Nombre.\n2. Firma.\n")
    assert points == {"1": "Uno.", "2": "Dos.", "Anexo-Único": "FORMATO\n1. Nombre.\n2. Firma."}


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("Oficio No. 09 52 17 1000/FICT/116/2026", "0952171000/FICT/116/2026"),
        ("Oficio: 09 B5 61 61 2500/2026/0123", "09B561612500/2026/0123"),
        ("OFICIO-CIRCULAR FICT-COB-125-2026", "FICT-COB-125-2026"),
        ("Circular 12 de 2026", ""),
    ],
)
def test_numbers_in_groups_are_kept_without_blanks(printed: str, number: str) -> None:
    head = read_head(Paper([Block(printed), Block("Asunto: Gafetes."), Block("1. Uno.")]))
    assert (head.number if head else "") == number
    if number:
        named = find_asked_documents(f"¿Qué dice el {printed[0].lower()}{printed[1:].replace(':', '')}?")
        assert [citation.instrument for citation in named] == [number]
