"""A question (and a day) to ranked provisions. `Retriever.search` is the whole of it: start reading there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from corpus.citations import public_label
from corpus.editorial import GlossaryEntry
from corpus.errors import BadInput, Unavailable
from corpus.generations import Generation
from corpus.provisions import Provision, Status, public_instrument, root_id
from corpus.store import CorpusStore
from retriever.build import PAST, PRESENT
from retriever.cited import Missing, Named, StoreCatalogue, find_named
from retriever.dense import DENSE_FIELDS, DenseIndex, open_client
from retriever.embedding import Embedder
from retriever.entries import Field, windows
from retriever.features import FEATURES, Evidence, gather
from retriever.fusion import fuse
from retriever.index_files import FOLDER, IndexFiles, corpus_fingerprint
from retriever.lexical import LexicalIndex
from retriever.questions import Question, QuestionReader
from retriever.ranker import Ranker
from retriever.spelling import Speller

MAX_HITS = 100
_DEPTH = 60
"""Entries asked of each index."""
_CANDIDATES = 50
"""Provisions that reach the re-ranker."""
_COMPANIONS = 3
_DENSE_WEIGHT = {Field.PASSAGE: 1.0, Field.HEADING: 0.7, Field.QUESTION: 1.3}
_LEXICAL_WEIGHT = {Field.PASSAGE: 0.8, Field.ARTICLE: 0.6, Field.HEADING: 0.5, Field.QUESTION: 1.0}


@dataclass(frozen=True, slots=True)
class Hit:
    """A provision found: its root, the most exact node, and the span of the root's text to quote.

    `score` orders the hits of one search. `signals` are the ranker's features, for whoever wants to know why.
    `companion_of` is the root of a better hit that refers to this one.
    """

    provision: str
    node: str
    label: str
    score: float
    quote: str
    start: int
    end: int
    page: int
    signals: dict[str, float] = field(default_factory=dict)
    companion_of: str | None = None
    cited: bool = False
    repealed: bool = False

    def as_json(self) -> dict[str, object]:
        """The form of the JSON contract."""
        return {
            "instrument": public_instrument(self.provision.partition(":")[0]),
            "provision": public_label(self.provision),
            "id": self.node,
            "label": self.label,
            "score": round(self.score, 4),
            "quote": self.quote,
            "page": self.page,
            "companion_of": self.companion_of,
            "status": "derogado" if self.repealed else "vigente",
        }


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, one a root; what the question names and the corpus lacks; how the question was read."""

    hits: list[Hit]
    missing: tuple[Missing, ...] = ()
    question: Question | None = None
    named: tuple[tuple[str, ...], ...] = ()


class Retriever:
    """Search over one generation; safe to share between threads, and unmoved by a new generation beside it."""

    def __init__(
        self,
        store: CorpusStore,
        index: IndexFiles,
        dense: dict[str, DenseIndex],
        lexical: dict[str, LexicalIndex],
        embedder: Embedder,
        reader: QuestionReader,
        ranker: Ranker,
    ) -> None:
        self.store = store
        self.index = index
        self.embedder = embedder
        self._dense, self._lexical = dense, lexical
        self._reader, self._ranker = reader, ranker
        order: dict[str, list[str]] = {}
        for root in index.roots:
            if root.latest:
                order.setdefault(root.instrument, []).append(root.id)
        self._catalogue = StoreCatalogue(store, order)
        self._in_force = lru_cache(maxsize=64)(self._roots_in_force)

    @classmethod
    def open(
        cls,
        generation: Generation,
        embedder: Embedder,
        glossary: Sequence[GlossaryEntry] = (),
        chroma_host: str = "",
    ) -> Retriever:
        """Open the indexes of a generation.

        Raises:
            Unavailable: `INDICE_AUSENTE`, `INDICE_INCOMPLETO`, `INDICE_DE_OTRA_VERSION`, `INDICE_DE_OTRO_MODELO`,
                `INDICE_DE_OTRO_CORPUS`; the message says what to run.
        """
        index = IndexFiles(generation.path / FOLDER)
        _check_model(index, embedder)
        store = CorpusStore.open(generation.corpus_path)
        if index.manifest["corpus"] != corpus_fingerprint(store):
            store.close()
            raise Unavailable(
                "INDICE_DE_OTRO_CORPUS",
                "El índice se hizo con otra versión del corpus.",
                "Ejecute: criterio index build",
            )
        client = open_client(generation.path / "chroma", chroma_host)
        periods = (PRESENT, PAST)
        return cls(
            store,
            index,
            {period: DenseIndex(client, f"{generation.name}-{period}") for period in periods},
            {period: _open_lexical(generation.path / "lexical" / period) for period in periods},
            embedder,
            QuestionReader(Speller(index.vocabulary()), glossary),
            Ranker.load(),
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
        named = find_named(question, self._catalogue)
        read = self._reader.read(question)
        # A bare "40-A" asks for that provision, not for texts that mention numbers.
        silent = not read.own_terms or (not named.rest and (named.groups or named.missing))
        hits = [] if silent else self._ranked(read, as_of, tuple(instruments), tuple(kinds))
        hits = self._with_named(hits, named, as_of, tuple(instruments))
        hits = self._with_companions(hits[:k], k, as_of)
        return SearchResult(hits, named.missing, read, named.groups)

    def _ranked(
        self, question: Question, as_of: date | None, instruments: tuple[str, ...], kinds: tuple[str, ...]
    ) -> list[Hit]:
        vector = self.embedder.embed_queries([question.text])[0]
        periods = (PRESENT,) if as_of is None else (PRESENT, PAST)
        dense: dict[Field, list[tuple[int, float]]] = {f: [] for f in DENSE_FIELDS}
        lexical: dict[Field, list[tuple[int, float]]] = {f: [] for f in Field}
        for period in periods:
            for f in DENSE_FIELDS:
                dense[f] += self._dense[period].query(f, vector, _DEPTH, instruments)
            for f in Field:
                lexical[f] += self._lexical[period].query(f, question.terms, _DEPTH, instruments)
        for found in (*dense.values(), *lexical.values()):
            found.sort(key=lambda hit: -hit[1])
        in_force = self._in_force(as_of)
        rankings = [
            (weights[f], [self._root(row, in_force) for row, _ in lists[f]])
            for weights, lists in ((_DENSE_WEIGHT, dense), (_LEXICAL_WEIGHT, lexical))
            for f in weights
        ]
        fused = fuse(rankings)
        fused.pop(-1, None)
        allowed = [(r, s) for r, s in fused.items() if not kinds or self.index.roots[r].kind in kinds]
        best = sorted(allowed, key=lambda item: -item[1])[:_CANDIDATES]
        if not best:
            return []
        candidates = [root for root, _ in best]
        evidence = gather(self.index, candidates, vector, lexical, [score for _, score in best])
        return self._hits(candidates, evidence)

    def _root(self, row: int, in_force: dict[str, int]) -> int:
        """The root of a row in its wording of the day, -1 where there was none."""
        return in_force.get(self.index.roots[self.index.root_of[row]].id, -1)

    def _roots_in_force(self, as_of: date | None) -> dict[str, int]:
        found: dict[str, int] = {}
        day = as_of.isoformat() if as_of else ""
        for position, root in enumerate(self.index.roots):
            if as_of is None:
                holds = root.latest and not root.repealed
            else:
                holds = not root.repealed and root.valid_from <= day and (not root.valid_to or day < root.valid_to)
            if holds:
                found.setdefault(root.id, position)
        return found

    def _hits(self, candidates: Sequence[int], evidence: Evidence) -> list[Hit]:
        scores = self._ranker.score(evidence.features)
        order = sorted(range(len(candidates)), key=lambda i: -scores[i])
        places = self.index.locate({row for row in evidence.best_passage if row >= 0})
        hits = []
        for i in order:
            root = self.index.roots[candidates[i]]
            node, start, end, _ = places.get(evidence.best_passage[i], (root.id, 0, 0, None))
            hits.append(
                Hit(
                    provision=root.id,
                    node=node,
                    label=root.label,
                    score=float(scores[i]),
                    quote="",
                    start=start,
                    end=end,
                    page=0,
                    signals=dict(zip(FEATURES, map(float, evidence.features[i]), strict=True)),
                )
            )
        return hits

    def _with_named(self, hits: list[Hit], named: Named, as_of: date | None, instruments: tuple[str, ...]) -> list[Hit]:
        """Put what the question names before what was found, once a root."""
        ranked = {hit.provision: position for position, hit in enumerate(hits)}
        first: dict[str, Hit] = {}
        top = hits[0].score if hits else 0.0
        for group in named.groups:
            # "artículo 21" without a law: the rest of the question may decide; failing that, the order of the laws.
            by_evidence = sorted(group, key=lambda i: ranked.get(root_id(i), len(hits))) if named.rest else group
            for provision_id in by_evidence:
                provision = self.store.get(provision_id, as_of)
                root = root_id(provision_id)
                if provision is None or root in first or (instruments and provision.instrument not in instruments):
                    continue
                found = hits[ranked[root]] if named.rest and provision.is_root and root in ranked else None
                start, end = (found.start, found.end) if found else _opening(provision)
                first[root] = Hit(
                    provision=root,
                    node=found.node if found else provision.id,
                    label=provision.label,
                    quote="",
                    score=top + 10.0 - len(first) * 0.01,
                    start=start,
                    end=end,
                    page=0,
                    signals=found.signals if found else {},
                    cited=True,
                )
        return [*first.values(), *(hit for hit in hits if hit.provision not in first)]

    def _with_companions(self, hits: list[Hit], k: int, as_of: date | None) -> list[Hit]:
        """Label the hits to which the first one refers, and add those of them that are not there yet."""
        if not hits:
            return hits
        top = hits[0]
        targets = [
            root_id(reference.target)
            for reference in self.store.references_from(top.provision)
            if reference.target and root_id(reference.target) != top.provision
        ]
        wanted = list(dict.fromkeys(targets))[:_COMPANIONS]
        labelled = [replace(hit, companion_of=top.provision) if hit.provision in wanted else hit for hit in hits]
        present = {hit.provision for hit in hits}
        extra = []
        for root in wanted:
            provision = self.store.get(root, as_of)
            if root in present or provision is None or provision.status is Status.DEROGADO:
                continue
            start, end = _opening(provision)
            extra.append(
                Hit(
                    root,
                    root,
                    provision.label,
                    hits[-1].score - 1.0,
                    "",
                    start,
                    end,
                    0,
                    companion_of=top.provision,
                )
            )
        kept = labelled[: max(1, k - len(extra))] if len(labelled) + len(extra) > k else labelled
        return [self._quoted(hit, as_of) for hit in [*kept, *extra][:k]]

    def _quoted(self, hit: Hit, as_of: date | None) -> Hit:
        """Fill in the quote, the page and the most exact label from the corpus."""
        root = self.store.get(hit.provision, as_of)
        node = self.store.get(hit.node, as_of) if hit.node != hit.provision else root
        if root is None:
            return hit
        page = (node or root).pages[0]
        return replace(hit, quote=root.text[hit.start : hit.end], page=page, repealed=root.status is Status.DEROGADO)


def _opening(provision: Provision) -> tuple[int, int]:
    """The span of a provision to show when no passage was asked for: its first window."""
    begin = 0 if provision.is_root else provision.start
    text_end = begin + len(provision.text)
    if provision.is_root:
        return next(iter(windows(provision.text, 0, len(provision.text))), (0, 0))
    return begin, text_end


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
