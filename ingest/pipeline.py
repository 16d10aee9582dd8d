"""From files to a published generation: read, write, date, refer, index, publish.

Readers see the old corpus or the new one: everything is built in a directory that nobody reads, and the last step
names it current. Nothing is written where a file fails or nothing changed.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from corpus import generations
from corpus.errors import BadInput, CriterioError
from corpus.generations import Generation
from corpus.provisions import Instrument
from corpus.store import CorpusStore
from executors.executor import Executor
from ingest.catalogue import Catalogue
from ingest.circulars.effects import apply_effects
from ingest.documents.formats import SUFFIXES
from ingest.history import date_wordings
from ingest.naming import tell_apart
from ingest.reading_elsewhere import read_elsewhere
from ingest.references import Finder, write_references
from ingest.report import IngestReport, fatal_problems
from ingest.workers import Limits, Task, read_files
from ingest.writing import keep_sources, make_manifest, merge_chapters, standing, write_corpus

Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total)."""
IndexBuilder = Callable[[Generation, CorpusStore, Progress], dict[str, Any]]
"""Builds the indexes into a generation's directory and says what goes into its manifest."""


_NOTES = frozenset({"README", "LEEME", "LICENSE"})
"""Files of a folder that speak of it and are no documents."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to ingest. `now` goes into the manifest and nothing else depends on it; `editorial` is the digest of what
    the index holds besides the corpus; `executor` reads the files elsewhere, None in processes of this machine.
    """

    now: datetime
    force: bool = False
    allow_gaps: bool = False
    keep_going: bool = False
    editorial: str = ""
    processes: int = field(default_factory=lambda: max(1, min(8, os.cpu_count() or 1)))
    limits: Limits = field(default_factory=Limits)
    executor: Executor | None = None


def collect(paths: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """The files to read: those named, and the documents of folders; and what was left out.

    Raises:
        BadInput: RUTA_INEXISTENTE, CARPETA_ILEGIBLE, FORMATO_NO_ADMITIDO or CARPETA_SIN_DOCUMENTOS.
    """
    files: list[Path] = []
    skipped: list[str] = []
    for path in paths:
        if not path.exists():
            raise BadInput("RUTA_INEXISTENTE", f"No existe «{path}».", "Revise la ruta.")
        if path.is_dir():
            try:
                home = path.resolve()
                entries = sorted(
                    entry for entry in path.rglob("*") if entry.is_file() and entry.resolve().is_relative_to(home)
                )
            except OSError as error:
                raise BadInput(
                    "CARPETA_ILEGIBLE", f"No se puede leer la carpeta «{path}».", "Revise sus permisos."
                ) from error
            if not os.access(path, os.R_OK | os.X_OK):
                raise BadInput("CARPETA_ILEGIBLE", f"No se puede leer la carpeta «{path}».", "Revise sus permisos.")
            found = [entry for entry in entries if entry.suffix.lower() in SUFFIXES and entry.stem not in _NOTES]
            if not found:
                raise BadInput(
                    "CARPETA_SIN_DOCUMENTOS", f"La carpeta «{path}» no tiene documentos que leer.", "Revise la ruta."
                )
            files.extend(found)
            skipped.extend(entry.name for entry in entries if entry not in found)
        elif path.suffix.lower() in SUFFIXES:
            files.append(path)
        else:
            raise BadInput(
                "FORMATO_NO_ADMITIDO",
                f"«{path.name}» no es de un tipo que se lea.",
                "Se leen PDF, DOCX, HTML, TXT, MD y EML.",
            )
    return list(dict.fromkeys(files)), skipped


def ingest(
    state_dir: Path,
    files: Sequence[Path],
    catalogue: Catalogue,
    options: Options,
    progress: Progress,
    finder: Finder | None = None,
    index: IndexBuilder | None = None,
    expected: Mapping[Path, str] | None = None,
) -> IngestReport:
    """Read files into a new generation and publish it; the report says what happened to each.

    `expected` says which instrument a file must turn out to be.

    Raises:
        CriterioError: the state cannot be written, another ingest is running, or the index failed.
    """
    began = time.perf_counter()
    report = IngestReport()
    reader = fingerprint()
    with generations.writing(state_dir):
        before = generations.find_current(state_dir)
        given = {path: _digest(path) for path in files}
        known = _inputs(before, reader) if before is not None and not options.force else {}
        if before is not None and before.manifest.get("reader") != reader:
            # Another program wrote it: what it had read is read again from the documents that it kept.
            given |= {path: path.stem for path in _kept_sources(state_dir, before, set(given.values()))}
            before = before if _same_schema(before) else None
        tasks = []
        for path, digest in given.items():
            must_be = (expected or {}).get(path)
            if digest in known and must_be in (None, known[digest]):
                report.unchanged.append(path.name)
            else:
                tasks.append(Task(path, must_be))
        stale_index = index is not None and (before is None or not _index_is_fresh(before, options))
        if tasks or stale_index or before is None:
            _read(report, tasks, catalogue, options, progress)
            report.documents = tell_apart(report.documents, _held(before))
            report.seconds["read"] = time.perf_counter() - began
            if not (report.errors and not options.keep_going) and (report.documents or stale_index):
                _publish(report, state_dir, before, reader, options, progress, finder, index)
        else:
            report.generation, report.indexed = before.name, before.has_index
    report.seconds["total"] = time.perf_counter() - began
    return report


def _held(before: Generation | None) -> list[Instrument]:
    """The instruments of the generation that stands."""
    if before is None:
        return []
    with CorpusStore.open(before.corpus_path) as store:
        return store.instruments()


def _index_is_fresh(generation: Generation, options: Options) -> bool:
    return generation.has_index and generation.manifest.get("editorial") == options.editorial


def _kept_sources(state_dir: Path, generation: Generation, given: set[str]) -> list[Path]:
    """The kept documents of a generation, other than those given now."""
    wanted = set(generation.manifest.get("inputs", {})) - given
    folder = state_dir / "sources"
    return sorted(path for path in folder.iterdir() if path.stem in wanted) if folder.is_dir() else []


def _same_schema(generation: Generation) -> bool:
    try:
        CorpusStore.open(generation.corpus_path).close()
    except CriterioError:
        return False
    return True


def fingerprint() -> str:
    """A digest of the code that reads: another program reads everything again."""
    here = Path(__file__).resolve().parent
    parts = sorted(here.rglob("*.py")) + sorted((here.parent / "corpus").glob("store*.py"))
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()[:16]


def _inputs(generation: Generation, reader: str) -> dict[str, str]:
    """Digest of each file already in the corpus, with its instrument; none where other code read them."""
    if generation.manifest.get("reader") != reader:
        return {}
    found: dict[str, str] = generation.manifest.get("inputs", {})
    return found


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadInput(
            "ARCHIVO_ILEGIBLE", f"No se puede leer «{path}».", "Revise que exista y que tenga permiso."
        ) from error


def _read(report: IngestReport, tasks: list[Task], catalogue: Catalogue, options: Options, progress: Progress) -> None:
    done = 0

    def count(_: Task) -> None:
        nonlocal done
        done += 1
        progress("lectura", done, len(tasks))

    if tasks:
        progress("lectura", 0, len(tasks))
    if options.executor is None:
        outcomes = read_files(tasks, catalogue, options.processes, options.limits, count)
    else:
        outcomes = read_elsewhere(options.executor, tasks, catalogue, options.limits, count)
    for task, outcome in outcomes:
        if isinstance(outcome, CriterioError):
            report.errors.append((task.path.name, outcome))
            continue
        read = [outcome, *outcome.attached]
        fatal = [] if options.allow_gaps else [reason for document in read for reason in fatal_problems(document)]
        if fatal:
            report.errors.append((task.path.name, _incomplete(task.path, fatal)))
        else:
            report.documents.extend(read)
    report.documents.sort(key=lambda d: (d.instrument.rank, d.instrument.id, d.instrument.version))
    report.errors.sort(key=lambda pair: pair[0])


def _incomplete(path: Path, reasons: list[str]) -> BadInput:
    return BadInput(
        "TEXTO_INCOMPLETO",
        f"«{path.name}» no se leyó completo: {' '.join(reasons[:3])}",
        "Revise el documento; con --allow-gaps se publica de todos modos.",
        file=path.name,
        reasons=reasons,
    )


def _publish(
    report: IngestReport,
    state_dir: Path,
    before: Generation | None,
    reader: str,
    options: Options,
    progress: Progress,
    finder: Finder | None,
    index: IndexBuilder | None,
) -> None:
    generation = generations.new(state_dir)
    try:
        documents = merge_chapters(report.documents)
        began = time.perf_counter()
        report.standing = standing(before, documents)
        write_corpus(generation, before, documents)
        keep_sources(report.documents, state_dir / "sources")
        date_wordings(generation.corpus_path, sorted({d.instrument.id for d in documents}))
        apply_effects(generation.corpus_path)
        report.seconds["write"] = time.perf_counter() - began
        if finder is not None:
            began = time.perf_counter()
            write_references(generation.corpus_path, finder, progress)
            report.seconds["references"] = time.perf_counter() - began
        manifest = make_manifest(generation, before, documents, options.now, reader)
        if index is not None:
            began = time.perf_counter()
            with CorpusStore.open(generation.corpus_path) as store:
                manifest["editorial"] = options.editorial
                manifest["index"] = index(replace(generation, manifest=manifest), store, progress)
            report.seconds["index"] = time.perf_counter() - began
        published = generations.publish(state_dir, generation, manifest)
    except BaseException as error:
        generations.discard(generation)
        if isinstance(error, OSError):
            raise generations.read_only(state_dir) from error
        raise
    report.published, report.generation, report.indexed = True, published.name, published.has_index
