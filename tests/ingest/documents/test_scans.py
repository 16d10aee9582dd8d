"""Scans read by the real engine: clean, stamped, poor, in two columns; and what happens without the engine."""

from __future__ import annotations

import difflib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sample_formats
from sample_documents import Sample, load

from corpus.errors import CriterioError
from ingest.catalogue import Catalogue
from ingest.readers import ReadDocument, read_file

SAMPLES = {sample.name: sample for sample in load()}
CHOSEN = [SAMPLES[name] for name in ("circular-convenios", "acuerdo-garantias")]

needs_engine = pytest.mark.skipif(shutil.which("tesseract") is None, reason="no hay tesseract")


Reader = Callable[[Sample, str], ReadDocument]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Reader:
    """Reads a sample as one of the scans, each only once."""
    folder = tmp_path_factory.mktemp("scans")
    done: dict[tuple[str, str], ReadDocument] = {}

    def once(sample: Sample, writer: str) -> ReadDocument:
        key = (sample.name, writer)
        if key not in done:
            path = folder / f"{sample.name}-{writer}.pdf"
            getattr(sample_formats, writer)(sample, path)
            done[key] = read_file(path, catalogue)
        return done[key]

    return once


def likeness(sample: Sample, document: ReadDocument) -> float:
    """How much of what was written was read, from 0 to 1."""
    roots = {p.id.partition(":")[2]: p.text for p in document.provisions if p.is_root}
    written = " ".join(
        " ".join([point["text"], *(f"{a}) {item}" for a, item in zip("abc", point.get("items", []), strict=False))])
        for point in sample.points
    )
    seen = " ".join(roots[str(place)] for place in range(1, len(sample.points) + 1)).replace("\n", " ")
    seen = seen.split("Tamaño")[0] + seen.split("Jefe de Departamento")[-1] if "Tamaño" in seen else seen
    return difflib.SequenceMatcher(None, written, seen, autojunk=False).ratio()


@needs_engine
@pytest.mark.parametrize(
    ("writer", "least"),
    [
        ("write_scan", 0.995),
        ("write_stamped_scan", 0.99),
        ("write_two_column_scan", 0.995),
        ("write_bad_scan", 0.90),
    ],
)
def test_a_scan_gives_the_same_points(writer: str, least: float, read: Reader) -> None:
    for sample in CHOSEN:
        document = read(sample, writer)
        assert sample.number in document.instrument.title
        assert document.instrument.published is not None
        assert likeness(sample, document) >= least, sample.name


@needs_engine
def test_the_confidence_of_each_page_is_kept_and_a_poor_page_is_told(read: Reader) -> None:
    good, poor = read(CHOSEN[0], "write_scan"), read(CHOSEN[0], "write_bad_scan")
    assert [problem.code for problem in good.problems] == ["PAGINA_POR_OCR"]
    assert "ESCANEO_DUDOSO" in [problem.code for problem in poor.problems]
    sure = [json.loads(p.extras["ocr"])["1"] for p in good.provisions if p.is_root]
    assert min(sure) > 0.93 > json.loads(poor.provisions[0].extras["ocr"])["1"]


def test_without_the_engine_a_scan_is_refused(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "escaneo.pdf"
    sample_formats.write_scan(CHOSEN[1], path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CriterioError) as refusal:
        read_file(path, catalogue)
    assert refusal.value.code == "OCR_AUSENTE"
