"""A question (and a day) to ranked provisions. `Retriever.search` is the whole of it: start reading there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from corpus.editorial import GlossaryEntry
from corpus.errors import BadInput, Unavailable
from corpus.generations import Generation
from corpus.store import CorpusStore
from retriever.build import GRAPHS, PAST, PRESENT
from retriever.candidates import CANDIDATES, CandidateFinder, Scope
from retriever.cited import Named, StoreCatalogue, find_named
from retriever.dense import DenseIndex
from retriever.embedding import Embedder
from retriever.features import FEATURES
from retriever.hits import Hit, SearchResult
from retriever.index_files import FOLDER, IndexFiles, Place, corpus_fingerprint
from retriever.levers import Levers
from retriever.lexical import LexicalIndex
from retriever.nearest import NeighbourFinder
from retriever.placing import Companions, add_companions, put_named_first
from retriever.questions import Question, QuestionReader
from retriever.ranker import Ranker
from retriever.spelling import Speller
from retriever.term_finder import TermFinder

__all__ = ["Hit", "Retriever", "SearchResult"]

MAX_HITS = 100


class Retriever:
    """Search over one generation; safe to share between threads, and unmoved by a new generation beside it."""

    def __init__(
        self,
        store: CorpusStore,
        index: IndexFiles,
        finder: CandidateFinder,
        embedder: Embedder,
        reader: QuestionReader,
        ranker: Ranker,
        levers: Levers,
    ) -> None:
        self.store, self.index, self.finder, self.embedder, self.reader = store, index, finder, embedder, reader
        self._ranker, self._levers = ranker, levers
        order: dict[str, list[str]] = {}
        for root in index.roots:
            if root.latest:
                order.setdefault(root.instrument, []).append(root.id)
        self._companions = Companions(store, index.companions())
        self._catalogue = StoreCatalogue(store, order)

    @classmethod
    def open(
        cls,
        generation: Generation,
        embedder: Embedder,
        glossary: Sequence[GlossaryEntry] = (),
        chroma_host: str = "",
        levers: Levers = Levers(),  # noqa: B008 - frozen
        ranker: Ranker | None = None,
    ) -> Retriever:
        """Open the indexes of a generation.

        Raises:
            Unavailable: `INDICE_AUSENTE`, `INDICE_INCOMPLETO`, `INDICE_DE_OTRA_VERSION`, `INDICE_DE_OTRO_MODELO`,
                `INDICE_DE_OTRO_CORPUS`; the message says what to run.
        """
        index = IndexFiles(generation.path / FOLDER)
        _check_model(index, embedder)
        if not chroma_host and not (generation.path / GRAPHS).is_dir():
            # No search needs it, but who reads it with LlamaIndex counts on it; a server may be away.
            raise Unavailable(
                "INDICE_INCOMPLETO", "El índice de vectores está incompleto.", "Ejecute: criterio index build"
            )
        lexical = {period: _open_lexical(generation.path / "lexical" / period) for period in (PRESENT, PAST)}
        store = CorpusStore.open(generation.corpus_path)
        if index.manifest["corpus"] != corpus_fingerprint(store):
            store.close()
            raise Unavailable(
                "INDICE_DE_OTRO_CORPUS",
                "El índice se hizo con otra versión del corpus.",
                "Ejecute: criterio index build",
            )
        speller = Speller(index.vocabulary() if levers.spelling else {})
        return cls(
            store,
            index,
            CandidateFinder(
                index,
                NeighbourFinder(index, graphs_of(generation, chroma_host) if chroma_host else None),
                TermFinder(index, lexical),
                levers,
            ),
            embedder,
            QuestionReader(speller, glossary if levers.glossary else ()),
            ranker or Ranker.load(),
            levers,
        )

    def close(self) -> None:
        """Let go of the corpus file."""
        self.store.close()

    def search(
        self,
        question: str,
        k: int = 10,
        as_of: date | None = None,
        instruments: Sequence[str] = (),
        kinds: Sequence[str] = (),
    ) -> SearchResult:
        """The `k` provisions that answer best, one hit a root, of some instruments or kinds or of all.

        Provisions that the question names come first. Without a day only wordings in force are found.

        Raises:
            BadInput: `K_INVALIDO` where k is not between 1 and 100.
        """
        if not 1 <= k <= MAX_HITS:
            raise BadInput("K_INVALIDO", f"El número de resultados ({k}) debe estar entre 1 y {MAX_HITS}.")
        scope = Scope(as_of, tuple(instruments), tuple(kinds))
        named = find_named(question, self._catalogue) if self._levers.citations else Named((), (), rest=True)
        read = self.reader.read(question)
        # A bare "40-A" asks for that provision, not for texts that mention numbers.
        silent = not read.own_terms or (not named.rest and (named.groups or named.missing))
        # What the question names may stand anywhere among the candidates; otherwise the first k are all it takes.
        limit = CANDIDATES if named.groups else k
        hits = [] if silent else self._ranked(read, scope, limit)
        hits = put_named_first(hits, named, scope, self.store)
        hits = add_companions(hits, k, as_of, self._companions) if self._levers.companions else hits[:k]
        return SearchResult(hits, named.missing, read, named.groups)

    def _ranked(self, question: Question, scope: Scope, limit: int) -> list[Hit]:
        """The first `limit` hits, each with the passage that came nearest as its quote."""
        words = self.finder.ask_words(question.terms, scope)
        vector = self.embedder.embed_queries([question.text])[0]
        found = self.finder.find(vector, words, scope)
        if found is None:
            return []
        features = found.evidence.features
        scores = self._ranker.score(features) if self._levers.rerank else features[:, FEATURES.index("fusion")]
        order = np.argsort(-scores, kind="stable")[:limit].tolist()
        rows = [found.evidence.best_passage[i] for i in order]
        places = self.index.locate(row for row in rows if row >= 0)
        hits = []
        for i, row in zip(order, rows, strict=True):
            root = self.index.roots[found.roots[i]]
            place = places.get(row) or Place(root.id, 0, 0, 0, "")
            hits.append(
                Hit(
                    provision=root.id,
                    node=place.node,
                    label=root.label,
                    score=float(scores[i]),
                    quote=place.text,
                    start=place.start,
                    end=place.end,
                    page=place.page,
                    version=root.version,
                    signals=dict(zip(FEATURES, features[i].tolist(), strict=True)),
                )
            )
        return hits


def graphs_of(generation: Generation, chroma_host: str) -> dict[str, DenseIndex]:
    """Chroma's graphs of a generation, by period; nothing is opened yet."""
    folder, name = generation.path / GRAPHS, generation.path.name
    return {period: DenseIndex(folder, chroma_host, f"{name}-{period}") for period in (PRESENT, PAST)}


def _check_model(index: IndexFiles, embedder: Embedder) -> None:
    built, given = index.manifest["model"], embedder.identity
    if built != given or index.manifest["dimension"] != embedder.dimension:
        raise Unavailable(
            "INDICE_DE_OTRO_MODELO",
            f"El índice se hizo con el modelo «{built}» y el configurado es «{given}».",
            "Ejecute: criterio index build, o vuelva a configurar aquel modelo.",
        )


def _open_lexical(folder: Path) -> LexicalIndex:
    try:
        return LexicalIndex(folder)
    except ValueError as error:
        raise Unavailable(
            "INDICE_INCOMPLETO", "El índice de palabras está incompleto.", "Ejecute: criterio index build"
        ) from error
