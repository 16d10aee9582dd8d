"""`criterio parameter`: dated legal values are listed, added and never overwritten."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from corpus.errors import BadInput
from tools.command_inputs import closed_days_file, day_typed, load_values, parameters_folder, today_in_mexico

_AsJson = Annotated[bool, typer.Option("--json", help="Un documento JSON.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this group to `criterio`."""
    parameter = typer.Typer(help="Parámetros legales fechados.", no_args_is_help=True)
    parameter.command("list")(list_all)
    parameter.command("add")(add)
    parameter.command("missing")(missing)
    parameter.command("update")(update)
    parameter.command("close-day")(close_day)
    app.add_typer(parameter, name="parameter")


def list_all(as_json: _AsJson = False) -> None:
    """Lista cada parámetro con su último valor y su fuente."""
    values = load_values()
    rows = []
    for name in values.names():
        parameter = values.parameter(name)
        last = max(parameter.values, key=lambda row: row.valid_from)
        rows.append({"name": name, "title": parameter.title, "unit": parameter.unit, **last.model_dump(mode="json")})
    if as_json:
        print(json.dumps({"parameters": rows}, ensure_ascii=False))
        return
    for row in rows:
        print(f"{row['name']}: {row['value']} {row['unit']} desde {row['valid_from']} ({row['certainty']})")


def add(
    name: str,
    since: Annotated[str, typer.Argument(help="Mes o día desde el que rige: 2026-09 o 2026-09-01.")],
    value: str,
    source: Annotated[str, typer.Option(help="Fuente, por ejemplo «DOF 09-10-2026».")],
    published: Annotated[str | None, typer.Option(help="Día de publicación.")] = None,
    certainty: Annotated[str, typer.Option(help="primaria o secundaria.")] = "primaria",
    note: Annotated[str, typer.Option(help="Nota.")] = "",
    until: Annotated[str | None, typer.Option(help="Último día en que rige, si se conoce.")] = None,
) -> None:
    """Agrega un valor; una corrección es otro renglón, nada se sobrescribe."""
    from pydantic import ValidationError

    from corpus.legal_values import DatedValue, add_value

    try:
        row = DatedValue.model_validate(
            {
                "valid_from": f"{since}-01" if len(since) == 7 else since,
                "valid_to": until,
                "value": value,
                "published": published,
                "source": source,
                "certainty": certainty,
                "note": note,
            }
        )
    except ValidationError as error:
        fields = ", ".join(str(item["loc"][0]) for item in error.errors())
        raise BadInput("VALOR_INVALIDO", f"No se entiende: {fields}.", "Revise fecha, valor y certeza.") from error
    add_value(parameters_folder(), name, row)
    print(f"Agregado: {name} {row.valid_from} = {row.value} ({row.source})")


def missing(as_json: _AsJson = False) -> None:
    """Dice qué índices faltan hoy."""
    from tools.wording import month_name, month_names

    values, today = load_values(), today_in_mexico()
    missing = values.missing_inpc(today, 10)
    last = values.last_inpc()
    if as_json:
        print(json.dumps({"inpc": [f"{y}-{m:02d}" for y, m in missing], "last": f"{last[0]}-{last[1]:02d}"}))
    elif missing:
        print(f"Falta el INPC de {month_names(missing)}; el factor usa el último cargado, {month_name(*last)}.")
    else:
        print(f"No falta ningún INPC: el último cargado es {month_name(*last)}.")
    if missing:
        raise SystemExit(1)


def close_day(
    day: Annotated[str, typer.Argument(help="Día: 2025-04-17.")],
    source: Annotated[str, typer.Option(help="Fuente, por ejemplo el acuerdo y su fecha.")],
    kind: Annotated[
        str, typer.Option(help="inhabil_adicional, vacaciones_generales u oficinas_cerradas.")
    ] = "inhabil_adicional",
    note: Annotated[str, typer.Option(help="Nota.")] = "",
) -> None:
    """Agrega un día inhábil, de vacaciones generales o de oficinas cerradas, con su fuente."""
    from pydantic import ValidationError

    from tools.calculators.closed_days import ClosedDay, add_closed_day

    try:
        row = ClosedDay.model_validate({"day": day, "kind": kind, "source": source, "note": note})
    except ValidationError as error:
        fields = ", ".join(str(item["loc"][0]) for item in error.errors())
        raise BadInput("VALOR_INVALIDO", f"No se entiende: {fields}.", "Revise día, tipo y fuente.") from error
    add_closed_day(closed_days_file(), row)
    print(f"Agregado: {row.day} ({row.kind}; {row.source})")


def update(
    since: Annotated[str, typer.Option(help="Primer mes que se pide al SIE.")] = "2018-01-01", as_json: _AsJson = False
) -> None:
    """Agrega los INPC que falten desde el SIE de Banco de México (requiere CRITERIO_BANXICO_TOKEN)."""
    from corpus.settings import Settings
    from tools.banxico import update_inpc

    settings = Settings()
    found = update_inpc(
        parameters_folder(),
        settings.banxico_token.get_secret_value(),
        day_typed(since) or today_in_mexico(),
        today_in_mexico(),
    )
    if as_json:
        added = [row.model_dump(mode="json") for row in found.added]
        different = [{"month": f"{m:%Y-%m}", "loaded": str(a), "sie": str(b)} for m, a, b in found.different]
        print(json.dumps({"added": added, "different": different}, ensure_ascii=False))
        return
    for row in found.added:
        print(f"Agregado: inpc {row.valid_from:%Y-%m} = {row.value}")
    for month, loaded, other in found.different:
        print(f"Difiere {month:%Y-%m}: cargado {loaded}, SIE {other}. Confírmelo contra el DOF.")
    if not found.added and not found.different:
        print("No hay índices nuevos.")
