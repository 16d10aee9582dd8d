"""Pages per second of reading laws, against bare text extraction of the same files in the same run.

    python benchmarks/ingest.py [FOLDER ...]

Goal: structure (lines, paragraphs, tree, notes, checks) for at most twice the cost of the extraction. Figures are CPU
seconds of one process, the best of three; OCR of tables that are pictures is timed apart. Whether it is linear in
pages, and its memory: `benchmarks/ingest_scale.py`.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE))

import pypdfium2  # noqa: E402

from ingest.catalogue import Catalogue  # noqa: E402
from ingest.pipeline import Options, ingest  # noqa: E402
from ingest.progress import silent  # noqa: E402
from ingest.readers import read_file  # noqa: E402


def best(work: Callable[[], object], rounds: int = 3) -> float:
    times = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def bare(path: Path) -> int:
    document = pypdfium2.PdfDocument(path)
    letters = sum(len(document[index].get_textpage().get_text_range()) for index in range(len(document)))
    document.close()
    return letters


def pages_of(path: Path) -> int:
    document = pypdfium2.PdfDocument(path)
    pages = len(document)
    document.close()
    return pages


def laws(folders: list[str]) -> list[Path]:
    """The PDF of these folders; of the laws at hand where none is named."""
    configured = os.environ.get("CRITERIO_CORPUS_DIR")
    base = Path(configured) if configured else HERE.parent / "shared" / "corpus" / "laws"
    chosen = [Path(name) for name in folders] or [base, base.parent / "more-laws"]
    return [path for folder in chosen for path in sorted(folder.glob("*.pdf"))]


def main() -> None:
    catalogue = Catalogue.load(HERE / "corpus")
    files = laws(sys.argv[1:])
    if not files:
        print("No hay PDF: señale una carpeta o CRITERIO_CORPUS_DIR.")
        return
    print(f"{'archivo':16} {'págs':>5} {'extracción':>10} {'lectura':>8} {'razón':>6} {'págs/s':>7}")
    totals = [0.0, 0.0, 0.0]
    for path in files:
        pages = pages_of(path)
        plain = best(lambda path=path: bare(path))  # type: ignore[misc]
        whole = best(lambda path=path: read_file(path, catalogue, ocr=False))  # type: ignore[misc]
        totals = [total + value for total, value in zip(totals, (pages, plain, whole), strict=True)]
        print(f"{path.name:16} {pages:5} {plain:9.2f}s {whole:7.2f}s {whole / plain:6.2f} {pages / whole:7.0f}")
    pages, plain, whole = totals
    print(f"{'todos':16} {pages:5.0f} {plain:9.2f}s {whole:7.2f}s {whole / plain:6.2f} {pages / whole:7.0f}")
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        ingest(Path(folder), files, catalogue, Options(datetime.now(UTC)), silent)
        elapsed = time.perf_counter() - began
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    print(f"ingesta completa con OCR, sin índice: {elapsed:.1f} s, {pages / elapsed:.0f} págs/s; pico {peak:.0f} MiB")


if __name__ == "__main__":
    main()
