"""The dense index: one Chroma collection a generation and period, embedded or on a server.

Written through LlamaIndex's `ChromaVectorStore` with `TextNode`s, so that its own retrievers can read it; searched
through Chroma's client, because importing LlamaIndex costs a cold command more than a second. Vectors are always
ours: no collection has an embedding function, and telemetry is off. Chroma itself is imported where it is used: that
takes most of a second, and a search that asks no server does not need it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import Unavailable
from retriever.embedding import Vectors
from retriever.entries import Entry, Field
from retriever.rankings import Ranking

DENSE_FIELDS = (Field.PASSAGE, Field.HEADING, Field.QUESTION)
# The graph answers for large corpora on a server only (nearest.py): of 250,000 passages `ef_search` 150 found 81 % of
# the ten nearest, 700 finds 95 % in 8 ms of processor, 1000 finds 97 % in 9.
_CONFIGURATION = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 700, "max_neighbors": 24}}
_BATCH = 2000
_MARK = "criterio"
_HEARTBEAT = "/api/v2/heartbeat"
_WAIT_S = 5.0
_OPENING = threading.Lock()
"""Chroma gives a second thread that opens the same folder the client that the first has not finished making."""


@contextmanager
def answering(host: str) -> Iterator[None]:
    """What Chroma does wrong as a refusal.

    Raises:
        Unavailable: `CHROMA_NO_RESPONDE` of a server; `VECTORES_SIN_ACCESO` of a folder, for want of room or rights.
    """
    import chromadb
    import httpx

    try:
        yield
    except (httpx.HTTPError, chromadb.errors.InternalError) as error:
        raise _silent(host) from error


def _silent(host: str) -> Unavailable:
    if not host:
        return Unavailable(
            "VECTORES_SIN_ACCESO",
            "No se pudo escribir o leer la colección de vectores en el disco.",
            "Revise el espacio y los permisos de CRITERIO_STATE_DIR y ejecute: criterio index build",
        )
    return Unavailable(
        "CHROMA_NO_RESPONDE",
        f"El servidor de Chroma «{host}» no responde.",
        "Intente en un momento; si sigue, revise CRITERIO_CHROMA_HOST.",
    )


def open_client(folder: Path, host: str) -> Any:
    """Chroma's client: the server where one is configured (`host:port`), the folder otherwise.

    Raises:
        Unavailable: `CHROMA_NO_RESPONDE` where the server does not answer.
    """
    import chromadb
    import httpx
    from chromadb.config import Settings as ChromaSettings

    settings = ChromaSettings(anonymized_telemetry=False, allow_reset=False)
    if not host:
        with _OPENING:
            return chromadb.PersistentClient(path=str(folder), settings=settings)
    name, _, port = host.partition(":")
    with answering(host):
        # Chroma's client waits for ever, also for a server that takes the question and says nothing.
        httpx.get(f"http://{name}:{port or 8000}{_HEARTBEAT}", timeout=_WAIT_S, trust_env=False).raise_for_status()
        try:
            return chromadb.HttpClient(host=name, port=int(port or 8000), settings=settings)
        except ValueError as error:
            raise _silent(host) from error


def collection_name(generation: str) -> str:
    """Generations share a server, so the name says which one."""
    return f"{_MARK}-{generation}"


def forget_others(client: Any, kept: Collection[str]) -> None:
    """Remove the collections of generations that are no more; a server keeps them until it is told."""
    for collection in client.list_collections():
        mark, _, rest = collection.name.partition("-")
        if mark == _MARK and rest.partition("-")[0] not in kept:
            client.delete_collection(collection.name)


def write_dense(
    client: Any,
    generation: str,
    rows: Sequence[int],
    entries: Sequence[Entry],
    vectors: Vectors,
    progress: Callable[[int], None] = lambda _: None,
) -> None:
    """Write the collection: ids are the rows of the entries."""
    from llama_index.core.schema import BaseNode, TextNode
    from llama_index.vector_stores.chroma import ChromaVectorStore

    name = collection_name(generation)
    if any(collection.name == name for collection in client.list_collections()):
        client.delete_collection(name)
    collection = client.create_collection(name, embedding_function=None, configuration=_CONFIGURATION)
    store = ChromaVectorStore(chroma_collection=collection)
    for at in range(0, len(rows), _BATCH):
        part = slice(at, at + _BATCH)
        nodes: list[BaseNode] = [
            TextNode(
                id_=str(row),
                text=entry.text,
                embedding=vector.tolist(),
                metadata={
                    "provision": entry.node,
                    "root": entry.root,
                    "instrument": entry.root.partition(":")[0],
                    "field": entry.field.name.lower(),
                },
            )
            for row, entry, vector in zip(rows[part], entries[part], vectors[part], strict=True)
        ]
        store.add(nodes)
        progress(len(nodes))


class DenseIndex:
    """Read access to the collection of one generation and period, opened when it is first asked.

    A server that went away is looked for again at the next question.
    """

    def __init__(self, folder: Path, host: str, generation: str) -> None:
        self._folder, self._host, self._generation = folder, host, generation
        self._collection: Any = None

    def open(self) -> Any:
        """The collection.

        Raises:
            Unavailable: `INDICE_INCOMPLETO` where it is missing, and as `answering`.
        """
        from chromadb.errors import NotFoundError

        held = self._collection
        if held is None:
            client = open_client(self._folder, self._host)
            try:
                with answering(self._host):
                    held = client.get_collection(collection_name(self._generation), embedding_function=None)
            except (NotFoundError, ValueError) as error:
                raise _incomplete() from error
            self._collection = held
        return held

    def query(self, vector: Vectors, limit: int, instruments: Sequence[str] = ()) -> Ranking:
        """The nearest rows, of some instruments or of all, with their cosines. Raises as `open`."""
        from chromadb.errors import NotFoundError

        where = {"instrument": {"$in": list(instruments)}} if instruments else None
        collection = self.open()
        try:
            with answering(self._host):
                answer = collection.query(
                    query_embeddings=[vector], n_results=limit, where=where, include=["distances"]
                )
        except NotFoundError as error:
            self._collection = None
            raise _incomplete() from error
        except Unavailable:
            self._collection = None
            raise
        return Ranking(np.asarray(answer["ids"][0], np.int64), 1.0 - np.asarray(answer["distances"][0], np.float64))


def _incomplete() -> Unavailable:
    return Unavailable("INDICE_INCOMPLETO", "El índice de vectores está incompleto.", "Ejecute: criterio index build")
