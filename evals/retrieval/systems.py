"""The systems that one run compares: ours, ours with one lever off, and four named baselines.

ours                all levers on
sin-<lever>         one lever off
llamaindex          LlamaIndex's defaults: SentenceSplitter 1024/200, the same embeddings, Chroma
bm25-articulo       BM25 by article (tantivy), our terms, nothing else
denso-articulo      the same embeddings by article, cut where the model stops reading
rrf                 reciprocal rank fusion of the last two
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields

import numpy as np

from corpus.editorial import GlossaryEntry
from corpus.generations import Generation
from corpus.provisions import Provision, Status
from corpus.store import CorpusStore
from evals.retrieval.llamaindex_baseline import llamaindex_defaults
from retriever.build import PRESENT
from retriever.embedding import Embedder
from retriever.entries import Field
from retriever.fusion import fuse
from retriever.index_files import FOLDER, IndexFiles
from retriever.levers import Levers
from retriever.lexical import LexicalIndex
from retriever.search import Retriever
from retriever.terms import terms
from retriever.vector_cache import VectorCache

System = Callable[[str], list[str]]
"""A question to roots, best first."""

_DEPTH = 50


def systems(
    generation: Generation,
    embedder: Embedder,
    glossary: Sequence[GlossaryEntry],
    cache: VectorCache,
    chroma_host: str,
    levers: bool = True,
) -> Iterator[tuple[str, System]]:
    """Every system by name, ours first; each is opened when its turn comes."""
    yield "ours", _ours(Retriever.open(generation, embedder, glossary, chroma_host))
    with CorpusStore.open(generation.corpus_path) as store:
        articles = [root for root in store.roots() if root.status is not Status.DEROGADO]
    lexical, dense = _bm25(generation), _dense(articles, embedder, cache)
    yield "llamaindex", llamaindex_defaults(articles, embedder, cache)
    yield "bm25-articulo", lexical
    yield "denso-articulo", dense
    yield "rrf", lambda question: _rrf(question, lexical, dense)
    for lever in fields(Levers) if levers else ():
        off = Levers(**{lever.name: False})
        yield f"sin-{lever.name}", _ours(Retriever.open(generation, embedder, glossary, chroma_host, off))


def _ours(retriever: Retriever) -> System:
    return lambda question: [hit.provision for hit in retriever.search(question).hits]


def _bm25(generation: Generation) -> System:
    index = IndexFiles(generation.path / FOLDER)
    lexical = LexicalIndex(generation.path / "lexical" / PRESENT)

    def search(question: str) -> list[str]:
        asked = [(term, 1.0) for term in dict.fromkeys(terms(question))]
        return [index.roots[index.root_of[row]].id for row in lexical.query(Field.ARTICLE, asked, _DEPTH).rows]

    return search


def _dense(articles: Sequence[Provision], embedder: Embedder, cache: VectorCache) -> System:
    vectors = cache.embed(embedder, [root.text for root in articles], as_queries=False)

    def search(question: str) -> list[str]:
        scores = vectors @ embedder.embed_queries([question])[0]
        return [articles[i].id for i in np.argsort(-scores)[:_DEPTH]]

    return search


def _rrf(question: str, *parts: System) -> list[str]:
    found = [part(question) for part in parts]
    ids = list(dict.fromkeys(root for ranking in found for root in ranking))
    place = {root: at for at, root in enumerate(ids)}
    fused = fuse([1.0] * len(parts), [np.asarray([place[root] for root in ranking], int) for ranking in found], 60.0)
    return [ids[at] for at in np.argsort(-fused, kind="stable")]
