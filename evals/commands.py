"""`criterio eval`: quality of retrieval, of whole answers, and of our search on other people's benchmarks."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from evals.retrieval.runner import Outcome

eval_app = typer.Typer(help="Evaluaciones de calidad.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add `eval`."""
    from evals.answers.commands import register as register_answers
    from evals.judging.commands import judge
    from evals.spans.commands import spans
    from evals.verification.commands import reader

    register_answers(eval_app)
    eval_app.command("judge")(judge)
    eval_app.command("reader")(reader)
    eval_app.command("spans")(spans)
    app.add_typer(eval_app, name="eval")


@eval_app.command("retrieval")
def retrieval(
    name: Annotated[str, typer.Option("--set", help="Conjunto: dev o test.")] = "dev",
    levers: Annotated[bool, typer.Option(help="Medir también cada palanca apagada.")] = True,
    misses: Annotated[bool, typer.Option("--misses", help="Mostrar lo no encontrado (solo con dev).")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Un documento JSON en la salida.")] = False,
) -> None:
    """Mide la búsqueda contra bases con nombre, con intervalos de confianza y diferencias pareadas."""
    from corpus import generations
    from corpus.editorial import load_glossary
    from corpus.settings import Settings
    from evals.retrieval.dataset import load_cases
    from evals.retrieval.runner import run
    from evals.retrieval.systems import systems
    from retriever.session import cache_path, embedder_from
    from retriever.vector_cache import VectorCache

    settings = Settings()
    cases = load_cases(name)
    generation = generations.current(settings.state_dir)
    compared = systems(
        generation,
        embedder_from(settings),
        load_glossary(settings.editorial_dir),
        VectorCache(cache_path(settings.state_dir)),
        settings.chroma_host,
        levers,
    )
    outcomes = run(cases, compared, lambda system: print(f"· {system}", file=sys.stderr))
    if as_json:
        document = {"set": name, "questions": len(cases), "systems": [outcome.as_json() for outcome in outcomes]}
        print(json.dumps(document, ensure_ascii=False))
        return
    _show(outcomes)
    if misses and name == "dev":
        for case in cases:
            ours = outcomes[0]
            if case.expect and ours.values[case.id]["recall@5"] < 1:
                found = ", ".join(ours.rankings[case.id][:5])
                print(f"{case.id}: {case.question}\n    se esperaba {', '.join(case.expect)}; se halló {found}")


def _show(outcomes: list[Outcome]) -> None:
    ours = outcomes[0].summary
    names = ("recall@1", "recall@5", "recall@10", "all@10", "MRR@10", "nDCG@10")
    print(f"{'':14} {'n':>4}  " + "  ".join(f"{name:>19}" for name in names))
    for kind, row in ours.items():
        cells = "  ".join(f"{row[n].mean:.3f} [{row[n].low:.3f} {row[n].high:.3f}]" for n in names)
        print(f"{kind:14} {row['MRR@10'].count:>4}  {cells}")
    print(f"\n{'sistema':18} {'recall@5':>9} {'coloquial':>10} {'MRR@10':>8}   nuestra ventaja en MRR@10")
    for outcome in outcomes:
        means, ahead = outcome.summary, outcome.difference["MRR@10"]
        total = means["all"]
        spoken = means["colloquial"]["recall@5"].mean if "colloquial" in means else float("nan")
        print(
            f"{outcome.name:18} {total['recall@5'].mean:>9.3f} {spoken:>10.3f} {total['MRR@10'].mean:>8.3f}"
            f"   {ahead.mean:+.3f} [{ahead.low:+.3f} {ahead.high:+.3f}]"
        )
