"""`criterio eval spans`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

KS = (1, 2, 4, 8, 16, 32, 64)


def spans(
    benchmark: Annotated[Path, typer.Argument(metavar="BANCO", help="JSON con la forma de LegalBench-RAG.")],
    corpus: Annotated[Path, typer.Argument(metavar="CARPETA", help="Carpeta con los .txt que nombra.")],
    as_json: Annotated[bool, typer.Option("--json", help="Un documento JSON en la salida.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Solo las primeras N preguntas.")] = None,
) -> None:
    """Mide nuestra búsqueda en un banco ajeno: precisión y exhaustividad en caracteres, a los primeros k."""
    import tempfile

    from corpus.settings import Settings
    from evals.retrieval.metrics import estimate
    from evals.spans.benchmark import Span, precision_recall, read_benchmark, read_corpus
    from evals.spans.indexing import index_texts
    from retriever.session import embedder_from

    texts = read_corpus(corpus)
    tests = read_benchmark(benchmark, texts).tests[:limit]
    values: dict[int, list[tuple[float, float]]] = {k: [] for k in KS}
    with tempfile.TemporaryDirectory() as folder:
        search = index_texts(texts, Path(folder), embedder_from(Settings()))
        for test in tests:
            relevant = [Span(one.file_path, *one.span) for one in test.snippets]
            found = search(test.query, KS[-1])
            for k in KS:
                values[k].append(precision_recall(found[:k], relevant))
    rows = {k: (estimate([p for p, _ in pairs]), estimate([r for _, r in pairs])) for k, pairs in values.items()}
    if as_json:
        figures = {str(k): {"precision": asdict(p), "recall": asdict(r)} for k, (p, r) in rows.items()}
        print(json.dumps({"queries": len(tests), "files": len(texts), "at": figures}, ensure_ascii=False))
        return
    print(f"{len(tests)} preguntas, {len(texts)} archivos\n   k  precisión            exhaustividad")
    for k, (precision, recall) in rows.items():
        cells = [f"{one.mean:.3f} [{one.low:.3f} {one.high:.3f}]" for one in (precision, recall)]
        print(f"{k:>4}  {'  '.join(cells)}")
