"""Plain text files as a corpus of ours, so that our own index and search are what is measured.

Each file is an instrument and each of its paragraphs an article, whose text is the file's own between two offsets, so
that what a hit quotes can be found again in the file. A hit is one for each article: larger ones would hide spans.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from corpus import generations
from corpus.provisions import Instrument, InstrumentKind, Provision, ProvisionKind
from corpus.store import CorpusStore
from corpus.store_writer import CorpusWriter
from evals.spans.benchmark import Span
from retriever.build import Editorial, build_index
from retriever.embedding import Embedder
from retriever.search import Retriever

PARAGRAPH = 500
_VERSION = "2000-01-01"
_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n(?!\s*\n)[^\n]*)*")
_SENTENCE_END = re.compile(r"[.;:]\s+|\n|\s")
Search = Callable[[str, int], list[Span]]


def index_texts(texts: dict[str, str], folder: Path, embedder: Embedder) -> Search:
    """Index the files under `folder` (a state directory of its own) and give a search: question and k to spans."""
    files = {f"TXT{number}": name for number, name in enumerate(texts, 1)}
    starts: dict[str, tuple[str, int]] = {}
    with generations.writing(folder):
        fresh = generations.new(folder)
        writer = CorpusWriter(fresh.corpus_path)
        for ident, name in files.items():
            made = list(_provisions(ident, texts[name]))
            starts |= {p.id: (name, int(p.extras["start"])) for p in made if p.is_root}
            writer.write_version(Instrument(ident, InstrumentKind.LEY, name, _VERSION, sha256=ident), made)
        writer.commit()
        with CorpusStore.open(fresh.corpus_path) as store:
            index = build_index(fresh.path, store, embedder, Editorial({}, []), folder / "cache.sqlite")
        generations.publish(folder, fresh, {"index": index})
    retriever = Retriever.open(generations.current(folder), embedder)

    def search(question: str, k: int) -> list[Span]:
        spans = []
        for hit in retriever.search(question, k=k).hits:
            file, offset = starts[hit.provision]
            spans.append(Span(file, offset + hit.start, offset + hit.end))
        return spans

    return search


def paragraphs_of(text: str) -> Iterator[tuple[int, int]]:
    """Spans between blank lines; one longer than `PARAGRAPH` is cut after a sentence, or at a space."""
    for match in _PARAGRAPH.finditer(text):
        start, end = match.start(), match.start() + len(match[0].rstrip())
        while end - start > PARAGRAPH:
            cuts = [cut.end() for cut in _SENTENCE_END.finditer(text, start, start + PARAGRAPH)]
            sentences = [cut for cut in cuts if text[start:cut].rstrip()[-1:] in ".;:"]
            cut = (sentences or cuts or [start + PARAGRAPH])[-1]
            yield start, start + len(text[start:cut].rstrip())
            start = cut
        yield start, end


def _provisions(ident: str, text: str) -> Iterator[Provision]:
    for number, (start, end) in enumerate(paragraphs_of(text), 1):
        root, label, body = f"{ident}:{number}", f"Artículo {number}", text[start:end]
        article = Provision(
            root, ident, _VERSION, ProvisionKind.ARTICLE, str(number), label, body, end=len(body), order=2 * number
        )
        yield replace(article, extras={"start": str(start)})
        yield replace(
            article,
            id=f"{root}/p1",
            kind=ProvisionKind.PARAGRAPH,
            number="1",
            label="párrafo 1",
            parent=root,
            order=article.order + 1,
        )
