"""`criterio surcharges`, `instalments`, `deferral`, `fine`, `costs` and `due-date`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import BadInput
from tools.command_inputs import day_typed, load_values, open_calendar, show, today_in_mexico
from tools.credits.commands import register as register_credits
from tools.deadline_commands import deadlines
from tools.parameter_commands import register as register_parameters
from tools.statement_commands import statement

if TYPE_CHECKING:
    from tools.calculators.readings import Readings

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
    register_parameters(app)
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
    values = load_values()
    if batch is not None:
        from tools.batch import run_batch

        print(json.dumps(run_batch(_cases(batch), values), ensure_ascii=False))
        return
    if csv is not None:
        from corpus.settings import Settings
        from executors.choose import executor_from
        from tools.portfolio_csv import run_with_progress

        run_with_progress(
            csv, out, values, _readings(reading), day_typed(paid), executor_from(Settings()), open_calendar()
        )
        return
    from pydantic import ValidationError

    from tools.interactive import SurchargeRequest
    from tools.interactive import surcharges as compute

    try:
        request = SurchargeRequest(
            amount=amount,
            paid=day_typed(paid) or today_in_mexico(),
            kind=kind,
            period=period,
            bimester=bimester,
            notified=day_typed(notified),
            due=day_typed(due),
            readings=_readings(reading),
        )
    except ValidationError as error:
        raise BadInput("PERIODO_INVALIDO", "El periodo no se entiende.", "COP: 2026-01. RCV: 2026-3.") from error
    show(compute(request, values, open_calendar(), today_in_mexico()), as_json, xlsx)


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

    result = instalment_plan(
        amount, months, day_typed(requested) or today_in_mexico(), load_values(), worker, kind, public_entity
    )
    show(result, as_json, xlsx)


def deferral(
    amount: Annotated[str, typer.Option(help="Adeudo actualizado.")],
    paid: Annotated[str, typer.Option(help="Día en que se pagará.")],
    requested: Annotated[str | None, typer.Option(help="Día de la solicitud; por omisión, hoy.")] = None,
    xlsx: _Xlsx = None,
    as_json: _AsJson = False,
) -> None:
    """Pago diferido en una exhibición."""
    from tools.agreement_plans import deferral_plan

    when = day_typed(paid) or today_in_mexico()
    show(
        deferral_plan(amount, day_typed(requested) or today_in_mexico(), when, load_values(), open_calendar()),
        as_json,
        xlsx,
    )


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

    when = day_typed(day) or today_in_mexico()
    if omitted:
        show(omission_fine(omitted, read_percentage(percent), when, load_values()), as_json, xlsx)
    else:
        show(fine_range(fraction, when, load_values()), as_json, xlsx)


def costs(
    amount: Annotated[str, typer.Option(help="Importe del crédito que se requiere.")],
    acts: Annotated[int, typer.Option(help="Número de diligencias.")] = 1,
    day: Annotated[str | None, typer.Option("--date", help="Día de la diligencia; por omisión, hoy.")] = None,
    xlsx: _Xlsx = None,
    as_json: _AsJson = False,
) -> None:
    """Gastos de ejecución por diligencia."""
    from tools.penalties import costs as compute

    show(compute(amount, acts, day_typed(day) or today_in_mexico(), load_values()), as_json, xlsx)


def due_date(
    period: Annotated[str | None, typer.Option(help="Mes de la COP: 2026-01.")] = None,
    bimester: Annotated[str | None, typer.Option(help="Bimestre de la RCV: 2026-3.")] = None,
    notified: Annotated[str | None, typer.Option(help="Día de notificación de la cédula.")] = None,
    as_json: _AsJson = False,
) -> None:
    """Cuándo vence un pago."""
    from tools.interactive import due_date as compute

    show(compute(period, bimester, day_typed(notified), open_calendar()), as_json, None)


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
