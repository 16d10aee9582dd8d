"""`criterio show` and `criterio corpus list|diff|check`: the corpus as it stands."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import BadInput, CriterioError

if TYPE_CHECKING:
    from corpus.provisions import Provision
    from corpus.store import CorpusStore

corpus_app = typer.Typer(help="El corpus: qué disposiciones tiene, qué cambió, qué apunta mal.", no_args_is_help=True)

_AsJson = Annotated[bool, typer.Option("--json", help="Un documento JSON en la salida.")]
_Instrument = Annotated[str, typer.Option(help="Sólo este ordenamiento (LSS, CFF, LIF2026, MANUAL-JSAC...).")]


def show(
    provision: Annotated[str | None, typer.Argument(help="Id («LSS:40-A») o cita («art. 40 A LSS»).")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="Redacción de ese día (AAAA-MM-DD).")] = None,
    batch: Annotated[Path | None, typer.Option("--batch", help="JSONL de {id, instrument, provision}.")] = None,
    as_json: _AsJson = False,
) -> None:
    """Muestra una disposición: lugar, texto, fechas, notas y referencias."""
    from corpus.citations import StoreCatalogue
    from corpus.lookup import find_provision
    from corpus.show import provision_as_json

    if (provision is None) == (batch is None):
        raise BadInput("DISPOSICION_AUSENTE", "Falta la disposición.", "Escriba un id, o --batch ARCHIVO.jsonl.")
    day = _day(as_of)
    with _open() as store:
        catalogue = StoreCatalogue(store)
        if batch is None:
            found = find_provision(store, catalogue, provision or "", as_of=day)
            if as_json:
                typer.echo(json.dumps(provision_as_json(store, found), ensure_ascii=False))
            else:
                _print(found, store)
            return
        for row in _rows(batch):
            name = row.get("id")
            try:
                if "error" in row:
                    raise row["error"]
                written = str(row.get("provision") or name or "")
                found = find_provision(store, catalogue, written, str(row.get("instrument") or ""), day)
                answer = provision_as_json(store, found)
                answer = {**answer, "id": name, "provision_id": found.id}
            except CriterioError as error:
                answer = {"id": name, **error.as_json()}
            typer.echo(json.dumps(answer, ensure_ascii=False))


@corpus_app.command("list")
def list_provisions(instrument: _Instrument = "", as_json: _AsJson = False) -> None:
    """Lista artículos, funciones y transitorios con su estado."""
    from corpus.citations import public_label
    from corpus.provisions import public_instrument

    with _open() as store:
        chosen = _instrument_id(store, instrument)
        rows = [
            {
                "id": root.id,
                "instrument": public_instrument(root.instrument),
                "provision": public_label(root.id),
                "label": root.label,
                "status": root.status.value,
            }
            for root in store.roots(chosen)
        ]
    if as_json:
        typer.echo(json.dumps({"provisions": rows}, ensure_ascii=False))
        return
    for row in rows:
        mark = f"  ({row['status']})" if row["status"] != "vigente" else ""
        typer.echo(f"{row['id']}\t{row['label']}{mark}")


@corpus_app.command("diff")
def diff(
    context: typer.Context,
    instrument: Annotated[str, typer.Argument(help="Ordenamiento.")],
    old: Annotated[str, typer.Argument(help="Versión anterior (AAAA-MM-DD); sin ella, la penúltima.")] = "",
    new: Annotated[str, typer.Argument(help="Versión posterior; sin ella, la última.")] = "",
    as_json: _AsJson = False,
) -> None:
    """Dice qué cambió entre dos versiones y qué encabezados, preguntas, criterios y borradores apuntan a eso."""
    from corpus.editorial import load_headings
    from corpus.settings import Settings
    from ingest.changes import compare, what_points_at, word_diff

    headings = load_headings(Settings().editorial_dir)
    with _open() as store:
        chosen = _instrument_id(store, instrument)
        assert chosen is not None
        earlier, later, changes = compare(store, chosen, old, new)
        pointing = what_points_at(store, changes, headings, context.obj)
    if as_json:
        listed = [
            {"id": c.id, "kind": c.kind, "label": c.label, "before": c.before, "after": c.after, "nodes": dict(c.nodes)}
            for c in changes
        ]
        document = {"instrument": chosen, "old": earlier, "new": later, "changes": listed, **pointing.as_json()}
        typer.echo(json.dumps(document, ensure_ascii=False))
        return
    typer.echo(f"{chosen}: de {earlier} a {later}, {len(changes)} disposiciones cambian.")
    for change in changes:
        typer.echo(f"\n{change.label} ({change.kind})")
        inner = ", ".join(f"{node.partition('/')[2]} ({kind})" for node, kind in change.innermost.items())
        if inner:
            typer.echo(f"  en: {inner}")
        typer.echo(f"  {word_diff(change.before, change.after)}")
    if pointing.headings:
        typer.echo(f"\nEncabezados por revisar: {', '.join(pointing.headings)}")
    for key, questions in pointing.questions.items():
        typer.echo(f"Preguntas típicas por revisar de {key}:")
        for question in questions:
            typer.echo(f"  {question}")
    if pointing.criteria:
        typer.echo(f"\nCirculares, acuerdos, oficios y criterios por revisar: {', '.join(pointing.criteria)}")
    if pointing.provisions:
        typer.echo(f"\nDisposiciones que remiten a lo que cambió: {', '.join(pointing.provisions)}")
    if pointing.drafts:
        typer.echo("\nConsultas abiertas por revisar:")
        for draft, cited in pointing.drafts.items():
            typer.echo(f"  {draft}: {', '.join(cited)}")


@corpus_app.command("check")
def check(as_json: _AsJson = False) -> None:
    """Comprueba que encabezados y preguntas típicas apuntan a disposiciones que existen y rigen."""
    from corpus.editorial import load_headings
    from corpus.settings import Settings

    headings = load_headings(Settings().editorial_dir)
    with _open() as store:
        unknown = sorted(key for key in headings if store.get(key) is None)
        repealed = sorted(
            key for key in headings if (found := store.get(key)) is not None and found.status.value == "derogado"
        )
    if as_json:
        document = {"headings": len(headings), "unknown": unknown, "derogated": repealed}
        typer.echo(json.dumps(document, ensure_ascii=False))
    else:
        typer.echo(
            f"{len(headings)} encabezados; {len(unknown)} sin disposición; {len(repealed)} de disposiciones derogadas."
        )
        for key in unknown:
            typer.echo(f"  no existe: {key}")
        for key in repealed:
            typer.echo(f"  derogada: {key}")
    if unknown or repealed:
        raise SystemExit(1)


def _open() -> CorpusStore:
    from corpus import generations
    from corpus.settings import Settings
    from corpus.store import CorpusStore

    return CorpusStore.open(generations.current(Settings().state_dir).corpus_path)


def _instrument_id(store: CorpusStore, name: str) -> str | None:
    """The id of an instrument as written; None for "all".

    Raises:
        NotFound: ORDENAMIENTO_DESCONOCIDO.
    """
    from corpus.errors import NotFound
    from corpus.provisions import private_instrument

    if not name:
        return None
    chosen = private_instrument(name)
    if store.instrument(chosen) is None:
        known = ", ".join(held.id for held in store.instruments())
        raise NotFound("ORDENAMIENTO_DESCONOCIDO", f"El corpus no tiene «{name}».", f"Tiene: {known}.")
    return chosen


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput("FECHA_INVALIDA", f"«{text}» no es una fecha.", "Escríbala como 2026-03-18.") from error


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a batch; a line that is not an object carries its own error."""
    try:
        lines = path.read_text("utf-8").splitlines() if str(path) != "-" else sys.stdin.read().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("ARCHIVO_ILEGIBLE", f"No se puede leer «{path}».", "Revise la ruta y que sea UTF-8.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            row = None
        if isinstance(row, dict):
            yield row
        else:
            yield {"id": None, "error": BadInput("LINEA_INVALIDA", f"La línea {number} no es un objeto JSON.")}


def _print(found: Provision, store: CorpusStore) -> None:
    instrument = store.instrument(found.instrument, found.version)
    title = instrument.title if instrument else found.instrument
    marks = f" · {found.status.value.upper()}" if found.status.value != "vigente" else ""
    marks += " · DOCUMENTO FICTICIO" if instrument and instrument.fictitious else ""
    typer.echo(f"{found.label} · {title} · pág. {found.pages[0]}{marks}")
    if found.hierarchy:
        typer.echo(" > ".join(found.hierarchy))
    since = f"vigente desde {found.valid_from}" if found.valid_from else "sin nota de reforma"
    until = f" hasta {found.valid_to}" if found.valid_to else ""
    typer.echo(f"{found.id} · {since}{until} · texto al {found.version}\n")
    typer.echo(found.text)
    for note in found.notes:
        typer.echo(f"  [{note.text}]")
    for effect in json.loads(found.extras.get("affected_by", "[]")):
        typer.echo(f"  [{effect['by']} lo {effect['action']} el {effect['on']}]")
    cited = [reference.target for reference in store.references_from(found.root) if reference.target]
    if cited:
        typer.echo(f"\nRemite a: {', '.join(dict.fromkeys(cited))}")
