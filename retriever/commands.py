"""`criterio search` and `criterio index`."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import BadInput

if TYPE_CHECKING:
    from retriever.hits import SearchResult
    from retriever.search import Retriever

index_app = typer.Typer(help="Índice de búsqueda: construirlo y comprobarlo.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add `search` and `index`."""
    app.command("search")(search)
    app.add_typer(index_app, name="index")


def search(
    question: Annotated[str | None, typer.Argument(help="La pregunta o la cita («40-A»).")] = None,
    k: Annotated[int, typer.Option("--k", help="Cuántas disposiciones.")] = 10,
    as_of: Annotated[str | None, typer.Option("--as-of", help="Texto vigente en ese día (AAAA-MM-DD).")] = None,
    instrument: Annotated[
        list[str] | None,
        typer.Option("--instrument", help="Solo de este ordenamiento (LSS, CFF, LIF2026...); se repite."),
    ] = None,
    batch: Annotated[Path | None, typer.Option("--batch", help="Archivo JSONL de {id, question}.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Un documento JSON en la salida.")] = False,
) -> None:
    """Busca las disposiciones que responden una pregunta."""
    from corpus.provisions import private_instrument
    from corpus.settings import Settings
    from retriever.session import open_retriever

    if (question is None) == (batch is None):
        raise BadInput("PREGUNTA_AUSENTE", "Falta la pregunta.", "Escriba una pregunta, o --batch ARCHIVO.jsonl.")
    day = _day(as_of)
    chosen = [private_instrument(name) for name in instrument or ()]
    asked = _read_batch(batch) if batch else []
    retriever = open_retriever(Settings())
    _check_instruments(retriever, chosen)
    if batch is None:
        started = time.perf_counter()
        result = retriever.search(question or "", k, day, chosen)
        if as_json:
            print(json.dumps(_as_json(result, started), ensure_ascii=False))
        else:
            _show(result)
        return
    for name, text in asked:
        started = time.perf_counter()
        result = retriever.search(text, k, day, chosen)
        print(json.dumps({"id": name, **_as_json(result, started)}, ensure_ascii=False), flush=True)


@index_app.command("build")
def index_build(
    force: Annotated[bool, typer.Option("--force", help="Construirlo aunque nada haya cambiado.")] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Construye el índice del corpus actual si algo cambió; los lectores siguen con el anterior hasta que termina."""
    from corpus import generations
    from corpus.settings import Settings
    from retriever.progress import ConsoleProgress
    from retriever.rebuild import is_current, rebuild_index

    started, settings = time.perf_counter(), Settings()
    unchanged = not force and is_current(settings)
    if unchanged:
        generation = generations.current(settings.state_dir)
    else:
        with ConsoleProgress() as progress:
            generation = rebuild_index(settings, progress)
    seconds = round(time.perf_counter() - started, 1)
    index = generation.manifest["index"]
    if as_json:
        done = {"generation": generation.name, "seconds": seconds, "unchanged": unchanged, "index": index}
        print(json.dumps(done, ensure_ascii=False))
    elif unchanged:
        print(f"El índice {generation.name} ya está al día: nada cambió. Para rehacerlo: criterio index build --force.")
    else:
        print(f"Índice {generation.name} listo en {seconds} s: {index['roots']} disposiciones, {index['entries']}.")


@index_app.command("check")
def index_check(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Comprueba que el índice está completo y corresponde al corpus y al modelo configurados."""
    from corpus import generations
    from corpus.settings import Settings
    from retriever.search import graphs_of
    from retriever.session import open_retriever

    settings = Settings()
    manifest = open_retriever(settings).index.manifest
    if not settings.chroma_host:
        for graph in graphs_of(generations.current(settings.state_dir), "").values():
            graph.open()
    if as_json:
        print(json.dumps({"ok": True, "index": manifest}, ensure_ascii=False))
    else:
        print(f"El índice está completo: {manifest['roots']} disposiciones, modelo {manifest['model']}.")


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput("FECHA_INVALIDA", f"«{text}» no es una fecha.", "Escríbala como 2026-03-18.") from error


def _read_batch(path: Path) -> list[tuple[object, str]]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("ARCHIVO_ILEGIBLE", f"No se puede leer «{path}».", "Revise la ruta y que sea UTF-8.") from error
    asked = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadInput("LINEA_INVALIDA", f"La línea {number} de «{path}» no es JSON.", line=number) from error
        if not isinstance(row, dict) or not isinstance(row.get("question"), str):
            raise BadInput("LINEA_INVALIDA", f"A la línea {number} de «{path}» le falta «question».", line=number)
        asked.append((row.get("id"), row["question"]))
    return asked


def _check_instruments(retriever: Retriever, chosen: list[str]) -> None:
    known = {instrument.id for instrument in retriever.store.instruments()}
    for name in chosen:
        if name not in known:
            raise BadInput(
                "ORDENAMIENTO_DESCONOCIDO",
                f"No hay un ordenamiento «{name}» en el corpus.",
                f"Hay: {', '.join(sorted(known))}.",
            )


def _as_json(result: SearchResult, started: float) -> dict[str, object]:
    return {**result.as_json(), "ms": round((time.perf_counter() - started) * 1000, 1)}


def _show(result: SearchResult) -> None:
    for absent in result.missing:
        near = f" Lo más cercano: {', '.join(absent.nearest)}." if absent.nearest else ""
        print(f"No existe «{absent.raw}» en el corpus.{near}")
    for number, hit in enumerate(result.hits, 1):
        note = f"  (a la que remite {hit.companion_of})" if hit.companion_of else ""
        note += "  (derogado)" if hit.repealed else ""
        print(f"{number:2}. {hit.label} · {hit.node} · p. {hit.page}{note}")
        print(f"    {' '.join(hit.quote.split())[:220]}")
    if not result.hits:
        print("No se encontró ninguna disposición.")
