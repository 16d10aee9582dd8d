"""Speed of retrieval, as ratios within one run so that the machine does not matter.

    python benchmarks/retrieval.py [--state var] [--sizes 2500 25000 250000]

Prints one JSON document: the warm search against the embedding of its question, 16 searches at once, a cold command,
memory, and how search grows with the number of passages (generated laws: real passages with their words drawn again and
their vectors moved a little, because embedding a quarter of a million texts would take hours and proves nothing more;
and a few real typical questions).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import numpy as np

from corpus import generations
from corpus.editorial import Heading, load_glossary
from corpus.generations import Generation
from corpus.provisions import Instrument, InstrumentKind, Provision, ProvisionKind
from corpus.settings import Settings
from corpus.store import CorpusStore
from corpus.store_writer import CorpusWriter
from evals.retrieval.dataset import load_cases
from retriever.build import PRESENT, Editorial, build_index
from retriever.candidates import DENSE_DEPTH
from retriever.embedding import Embedder, Vectors
from retriever.entries import Field
from retriever.index_files import FOLDER, IndexFiles
from retriever.nearest import NeighbourFinder
from retriever.search import Retriever
from retriever.session import embedder_from

PER_ROOT = 5
WORDS_A_PASSAGE = 45
NEIGHBOURS = 10
TYPICAL = 29
"""Typical questions of a generated law: too few to learn an adapter from."""
ROUNDS = 3


def milliseconds(work: Callable[[str], object], questions: Sequence[str]) -> float:
    """Median time of one call, each question once after a warm-up."""
    for question in questions[:5]:
        work(question)
    times = []
    for question in questions:
        started = time.perf_counter()
        work(question)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def warm(retriever: Retriever, questions: Sequence[str]) -> dict[str, float]:
    """A search against the embedding of its own question, in turns, so that both meet the same machine."""
    for question in questions[:5]:
        retriever.search(question)
    times: dict[str, list[float]] = {"embedding": [], "search": []}
    processor = {"embedding": 0.0, "search": 0.0}
    for _ in range(ROUNDS):
        for question in questions:
            for name, work in (
                ("embedding", lambda q: retriever.embedder.embed_queries([q])),
                ("search", retriever.search),
            ):
                started, spent = time.perf_counter(), time.process_time()
                work(question)
                times[name].append((time.perf_counter() - started) * 1000)
                processor[name] += time.process_time() - spent
    embedding, search = statistics.median(times["embedding"]), statistics.median(times["search"])
    # On a machine with other work the clock counts their turns too; the processor counts only ours.
    cpu_ratio = processor["search"] / processor["embedding"]
    return {"embedding_ms": embedding, "search_ms": search, "ratio": search / embedding, "cpu_ratio": cpu_ratio}


def concurrent(retriever: Retriever, questions: Sequence[str], workers: int = 16) -> dict[str, float]:
    """Searches a second, one at a time and sixteen at a time."""
    started = time.perf_counter()
    for question in questions:
        retriever.search(question)
    alone = len(questions) / (time.perf_counter() - started)
    started = time.perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(retriever.search, list(questions) * 2))
    together = 2 * len(questions) / (time.perf_counter() - started)
    return {"alone_per_s": alone, "sixteen_per_s": together, "ratio": together / alone, "cores": os.cpu_count() or 1}


def cold(state: Path) -> dict[str, float]:
    """Seconds of a whole `criterio search` in a fresh process; the second one finds the files in memory."""
    command = [sys.executable, "-c", "from criterio import main; main()", "search", "recargos por no pagar", "--json"]
    environment = {**os.environ, "CRITERIO_STATE_DIR": str(state)}
    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - started)
    return {"first_s": seconds[0], "again_s": min(seconds[1:])}


class GeneratedEmbedder:
    """Real vectors of questions; for generated passages the vector of the passage they were drawn from, moved."""

    def __init__(self, real: Embedder, base: Vectors, seed: int = 1) -> None:
        self._real, self._base, self._random = real, base, np.random.default_rng(seed)
        self.identity, self.dimension = f"generated/{real.identity}", real.dimension

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """As the real one."""
        return self._real.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """A generated text starts with the number of its origin."""
        origin = self._base[[int(text.split(" ", 1)[0]) for text in texts]]
        moved = origin + self._random.normal(0.0, 0.02, origin.shape).astype(np.float32)
        vectors: Vectors = moved / np.linalg.norm(moved, axis=1, keepdims=True)
        return vectors


def generate(path: Path, size: int, texts: Sequence[str], seed: int = 2) -> None:
    """A law of `size` passages, five to an article, of words drawn from real passages."""
    random = np.random.default_rng(seed)
    words = [text.split() for text in texts]
    provisions, order = [], 0
    for number in range(1, size // PER_ROOT + 1):
        root, at, nodes, paragraphs = f"LSS:{number}", 0, [], []
        for paragraph in range(1, PER_ROOT + 1):
            origin = int(random.integers(len(texts)))
            drawn = random.choice(words[origin], min(WORDS_A_PASSAGE, len(words[origin])), replace=True)
            paragraphs.append(f"{origin} {' '.join(drawn)}.")
            nodes.append((f"{root}/p{paragraph}", str(paragraph), at, at + len(paragraphs[-1])))
            at += len(paragraphs[-1]) + 1
        text = "\n".join(paragraphs)
        kind, version = ProvisionKind.ARTICLE, "2026-01-01"
        label = f"Artículo {number}"
        provisions.append(Provision(root, "LSS", version, kind, str(number), label, text, end=len(text), order=order))
        for (node, name, start, end), paragraph_text in zip(nodes, paragraphs, strict=True):
            order += 1
            kind = ProvisionKind.PARAGRAPH
            provisions.append(
                Provision(
                    node, "LSS", version, kind, name, name, paragraph_text, (), start, end, parent=root, order=order
                )
            )
        order += 1
    writer = CorpusWriter(path)
    law = Instrument("LSS", InstrumentKind.LEY, "Ley generada", "2026-01-01", published=date(2026, 1, 1), rank=1)
    writer.write_version(law, provisions)
    writer.commit()


def typical_questions(index: IndexFiles) -> dict[str, Heading]:
    """Real typical questions, each of one article of a generated law; their headings are made as its passages are."""
    asked = np.flatnonzero(index.field_of == Field.QUESTION)
    texts = [place.text for place in index.locate(asked[:: len(asked) // TYPICAL][:TYPICAL].tolist()).values()]
    return {f"LSS:{n}": Heading(f"LSS:{n}", f"{n} {text}", (text,)) for n, text in enumerate(texts, 1)}


def growth(retriever: Retriever, sizes: Sequence[int], questions: Sequence[str]) -> list[dict[str, float]]:
    """Search time and recall of the nearest neighbours, as the number of passages grows."""
    index = retriever.index
    rows = np.flatnonzero(index.field_of[: len(index.vectors)] == Field.PASSAGE)[:3000]
    places = {}
    for at in range(0, len(rows), 500):
        places.update(index.locate(int(row) for row in rows[at : at + 500]))
    base, texts = np.asarray(index.vectors[rows]), [places[int(row)].text for row in rows]
    editorial = Editorial(typical_questions(index), ())
    figures: list[dict[str, float]] = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            embedder = GeneratedEmbedder(retriever.embedder, base)
            generation = Generation(f"bench{size}", Path(folder))
            generate(generation.corpus_path, size, texts)
            started = time.perf_counter()
            with CorpusStore.open(generation.corpus_path) as store:
                build_index(generation.path, store, embedder, editorial, Path(folder) / "cache.sqlite")
            built = time.perf_counter() - started
            figures.append({"passages": size, "build_s": built, **grown(generation, embedder, questions)})
            figures[-1]["ratio"] = figures[-1]["search_ms"] / figures[0]["search_ms"]
            figures[-1]["cpu_ratio"] = figures[-1]["search_cpu_ms"] / figures[0]["search_cpu_ms"]
            print(json.dumps(figures[-1]), file=sys.stderr)
    return figures


def grown(generation: Generation, embedder: Embedder, questions: Sequence[str]) -> dict[str, float]:
    """Time (of the clock and of the processor), memory and recall of searches over one generated law."""
    before = resident_mib()
    opened = Retriever.open(generation, embedder)
    search = milliseconds(opened.search, questions)
    started = time.process_time()
    for question in questions:
        opened.search(question)
    processor = (time.process_time() - started) * 1000 / len(questions)
    recall = neighbour_recall(generation, embedder.embed_queries(questions[:40]))
    opened.close()
    memory = resident_mib() - before
    return {"search_ms": search, "search_cpu_ms": processor, "neighbour_recall": recall, "memory_mib": memory}


def resident_mib() -> float:
    """Memory of this process now, mapped files that were read included."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def neighbour_recall(generation: Generation, vectors: Vectors) -> float:
    """Share of the ten nearest passages that a search of this size finds; equal passages count as one another."""
    index = IndexFiles(generation.path / FOLDER)
    finder = NeighbourFinder(index)
    passages = np.flatnonzero(index.field_of[: len(index.vectors)] == Field.PASSAGE)
    shares = []
    for vector in vectors:
        tenth = np.partition(np.vecdot(index.vectors, vector)[passages], -NEIGHBOURS)[-NEIGHBOURS]
        found = finder.find(vector, DENSE_DEPTH, (PRESENT,)).nearest[0]
        cosines = found.scores[index.field_of[found.rows] == Field.PASSAGE][:NEIGHBOURS]
        shares.append(np.count_nonzero(cosines >= tenth) / NEIGHBOURS)
    return float(np.mean(shares))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", type=Path, default=Settings().state_dir)
    parser.add_argument("--sizes", type=int, nargs="*", default=[2500, 25_000])
    options = parser.parse_args()
    settings = Settings(state_dir=options.state)
    generation = generations.current(settings.state_dir)
    retriever = Retriever.open(generation, embedder_from(settings), load_glossary(settings.editorial_dir))
    questions = [case.question for case in load_cases("dev") if case.kind in ("literal", "colloquial")]
    figures = {
        "warm": warm(retriever, questions),
        "concurrent": concurrent(retriever, questions),
        "memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "cold": cold(settings.state_dir),
        "growth": growth(retriever, options.sizes, questions[:60]),
    }
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
