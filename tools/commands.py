"""`criterio surcharges`, `instalments`, `deferral`, `fine`, `costs`, `due-date` and `parameter`."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from corpus.errors import BadInput
from tools.credits.commands import register as register_credits
from tools.deadline_commands import deadlines
from tools.statement_commands import statement

if TYPE_CHECKING:
    from corpus.legal_values import LegalValues
    from tools.calculators.business_days import Calendar
    from tools.calculators.readings import Readings
    from tools.result import CalculationResult

_AsJson = Annotated[bool, typer.Option("--json", help="Un documento JSON.")]
_Xlsx = Annotated[Path | None, typer.Option("--xlsx", help="Guarda también la hoja de cálculo con fórmulas.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this package to `criterio`."""
    app.command("surcharges")(surcharges)
    app.command("instalments")(instalments)
    app.command("deferral")(deferral)
    app.command("fine")(fine)
    app.command("costs")(costs)
    app.command("due-date")(due_date)
    app.command("deadlines")(deadlines)
    app.command("statement")(statement)
    parameter = typer.Typer(help="Parámetros legales fechados.", no_args_is_help=True)
    parameter.command("list")(parameter_list)
    parameter.command("add")(parameter_add)
    parameter.command("missing")(parameter_missing)
    parameter.command("update")(parameter_update)
    parameter.command("close-day")(parameter_close_day)
    app.add_typer(parameter, name="parameter")
    register_credits(app)


def surcharges(
    amount: Annotated[str, typer.Option(help="Importe original, por ejemplo 84321.55.")] = "",
    period: Annotated[str | None, typer.Option(help="Mes de la COP: 2026-01.")] = None,
    bimester: Annotated[str | None, typer.Option(help="Bimestre de la RCV: 2026-3.")] = None,
    notified: Annotated[str | None, typer.Option(help="Día de notificación de la cédula.")] = None,
    due: Annotated[str | None, typer.Option(help="Día del vencimiento.")] = None,
    paid: Annotated[str | None, typer.Option(help="Día del pago; por omisión, hoy.")] = None,
    kind: Annotated[str, typer.Option(help="COP, RCV, CAPITAL_CONSTITUTIVO, MULTA, SALDO_REVOCADO.")] = "COP",
    batch: Annotated[Path | None, typer.Option(help="Casos en JSON: una lista o {«vectors»: […]}.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="Cartera en CSV.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="CSV de salida.")] = None,
    reading: Annotated[
        list[str] | None, typer.Option(help="Lectura nombrada, por ejemplo factor_rounding=half_up. Se repite.")
    ] = None,
    xlsx: _Xlsx = None,
    as_json: _AsJson = False,
) -> None:
    """Actualización y recargos a una fecha, o un lote de casos, o una cartera."""
    values = _values()
    if batch is not None:
        from tools.batch import run_batch

        print(json.dumps(run_batch(_cases(batch), values), ensure_ascii=False))
        return
    if csv is not None:
        from corpus.settings import Settings
        from executors.choose import executor_from
        from tools.portfolio_csv import run_with_progress

        run_with_progress(csv, out, values, _readings(reading), _day(paid), executor_from(Settings()), _calendar())
        return
    from pydantic import ValidationError

    from tools.interactive import SurchargeRequest
    from tools.interactive import surcharges as compute

    try:
        request = SurchargeRequest(
            amount=amount,
            paid=_day(paid) or _today(),
            kind=kind,
            period=period,
            bimester=bimester,
            notified=_day(notified),
            due=_day(due),
            readings=_readings(reading),
        )
    except ValidationError as error:
        raise BadInput("PERIODO_INVALIDO", "El periodo no se entiende.", "COP: 2026-01. RCV: 2026-3.") from error
    _show(compute(request, values, _calendar(), _today()), as_json, xlsx)


def instalments(
    amount: Annotated[str, typer.Option(help="Adeudo patronal actualizado con accesorios.")],
    months: Annotated[int, typer.Option(help="Número de parcialidades, 48 a lo más.")],
    requested: Annotated[str | None, typer.Option(help="Día de la solicitud; por omisión, hoy.")] = None,
    worker: Annotated[str, typer.Option(help="Cuota obrera retenida, que se paga completa al inicio.")] = "0",
    kind: Annotated[str, typer.Option(help="Tipo de crédito; RCV sólo admite diferido.")] = "COP",
    public_entity: Annotated[bool, typer.Option(help="Ente público (LIF 2026, T. Séptimo): 72 meses.")] = False,
    xlsx: _Xlsx = None,
    as_json: _AsJson = False,
) -> None:
    """Calendario de un convenio en parcialidades."""
    from tools.agreement_plans import instalment_plan

    result = instalment_plan(amount, months, _day(requested) or _today(), _values(), worker, kind, public_entity)
    _show(result, as_json, xlsx)


def deferral(
    amount: Annotated[str, typer.Option(help="Adeudo actualizado.")],
    paid: Annotated[str, typer.Option(help="Día en que se pagará.")],
    requested: Annotated[str | None, typer.Option(help="Día de la solicitud; por omisión, hoy.")] = None,
    xlsx: _Xlsx = None,
    as_json: _AsJson = False,
) -> None:
    """Pago diferido en una exhibición."""
    from tools.agreement_plans import deferral_plan

    when = _day(paid) or _today()
    _show(deferral_plan(amount, _day(requested) or _today(), when, _values(), _calendar()), as_json, xlsx)


def fine(
    fraction: Annotated[str, typer.Option(help="Fracción del artículo 304 A (I a XXII).")] = "",
    omitted: Annotated[str, typer.Option(help="Concepto omitido, para la multa del artículo 304.")] = "",
    percent: Annotated[str, typer.Option(help="Porcentaje de la multa del artículo 304.")] = "40",
    day: Annotated[str | None, typer.Option("--date", help="Día de la infracción; por omisión, hoy.")] = None,
    xlsx: _Xlsx = None,
    as_json: _AsJson = False,
) -> None:
    """Multas de los artículos 304, 304 A y 304 B de la Ley del Seguro Social."""
    from tools.inputs import read_percentage
    from tools.penalties import fine as fine_range
    from tools.penalties import omission_fine

    when = _day(day) or _today()
    if omitted:
        _show(omission_fine(omitted, read_percentage(percent), when, _values()), as_json, xlsx)
    else:
        _show(fine_range(fraction, when, _values()), as_json, xlsx)


def costs(
    amount: Annotated[str, typer.Option(help="Importe del crédito que se requiere.")],
    acts: Annotated[int, typer.Option(help="Número de diligencias.")] = 1,
    day: Annotated[str | None, typer.Option("--date", help="Día de la diligencia; por omisión, hoy.")] = None,
    xlsx: _Xlsx = None,
    as_json: _AsJson = False,
) -> None:
    """Gastos de ejecución por diligencia."""
    from tools.penalties import costs as compute

    _show(compute(amount, acts, _day(day) or _today(), _values()), as_json, xlsx)


def due_date(
    period: Annotated[str | None, typer.Option(help="Mes de la COP: 2026-01.")] = None,
    bimester: Annotated[str | None, typer.Option(help="Bimestre de la RCV: 2026-3.")] = None,
    notified: Annotated[str | None, typer.Option(help="Día de notificación de la cédula.")] = None,
    as_json: _AsJson = False,
) -> None:
    """Cuándo vence un pago."""
    from tools.interactive import due_date as compute

    _show(compute(period, bimester, _day(notified), _calendar()), as_json, None)


def parameter_list(as_json: _AsJson = False) -> None:
    """Lista cada parámetro con su último valor y su fuente."""
    values = _values()
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


def parameter_add(
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
    add_value(_folder(), name, row)
    print(f"Agregado: {name} {row.valid_from} = {row.value} ({row.source})")


def parameter_missing(as_json: _AsJson = False) -> None:
    """Dice qué índices faltan hoy."""
    from tools.wording import month_name, month_names

    values, today = _values(), _today()
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


def parameter_close_day(
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
    add_closed_day(_closed_days(), row)
    print(f"Agregado: {row.day} ({row.kind}; {row.source})")


def parameter_update(
    since: Annotated[str, typer.Option(help="Primer mes que se pide al SIE.")] = "2018-01-01", as_json: _AsJson = False
) -> None:
    """Agrega los INPC que falten desde el SIE de Banco de México (requiere CRITERIO_BANXICO_TOKEN)."""
    from corpus.settings import Settings
    from tools.banxico import update_inpc

    settings = Settings()
    found = update_inpc(_folder(), settings.banxico_token.get_secret_value(), _day(since) or _today(), _today())
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


def _folder() -> Path:
    from corpus.settings import Settings

    return Settings().editorial_dir / "parameters"


def _values() -> LegalValues:
    from corpus.legal_values import LegalValues

    return LegalValues.load(_folder())


def _calendar() -> Calendar:
    from tools.calculators.closed_days import load_calendar

    return load_calendar(_closed_days())


def _closed_days() -> Path:
    return _folder().parent / "tables" / "dias_cerrados.yaml"


def _today() -> date:
    return datetime.now(ZoneInfo("America/Mexico_City")).date()


def _day(text: str | None) -> date | None:
    from tools.inputs import read_day

    return read_day({"fecha": text}, "fecha") if text else None


def _readings(pairs: list[str] | None) -> Readings:
    from tools.inputs import make_readings

    options: dict[str, object] = {}
    for pair in pairs or ():
        name, _, value = pair.partition("=")
        options[name.strip()] = {"none": None if name == "cap_months" else "none", "true": True, "false": False}.get(
            value.strip().lower(), value.strip()
        )
    return make_readings(options)


def _cases(path: Path) -> list[dict[str, object]]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput("ARCHIVO_ILEGIBLE", f"No se puede leer «{path}».", "Revise la ruta y los permisos.") from error
    except ValueError as error:
        raise BadInput("JSON_INVALIDO", f"«{path}» no es JSON: {error}.", "Corrija el archivo.") from error
    cases = data.get("vectors") if isinstance(data, dict) else data
    if not isinstance(cases, list) or not all(isinstance(case, dict) for case in cases):
        raise BadInput("LOTE_INVALIDO", "El archivo no es una lista de casos.", "Use una lista o {«vectors»: […]}.")
    return cases


def _show(result: CalculationResult, as_json: bool, xlsx: Path | None) -> None:
    if xlsx is not None:
        from tools.render.spreadsheet import write_xlsx

        write_xlsx(result, xlsx)
    if as_json:
        print(result.model_dump_json())
        return
    from tools.render.terminal import show_result

    show_result(result)
