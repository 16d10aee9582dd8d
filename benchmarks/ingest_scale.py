"""Whether an ingest is linear in pages, and what memory it takes: the same laws many times, each time as another law.

    python benchmarks/ingest_scale.py COPIES [COPIES ...] [-- FOLDER ...]

Reads, checks, writes and refers as `criterio ingest` does, without OCR (linear in its pictures) and without the search
index. Memory is the resident size of this process and its parsers together, looked at four times a second.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE))

from benchmarks.ingest import laws, pages_of  # noqa: E402
from ingest.build import finder  # noqa: E402
from ingest.catalogue import Catalogue, Source  # noqa: E402
from ingest.pipeline import Options, ingest  # noqa: E402
from ingest.progress import silent  # noqa: E402

_PAGE = os.sysconf("SC_PAGE_SIZE")


class OneLawPerFile(Catalogue):
    """Gives every law that a parser reads a name of its own, so that copies count as other laws."""

    read = 0

    def recognise(self, title: str) -> Source:
        source = super().recognise(title)
        OneLawPerFile.read += 1
        mark = f"{os.getpid()}{OneLawPerFile.read:04}"
        return replace(source, id=f"{source.id}{mark}", title=f"{source.title} {mark}", short_title="")


def copies(files: list[Path], count: int, folder: Path) -> list[Path]:
    """The files `count` times; a comment after the end makes each another file."""
    made = []
    for number in range(count):
        for file in files:
            copy = folder / f"{file.stem}-{number}.pdf"
            copy.write_bytes(file.read_bytes() + f"\n%{number}\n".encode())
            made.append(copy)
    return made


@contextmanager
def watched() -> Iterator[list[int]]:
    """The most bytes that this process and its children have held together, in a list of one."""
    most, done = [0], threading.Event()

    def look() -> None:
        while not done.wait(0.25):
            processes = [os.getpid(), *(child.pid for child in multiprocessing.active_children() if child.pid)]
            most[0] = max(most[0], sum(map(_resident, processes)))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield most
    finally:
        done.set()
        thread.join()


def _processor() -> float:
    """Seconds of processor of this process and of its parsers that have ended."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in spent)


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE
    except OSError:  # it has just ended
        return 0


def main() -> None:
    os.environ["PATH"] = ""  # no OCR engine
    rest = sys.argv[1:]
    counts, folders = (rest[: rest.index("--")], rest[rest.index("--") + 1 :]) if "--" in rest else (rest, [])
    files = laws(folders)
    catalogue = OneLawPerFile.load(HERE / "corpus")
    if not files:
        print("No hay PDF: señale una carpeta o CRITERIO_CORPUS_DIR.")
        return
    each = sum(map(pages_of, files))
    for count in map(int, counts or ["2", "8"]):
        pages = each * count
        with tempfile.TemporaryDirectory() as folder, watched() as most:
            (inputs := Path(folder) / "laws").mkdir()
            given = copies(files, count, inputs)
            began, used = time.perf_counter(), _processor()
            report = ingest(Path(folder), given, catalogue, Options(datetime.now(UTC)), silent, finder())
            elapsed, used = time.perf_counter() - began, _processor() - used
        stages = ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in report.seconds.items() if stage != "total")
        print(
            f"{len(report.documents)} leyes, {pages} págs: {elapsed:.1f} s, {pages / elapsed:.0f} págs/s ({stages});"
            f" procesador {1000 * used / pages:.1f} ms por pág; pico {most[0] >> 20} MiB; {len(report.errors)} errores",
            flush=True,
        )


if __name__ == "__main__":
    main()
