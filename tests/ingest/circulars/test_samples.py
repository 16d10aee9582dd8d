"""Every sample in every format gives the same points, to the letter."""

from __future__ import annotations

from pathlib import Path

import pytest
from sample_documents import Sample, load
from sample_formats import WRITERS, write_two_columns

from corpus.provisions import InstrumentKind
from ingest.catalogue import Catalogue
from ingest.readers import ReadDocument, read_file

SAMPLES = load()
FORMATS = {**WRITERS, "-columnas.pdf": write_two_columns}


def read(sample: Sample, suffix: str, folder: Path, catalogue: Catalogue) -> ReadDocument:
    path = folder / f"{sample.name}{suffix}"
    FORMATS[suffix](sample, path)
    return read_file(path, catalogue)


def expected_points(sample: Sample, with_table: bool = True) -> dict[str, str]:
    """The text of each point as it was written."""
    found = {}
    for place, point in enumerate(sample.points):
        lines = [point["text"], *(f"{a}) {item}" for a, item in zip("abcdefg", point.get("items", []), strict=False))]
        if place == 0 and with_table:
            lines += [" | ".join(row) for row in sample.table]
        found[str(place + 1)] = "\n".join(lines)
    found |= {f"Transitorio-{place}": text for place, text in enumerate(sample.transitories, 1)}
    for annex in sample.annexes:
        found["Anexo-1"] = "\n".join([annex["title"].partition(". ")[2], *annex["text"]])
    return found


@pytest.mark.parametrize("suffix", FORMATS)
def test_points_are_the_same_in_every_format(suffix: str, tmp_path: Path, catalogue: Catalogue) -> None:
    for sample in SAMPLES:
        document = read(sample, suffix, tmp_path, catalogue)
        roots = {p.id.partition(":")[2]: p.text for p in document.provisions if p.is_root}
        proemio = roots.pop("Proemio")
        assert sample.opening in proemio
        assert roots == expected_points(sample, with_table=suffix != "-columnas.pdf"), sample.name


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_head_is_data(suffix: str, tmp_path: Path, catalogue: Catalogue) -> None:
    for sample in SAMPLES:
        instrument = read(sample, suffix, tmp_path, catalogue).instrument
        assert instrument.title.endswith(sample.subject)
        assert sample.number in instrument.title
        assert instrument.issuer == " · ".join(sample.issuer)
        assert instrument.version[:4] in sample.day
        assert instrument.fictitious


def test_scope_is_national_unless_it_names_one_office(tmp_path: Path, catalogue: Catalogue) -> None:
    scopes = {sample.name: read(sample, ".txt", tmp_path, catalogue).instrument.scope for sample in SAMPLES}
    local = {name: scope for name, scope in scopes.items() if scope != "nacional"}
    assert local == {"circular-notificadores": "OOAD Nuevo León", "oficio-subdelegacion": "OOAD Jalisco"}


def test_there_are_three_of_each_kind(tmp_path: Path, catalogue: Catalogue) -> None:
    kinds = [read(sample, ".txt", tmp_path, catalogue).instrument.kind for sample in SAMPLES]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        InstrumentKind.CIRCULAR: 3,
        InstrumentKind.ACUERDO: 3,
        InstrumentKind.OFICIO: 3,
        InstrumentKind.CRITERIO: 3,
    }


def test_every_node_is_a_span_of_its_point(tmp_path: Path, catalogue: Catalogue) -> None:
    for sample in SAMPLES:
        provisions = read(sample, ".pdf", tmp_path, catalogue).provisions
        texts = {p.id: p.text for p in provisions if p.is_root}
        assert len({p.id for p in provisions}) == len(provisions)
        for provision in provisions:
            assert texts[provision.root][provision.start : provision.end] == provision.text


def test_an_attached_document_is_read_and_its_name_leads_nowhere(tmp_path: Path, catalogue: Catalogue) -> None:
    document = read(SAMPLES[0], ".eml", tmp_path, catalogue)
    assert document.instrument.source == "circular-convenios.eml · circular-convenios.docx"
    (name,) = document.images
    assert name == f"{document.instrument.sha256}.docx"
