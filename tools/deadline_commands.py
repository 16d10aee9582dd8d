"""`criterio deadlines`: terms to pay or appeal, caducidad and prescripción."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import BadInput

if TYPE_CHECKING:
    from tools.deadlines import EventRequest

_EVENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2})?)?:(\w+)")


def deadlines(
    term: Annotated[str, typer.Option(help="Plazo: inconformidad, revocacion, aclaracion, pago_cedula…")] = "",
    notified: Annotated[str | None, typer.Option(help="Día de la notificación (o de la convocatoria).")] = None,
    due: Annotated[str | None, typer.Option(help="Vencimiento del pago, para la prescripción.")] = None,
    known: Annotated[str | None, typer.Option(help="Aviso o conocimiento del hecho, para la caducidad.")] = None,
    event: Annotated[
        list[str] | None,
        typer.Option(help="Suceso DÍA:causa o DESDE..HASTA:causa (2020-05-04:gestion_de_cobro). Se repite."),
    ] = None,
    fine: Annotated[bool, typer.Option(help="El crédito es una multa.")] = False,
    today: Annotated[str | None, typer.Option(help="Día de la consulta; por omisión, hoy.")] = None,
    xlsx: Annotated[Path | None, typer.Option(help="Guarda también la hoja de cálculo.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Un documento JSON.")] = False,
) -> None:
    """Plazos para pagar o impugnar; caducidad y prescripción con sus interrupciones y suspensiones."""
    from tools.command_inputs import day_typed, open_calendar, show, today_in_mexico
    from tools.deadlines import ExtinctionRequest, extinction_timeline, filing_deadline

    when = day_typed(today) or today_in_mexico()
    if term:
        start = day_typed(notified)
        if start is None:
            raise BadInput("FECHA_INVALIDA", "Falta el día de la notificación.", "Indíquelo con --notified.")
        show(filing_deadline(term, start, when, open_calendar()), as_json, xlsx)
        return
    request = ExtinctionRequest(
        due=day_typed(due), known=day_typed(known), is_fine=fine, events=[_event(text) for text in event or ()]
    )
    show(extinction_timeline(request, when, open_calendar()), as_json, xlsx)


def _event(text: str) -> EventRequest:
    from pydantic import ValidationError

    from tools.calculators.extinction import Cause
    from tools.deadlines import EventRequest

    match = _EVENT.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError(text)
        end = date.fromisoformat(match[2]) if match[2] else None
        return EventRequest(day=date.fromisoformat(match[1]), cause=Cause(match[3]), end=end)
    except (ValueError, ValidationError) as error:
        raise BadInput(
            "SUCESO_INVALIDO",
            f"No se entiende el suceso «{text}».",
            f"DÍA:causa o DESDE..HASTA:causa; causas: {', '.join(Cause)}.",
        ) from error
