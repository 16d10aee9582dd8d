"""One file: a manifest with the SHA-256 of everything, the tables, and the files of the state directory."""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Engine

from api.backup import tables
from corpus.errors import BadInput, Conflict, Unavailable
from tools.database import make_engine, migrate

MANIFEST = "manifest.json"
# Derived again when missing, or of the moment: caches, the model, locks; the database travels as tables.
_LEFT_OUT = ("cache", "models", "test")
_SUFFIXES_LEFT_OUT = (".lock", ".db", ".db-wal", ".db-shm")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds."""

    created_at: str
    revision: str
    rows: int
    files: int


def create(engine: Engine, state_dir: Path, target: Path, now: datetime) -> Contents:
    """Write a backup of one moment of the database and of the current corpus; services may go on working.

    It holds secrets: only who writes it may read it.

    Raises:
        Conflict: RESPALDO_EXISTE. BadInput: RESPALDO_DENTRO, it would go into what it copies.
        Unavailable: RESPALDO_NO_ESCRITO; CORPUS_DANADO, what CURRENT names is not there.
    """
    if target.exists():
        raise Conflict("RESPALDO_EXISTE", f"«{target}» ya existe.", "Elija otro nombre; un respaldo no se reescribe.")
    if target.resolve().is_relative_to(state_dir.resolve()):
        raise BadInput(
            "RESPALDO_DENTRO", f"«{target}» está dentro de la carpeta del estado.", "Escríbalo en otro disco."
        )
    partial = target.with_name(target.name + ".parcial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            contents = _write(engine, state_dir, file, target.parent, now)
        partial.replace(target)
    except OSError as error:
        raise Unavailable(
            "RESPALDO_NO_ESCRITO", f"No se pudo escribir «{target}»: {error.strerror}.", "Revise permisos y espacio."
        ) from error
    finally:
        with suppress(OSError):
            partial.unlink()
    return contents


def _write(engine: Engine, state_dir: Path, out: BinaryIO, beside: Path, now: datetime) -> Contents:
    sums: dict[str, str] = {}
    rows = 0
    with tempfile.TemporaryDirectory(dir=beside) as scratch, tarfile.open(fileobj=out, mode="w:gz") as archive:
        with tables.snapshot(engine) as connection:
            revision = tables.revision(connection)
            for name, lines in tables.dump(connection):
                path = Path(scratch) / "table"
                with path.open("wb") as file:
                    for line in lines:
                        file.write(line)
                        rows += 1
                _add(archive, path, f"tables/{name}.jsonl", sums)
        with _generation_in_use(state_dir) as generation:
            for path in state_files(state_dir, generation):
                _add(archive, path, f"state/{path.relative_to(state_dir).as_posix()}", sums)
            if generation:
                # Not the file: another generation may be published while this one is copied.
                (Path(scratch) / "CURRENT").write_text(f"{generation}\n", encoding="utf-8")
                _add(archive, Path(scratch) / "CURRENT", "state/CURRENT", sums)
        contents = Contents(now.isoformat(timespec="seconds"), revision, rows, len(sums))
        # The order of the tables is that of the manifest: parents first.
        body = json.dumps({**_as_json(contents), "sums": sums}).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size = len(body)
        archive.addfile(info, io.BytesIO(body))
    return contents


@contextmanager
def _generation_in_use(state_dir: Path) -> Iterator[str]:
    """The name of the current generation, which stays on disk until this ends; empty where nothing was published."""
    marker = state_dir / "CURRENT"
    name = marker.read_text(encoding="utf-8").strip() if marker.exists() else ""
    if not name:
        yield ""
        return
    corpus = state_dir / "generations" / name / "corpus.sqlite"
    try:
        held = corpus.open("rb")
    except OSError as error:
        raise Unavailable(
            "CORPUS_DANADO", f"El corpus en uso no se puede leer ({corpus}).", "Ejecute «criterio ingest» y repita."
        ) from error
    with held:
        fcntl.flock(held, fcntl.LOCK_SH)
        yield name


def state_files(state_dir: Path, generation: str) -> Iterator[Path]:
    """The files that cannot be derived again, and that generation with its index; links to other disks are followed."""
    for folder, folders, names in os.walk(state_dir, followlinks=True):
        parts = Path(folder).relative_to(state_dir).parts
        if not parts:
            folders[:] = [name for name in folders if name not in _LEFT_OUT]
            names = [name for name in names if name != "CURRENT" and not name.endswith(_SUFFIXES_LEFT_OUT)]
        elif parts == ("generations",):
            folders[:] = [name for name in folders if name == generation]
        folders.sort()
        yield from (path for name in sorted(names) if (path := Path(folder) / name).is_file())


def verify(source: Path) -> Contents:
    """Read the whole backup and compare every sum.

    Raises:
        BadInput: RESPALDO_DANADO names what does not match.
    """
    with tempfile.TemporaryDirectory() as scratch:
        return _unpack(source, Path(scratch))[0]


def restore(source: Path, url: str, state_dir: Path) -> Contents:
    """Put everything back into an empty place; the schema then goes up to the newest revision.

    Raises:
        Conflict: DESTINO_OCUPADO. BadInput: RESPALDO_DANADO.
    """
    if (state_dir / "CURRENT").exists() or (state_dir / "criterio.db").exists():
        raise Conflict(
            "DESTINO_OCUPADO", f"«{state_dir}» no está vacía.", "Restaure en una carpeta vacía o aparte la que hay."
        )
    state_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=state_dir) as scratch:
        contents, sums = _unpack(source, Path(scratch))
        engine = make_engine(url)
        try:
            _fill(engine, url, contents.revision, Path(scratch), [name for name in sums if name.startswith("tables/")])
        finally:
            engine.dispose()
        for path in sorted((Path(scratch) / "state").iterdir(), key=lambda path: path.name == "CURRENT"):
            shutil.move(path, state_dir / path.name)
    migrate(url)
    return contents


def _fill(engine: Engine, url: str, revision: str, scratch: Path, names: list[str]) -> None:
    with engine.connect() as connection:
        if tables.reflected(connection).tables:
            raise Conflict("DESTINO_OCUPADO", "La base de datos ya tiene tablas.", "Restaure en una base vacía.")
    migrate(url, revision)
    with engine.begin() as connection:
        for name in names:
            with (scratch / name).open("rb") as lines:
                tables.load(connection, Path(name).stem, lines)


def _unpack(source: Path, scratch: Path) -> tuple[Contents, dict[str, str]]:
    if not source.is_file():
        raise BadInput("RESPALDO_AUSENTE", f"No hay un archivo «{source}».", "Revise el nombre.")
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(scratch, filter="data")
        manifest: dict[str, Any] = json.loads((scratch / MANIFEST).read_bytes())
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise _damaged(source.name) from error
    sums: dict[str, str] = manifest.pop("sums")
    found = {path.relative_to(scratch).as_posix() for path in scratch.rglob("*") if path.is_file()} - {MANIFEST}
    wrong = sorted(name for name in found | set(sums) if name not in found or _sum(scratch / name) != sums.get(name))
    if wrong:
        raise _damaged(wrong[0])
    (scratch / "state").mkdir(exist_ok=True)
    return Contents(**manifest), sums


def _add(archive: tarfile.TarFile, path: Path, name: str, sums: dict[str, str]) -> None:
    sums[name] = _sum(path)
    archive.add(path.resolve(), name, recursive=False)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _as_json(contents: Contents) -> dict[str, object]:
    return {name: getattr(contents, name) for name in Contents.__dataclass_fields__}


def _damaged(name: str) -> BadInput:
    return BadInput("RESPALDO_DANADO", f"El respaldo está dañado: «{name}».", "Use otro respaldo y revise el disco.")
