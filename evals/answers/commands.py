"""`criterio eval validate`, `run`, `compare`, `export` and `from-feedback`."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

if TYPE_CHECKING:
    from evals.answers.summary import Comparison

_MEXICO = ZoneInfo("America/Mexico_City")
_Json = Annotated[bool, typer.Option("--json", help="Un documento JSON en la salida.")]
_Html = Annotated[Path | None, typer.Option("--html", help="Escribir aquí el informe, un solo archivo.")]


class Level(StrEnum):
    """Who writes the answer; the values are those of CRITERIO_COMPOSER."""

    AUTO = "auto"
    EXTRACTIVE = "extractive"
    SELECTOR = "selector"
    PROSE = "prose"


def register(app: typer.Typer) -> None:
    """Add the commands for whole answers."""
    app.command("validate")(validate)
    app.command("run")(run)
    app.command("compare")(compare)
    app.command("export")(export)
    app.command("from-feedback")(from_feedback)


def validate(
    name: Annotated[str, typer.Argument(metavar="SET", help="dev, test o un conjunto escrito en la página.")],
    as_json: _Json = False,
) -> None:
    """Revisa los casos de un conjunto y que sus preceptos existan en el corpus; sale con 1 si falta alguno."""
    from assistant.evaluations.cases import missing_provisions
    from corpus import generations
    from corpus.settings import Settings
    from corpus.store import CorpusStore
    from evals.answers.cases import find_set

    settings = Settings()
    cases = find_set(name, settings.effective_database_url)
    with CorpusStore.open(generations.current(settings.state_dir).corpus_path) as store:
        problems = missing_provisions(cases, store)
    if as_json:
        found = {"set": name, "version": cases.version, "cases": len(cases.cases), "problems": problems}
        print(json.dumps(found, ensure_ascii=False))
    else:
        print(f"{name} {cases.version}: {len(cases.cases)} casos, {len(problems)} avisos")
        for problem in problems:
            print(problem)
    if problems:
        raise typer.Exit(1)


def run(
    name: Annotated[str, typer.Argument(metavar="SET", help="dev, test o un conjunto escrito en la página.")],
    limit: Annotated[int | None, typer.Option(min=1, help="Solo los primeros N casos.")] = None,
    run_name: Annotated[str, typer.Option("--name", help="Nombre de la corrida; vacío: el de su huella.")] = "",
    as_json: _Json = False,
    html: _Html = None,
    junit: Annotated[Path | None, typer.Option(help="Escribir aquí un JUnit XML.")] = None,
    baseline: Annotated[bool, typer.Option("--baseline", help="Medir la base con nombre: LlamaIndex solo.")] = False,
    url: Annotated[str, typer.Option(help="Preguntar a este servidor en vez de aquí mismo.")] = "",
    composer: Annotated[Level | None, typer.Option(help="Nivel de redacción; sin él, el configurado.")] = None,
    model: Annotated[str, typer.Option(help="Modelo del servidor configurado; vacío: el configurado.")] = "",
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Casos a la vez; con más de uno no se mide el tiempo.")
    ] = 1,
) -> None:
    """Pregunta cada caso y lo califica; una corrida interrumpida sigue donde quedó."""
    from corpus.errors import BadInput
    from corpus.settings import Settings
    from evals.answers.report import junit_of, page_of
    from evals.answers.session import evaluate
    from evals.answers.summary import summarise
    from evals.progress import announce

    if (url or baseline) and (composer or model):
        raise BadInput(
            "OPCIONES_INCOMPATIBLES",
            "--composer y --model cambian lo que contesta aquí, no un servidor ni la base.",
            "Quite --url o --baseline, o configure el servidor.",
        )
    chosen = {"composer": composer and composer.value, "model_name": model}
    settings = Settings().model_copy(update={field: value for field, value in chosen.items() if value})
    if model and not settings.model_url:
        raise BadInput("MODELO_SIN_CONFIGURAR", "No hay servidor de modelo.", "Indique CRITERIO_MODEL_URL.")
    server = (url, datetime.now(_MEXICO).date()) if url else None
    finished = asyncio.run(evaluate(settings, name, limit, run_name, announce, server, baseline, workers))
    if html:
        html.write_text(page_of(finished), "utf-8")
    if junit:
        junit.write_text(junit_of(finished), "utf-8")
    summary = summarise(finished)
    if as_json:
        print(json.dumps(summary, ensure_ascii=False))
    else:
        _show(summary)


def compare(
    first: Annotated[str, typer.Argument(help="Corrida de antes.")],
    second: Annotated[str, typer.Argument(help="Corrida de después.")],
    as_json: _Json = False,
    html: _Html = None,
) -> None:
    """Compara dos corridas caso por caso: diferencia con su intervalo, prueba de signos y qué casos cambiaron."""
    from corpus.settings import Settings
    from evals.answers import summary
    from evals.answers.report import page_of
    from evals.answers.runs import load_run
    from evals.answers.session import run_folder

    state = Settings().state_dir
    old, new = (load_run(run_folder(state, one)) for one in (first, second))
    found = summary.compare(old, new)
    if html:
        html.write_text(page_of(new, found), "utf-8")
    if as_json:
        print(json.dumps(found.as_json(), ensure_ascii=False))
    else:
        _show_comparison(found)


def export(
    name: Annotated[str, typer.Argument(metavar="CORRIDA", help="Nombre de la corrida.")],
    to: Annotated[Path, typer.Argument(metavar="ARCHIVO", help="Termina en .csv o .xlsx.")],
) -> None:
    """Escribe una corrida terminada como tabla: un renglón por caso; de un conjunto sellado, sólo los totales."""
    from assistant.evaluations.run_files import read_run
    from assistant.evaluations.tables import run_rows, written
    from corpus.settings import Settings

    to.write_bytes(written(run_rows(*read_run(Settings().state_dir, name)), to.suffix))
    print(to)


def from_feedback(
    number: Annotated[int, typer.Argument(metavar="N", help="Número de la opinión.")],
    out: Annotated[Path, typer.Option("--out", help="Archivo de casos; el caso se agrega al final.")],
    cites: Annotated[list[str] | None, typer.Option(help="Precepto que debe citarse; se repite.")] = None,
    says: Annotated[list[str] | None, typer.Option(help="Expresión regular de lo que debe decirse; se repite.")] = None,
) -> None:
    """Hace un caso de la opinión N del chat: pregunta, turnos previos, fecha y lo que se espera."""
    from assistant.conversations.desk import ConversationDesk
    from corpus import generations
    from corpus.settings import Settings
    from corpus.store import CorpusStore
    from evals.answers.from_opinion import append, pick
    from tools.caller import Caller, Role

    settings = Settings()
    desk = ConversationDesk(settings.effective_database_url, lambda: datetime.now(_MEXICO), settings.conversation_days)
    # Whoever holds the terminal holds the database: the role says what for.
    opinion = pick(desk.opinions.cases(Caller("terminal", frozenset({Role.EVALUADOR}))), number)
    with CorpusStore.open(generations.current(settings.state_dir).corpus_path) as store:
        case = append(out, opinion, cites or [], says or [], store)
    print(f"{case.id} en {out}. Antes de usarlo: que la pregunta no nombre a nadie, y la segunda revisión.")


def _show(summary: dict[str, Any]) -> None:
    print(f"{summary['run']}: {summary['cases']} casos calificados, {summary['omitted']} omitidos; ms {summary['ms']}")
    for name, value in summary["metrics"].items():
        print(f"  {name:19} {value['mean']:.3f} [{value['low']:.3f} {value['high']:.3f}]  n={value['count']}")
    for name, share in summary["abstention"].items():
        print(f"  abstención {name:8} {'—' if share is None else f'{share:.3f}'}")
    if found := summary["calibration"]:
        print(f"  calibración: Brier {found['brier']:.3f}, ECE {found['ece']:.3f}, n={found['count']}")
    if read := summary["readability"]:
        print(f"  legibilidad {read['median']} ({read['band']}), n={read['count']}")
    for kind, metrics in summary["kinds"].items():
        correct = metrics["correct"]
        print(f"  {kind:16} correcto {correct['mean']:.3f}  n={correct['count']}")


def _show_comparison(found: Comparison) -> None:
    print(f"{found.first.name} → {found.second.name}")
    for name, row in (*found.differences.items(), *found.kinds.items()):
        delta = row.delta
        interval = f"{delta.mean:+.3f} [{delta.low:+.3f} {delta.high:+.3f}]"
        print(f"  {name:19} {interval}  mejor {row.better}, peor {row.worse}, p={row.p:.3f}")
    if not found.first.manifest.sealed:
        for flip in found.flips:
            print(f"  {'ganado' if flip.gained else 'perdido'} {flip.after.id} ({flip.cause})")
