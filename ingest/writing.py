"""What a generation is made of: its corpus file, the documents kept beside it, and its manifest."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from corpus.generations import Generation
from corpus.store import CorpusStore
from corpus.store_writer import CorpusWriter
from ingest.circulars.read import UNDATED
from ingest.readers import ReadDocument


def standing(before: Generation | None, documents: list[ReadDocument]) -> dict[tuple[str, str], str]:
    """For each document: "nuevo", "más reciente", "anterior" or "misma versión", against what was held."""
    held: dict[str, str] = before.manifest.get("instruments", {}) if before is not None else {}
    standing = {}
    for document in documents:
        instrument, version = document.instrument.id, document.instrument.version
        latest = held.get(instrument)
        if latest is None:
            word = "nuevo"
        elif version == latest:
            word = "misma versión"
        else:
            word = "más reciente" if version > latest else "anterior"
        standing[(instrument, version)] = word
    return standing


def merge_chapters(documents: list[ReadDocument]) -> list[ReadDocument]:
    """Chapters of one manual become one document; everything else stands as it is."""
    merged: dict[tuple[str, str], ReadDocument] = {}
    for document in documents:
        key = (document.instrument.id, document.instrument.version)
        first = merged.get(key)
        if first is None or document.instrument.version != UNDATED:
            merged[key] = document
            continue
        order = len(first.provisions)
        more = [replace(provision, order=order + provision.order) for provision in document.provisions]
        merged[key] = replace(
            first,
            provisions=first.provisions + more,
            problems=first.problems + document.problems,
            parts=first.parts + document.parts,
        )
    return list(merged.values())


def write_corpus(generation: Generation, before: Generation | None, documents: list[ReadDocument]) -> None:
    """The corpus file: what was held, and the documents read."""
    if before is not None:
        shutil.copyfile(before.corpus_path, generation.corpus_path)
    writer = CorpusWriter(generation.corpus_path)
    for document in documents:
        writer.write_version(document.instrument, document.provisions)
    writer.commit()


def keep_sources(documents: list[ReadDocument], folder: Path) -> None:
    """Every file read, by its digest, and the pictures and attachments taken out of it."""
    folder.mkdir(exist_ok=True)
    for document in documents:
        for name, image in document.images.items():
            _keep(folder / name, image)
        own = folder / f"{document.parts[0]}{document.path.suffix.lower()}"
        if not own.exists():
            _keep(own, document.path.read_bytes())


def _keep(path: Path, data: bytes) -> None:
    """Write a file whose name says its content, once and whole."""
    if not path.exists():
        temporary = path.with_name(path.name + ".new")
        temporary.write_bytes(data)
        os.replace(temporary, path)


def make_manifest(
    generation: Generation, before: Generation | None, documents: list[ReadDocument], now: datetime, reader: str
) -> dict[str, Any]:
    """What a generation holds and who wrote it: `reader` is the digest of the code, `now` the moment."""
    # What other code read does not count as read.
    same_reader = before is not None and before.manifest.get("reader") == reader
    inputs = dict(before.manifest.get("inputs", {})) if before is not None and same_reader else {}
    for document in documents:
        inputs.update(dict.fromkeys(document.parts, document.instrument.id))
    with CorpusStore.open(generation.corpus_path) as store:
        counts = store.counts()
        versions = {held.id: held.version for held in store.instruments()}
        digest = store.content_hash()
    return {
        "name": generation.name,
        "built_at": now.isoformat(timespec="seconds"),
        "reader": reader,
        "corpus_hash": digest,
        "instruments": versions,
        "counts": counts,
        "inputs": inputs,
    }
