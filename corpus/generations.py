"""Generations: complete, immutable states of corpus and indexes, of which one is current.

    <state>/CURRENT              name of the generation readers use
    <state>/generations/<name>/  corpus.sqlite, manifest.json, indexes

A build happens in a directory that nobody reads; `publish` writes its manifest and then replaces CURRENT in
one step. A directory without manifest is a build that was killed, and the next writer removes it.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import Conflict, Unavailable

CURRENT = "CURRENT"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Generation:
    """One generation on disk; `manifest` is empty until it is published."""

    name: str
    path: Path
    manifest: dict[str, Any] = field(default_factory=dict)

    @property
    def corpus_path(self) -> Path:
        """The file to give to `CorpusStore.open`."""
        return self.path / "corpus.sqlite"

    @property
    def has_index(self) -> bool:
        """Whether the search indexes were built with it."""
        return bool(self.manifest.get("index"))


def current(state_dir: Path) -> Generation:
    """The generation that readers use now.

    Raises:
        Unavailable: CORPUS_AUSENTE, nothing was ever published here.
    """
    found = find_current(state_dir)
    if found is None:
        raise Unavailable(
            "CORPUS_AUSENTE",
            f"Todavía no hay corpus en «{state_dir}».",
            "Ejecute «criterio ingest» (con las leyes en CRITERIO_CORPUS_DIR o con --official).",
        )
    return found


def find_current(state_dir: Path) -> Generation | None:
    """The current generation, or None where nothing usable was published."""
    try:
        name = (state_dir / CURRENT).read_text(encoding="utf-8").strip()
        path = state_dir / "generations" / name
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (PermissionError, ValueError) as error:
        raise Unavailable(
            "CORPUS_DANADO",
            f"El estado de «{state_dir}» no se puede leer.",
            "Revise permisos o borre la carpeta.",
        ) from error
    return Generation(name, path, manifest)


@contextlib.contextmanager
def writing(state_dir: Path) -> Iterator[None]:
    """Be the only writer of a state directory; the system releases the lock of a writer that is killed.

    Raises:
        Conflict: INGESTA_EN_CURSO, somebody else is writing.
        Unavailable: ESTADO_SOLO_LECTURA, the directory cannot be written.
    """
    try:
        state_dir.mkdir(parents=True, exist_ok=True)
        handle = os.open(state_dir / "ingest.lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise read_only(state_dir) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Conflict(
                "INGESTA_EN_CURSO",
                "Otro proceso está actualizando el corpus.",
                "Espere a que termine y repita.",
            ) from error
        yield
    finally:
        os.close(handle)


def read_only(state_dir: Path) -> Unavailable:
    """The refusal for a state directory that cannot be written."""
    return Unavailable(
        "ESTADO_SOLO_LECTURA",
        f"No se puede escribir en la carpeta del estado «{state_dir}».",
        "Dé permiso de escritura, libere espacio o señale otra con CRITERIO_STATE_DIR.",
    )


def new(state_dir: Path) -> Generation:
    """Make an empty directory for the next generation; remove what killed builds left. Call in `writing`."""
    base = state_dir / "generations"
    try:
        base.mkdir(parents=True, exist_ok=True)
        numbers = [0]
        for entry in base.iterdir():
            if (entry / MANIFEST).exists():
                numbers.append(int(entry.name))
            else:
                shutil.rmtree(entry)
        name = f"{max(numbers) + 1:06d}"
        path = base / name
        path.mkdir()
    except OSError as error:
        raise read_only(state_dir) from error
    return Generation(name, path)


def publish(state_dir: Path, generation: Generation, manifest: dict[str, Any]) -> Generation:
    """Make a complete generation the current one, in one step, and remove generations that nobody holds."""
    _write(generation.path / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    _write(state_dir / CURRENT, generation.name + "\n")
    _clean(state_dir, keep=generation.name)
    return Generation(generation.name, generation.path, manifest)


def discard(generation: Generation) -> None:
    """Remove a build that will not be published."""
    shutil.rmtree(generation.path, ignore_errors=True)


def _write(path: Path, text: str) -> None:
    """Replace a file in one step: a reader sees the old content or the new, also after a power cut."""
    temporary = path.with_name(path.name + ".new")
    with open(temporary, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(temporary, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _clean(state_dir: Path, keep: str) -> None:
    """Remove generations other than the current and the one before it, unless a reader holds them."""
    names = sorted(entry.name for entry in (state_dir / "generations").iterdir())
    for name in names[: max(0, names.index(keep) - 1)]:
        path = state_dir / "generations" / name
        with contextlib.suppress(FileNotFoundError), open(path / "corpus.sqlite", "rb") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue  # a reader has it open
        shutil.rmtree(path)
