"""`criterio statement`: what is left of a credit after partial payments."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import BadInput


def statement(
    amount: Annotated[str, typer.Option(help="Importe original, por ejemplo 84321.55.")],
    payment: Annotated[list[str] | None, typer.Option(help="Pago DÍA=IMPORTE (2026-03-17=5000). Se repite.")] = None,
    period: Annotated[str | None, typer.Option(help="Mes de la COP: 2026-01.")] = None,
    bimester: Annotated[str | None, typer.Option(help="Bimestre de la RCV: 2026-3.")] = None,
    notified: Annotated[str | None, typer.Option(help="Día de notificación de la cédula.")] = None,
    due: Annotated[str | None, typer.Option(help="Día del vencimiento.")] = None,
    day: Annotated[str | None, typer.Option("--date", help="Día del estado de cuenta; por omisión, hoy.")] = None,
    kind: Annotated[str, typer.Option(help="COP, RCV, CAPITAL_CONSTITUTIVO, MULTA, SALDO_REVOCADO.")] = "COP",
    costs: Annotated[str, typer.Option(help="Gastos de ejecución pendientes.")] = "0",
    fines: Annotated[str, typer.Option(help="Multas pendientes.")] = "0",
    xlsx: Annotated[Path | None, typer.Option(help="Guarda también la hoja de cálculo.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Un documento JSON.")] = False,
) -> None:
    """Estado de cuenta de un crédito con pagos parciales, en el orden de la ley."""
    from pydantic import ValidationError

    from tools.command_inputs import day_typed, load_values, open_calendar, show, today_in_mexico
    from tools.statement import StatementRequest, account_statement

    try:
        request = StatementRequest.model_validate(
            {
                "amount": amount,
                "paid": day_typed(day) or today_in_mexico(),
                "kind": kind,
                "period": period,
                "bimester": bimester,
                "notified": day_typed(notified),
                "due": day_typed(due),
                "costs": costs,
                "fines": fines,
                "payments": [_payment(text) for text in payment or ()],
            }
        )
    except ValidationError as error:
        raise BadInput("PERIODO_INVALIDO", "El periodo no se entiende.", "COP: 2026-01. RCV: 2026-3.") from error
    show(account_statement(request, load_values(), open_calendar(), today_in_mexico()), as_json, xlsx)


def _payment(text: str) -> dict[str, object]:
    from tools.command_inputs import day_typed

    when, separator, amount = text.partition("=")
    day = day_typed(when)
    if not separator or day is None:
        raise BadInput("PAGO_INVALIDO", f"No se entiende el pago «{text}».", "Escríbalo como 2026-03-17=5000.")
    return {"day": day, "amount": amount}
