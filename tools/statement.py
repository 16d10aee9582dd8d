"""The statement of a credit with partial payments, as a told result (CFF 20, 21)."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

from corpus.legal_values import LegalValues
from tools.calculators.business_days import Calendar
from tools.calculators.money import ZERO, read_money
from tools.calculators.partial_payments import Movement, Payment, statement
from tools.calculators.readings import Readings
from tools.calculators.surcharges import read_kind
from tools.days import Day
from tools.interactive import SurchargeRequest, due_of, with_last_index
from tools.result import CalculationResult, Step
from tools.wording import counted, long_date, pesos


class PaymentMade(BaseModel):
    """A payment."""

    day: Day = Field(description="Día del pago")
    amount: str = Field(description="Importe en pesos")


class StatementRequest(SurchargeRequest):
    """A credit, what was paid on the way, and what is owed besides; `paid` is the day of the statement."""

    payments: list[PaymentMade] = Field(default_factory=list, description="Pagos hechos")
    costs: str = Field("0", description="Gastos de ejecución pendientes, en pesos")
    fines: str = Field("0", description="Multas pendientes, en pesos")
    indemnity: str = Field("0", description="Indemnización por cheque pendiente, en pesos")


def account_statement(
    request: StatementRequest, values: LegalValues, calendar: Calendar, today: date
) -> CalculationResult:
    """What is owed on `paid` after the payments made.

    Raises:
        BadInput: PAGO_POSTERIOR or any of the calculator's codes.
    """
    kind, amount = read_kind(request.kind), read_money(request.amount)
    calendar = calendar.read_as(request.readings.presidential)
    due = due_of(request, calendar)
    readings, warnings = with_last_index(request.readings, due, request.paid, today, values)
    strict = request.readings.model_copy(update={"inpc_last_published": None})
    others = {
        "gastos": read_money(request.costs, "gastos"),
        "multas": read_money(request.fines, "multas"),
        "indemnizacion": read_money(request.indemnity, "indemnizacion"),
    }
    payments = [Payment(item.day, read_money(item.amount, "pago")) for item in request.payments]

    def readings_on(day: date) -> Readings:
        return readings if day == request.paid else with_last_index(strict, due, day, today, values)[0]

    movements = statement(kind, amount, due, payments, request.paid, values, readings_on, calendar, others)
    last, total = movements[-1], movements[-1].pending
    excess = sum((movement.allocation.remainder for movement in movements), ZERO)
    if excess:
        warnings.append(f"Hay un pago en exceso de {pesos(excess)}.")
    warnings.append(
        "Lectura: lo que queda del principal conserva su proporción y los meses ya cobrados no se repiten; "
        "la ley no escribe esta aritmética (CFF 21, cuarto párrafo)."
    )
    return CalculationResult(
        calculation="estado_de_cuenta",
        title="Estado de cuenta con pagos parciales",
        inputs=request.model_dump(mode="json"),
        steps=[_step(movement) for movement in movements],
        total=total,
        figures={
            "pendiente": {name: f"{value:.2f}" for name, value in last.allocation.pending.items()},
            "total": f"{total:.2f}",
            "remanente": f"{excess:.2f}",
        },
        schedule=[_row(movement) for movement in movements],
        summary=f"Al {long_date(request.paid)}, después de {counted(len(payments), 'pago', 'pagos')}, "
        f"se deben {pesos(total)}.",
        warnings=warnings,
    )


def _step(movement: Movement) -> Step:
    paid = movement.payment
    return Step(
        name=f"Pago del {movement.day.isoformat()}" if paid else f"Saldo al {movement.day.isoformat()}",
        formula="Se aplica a gastos, recargos, multas, indemnización y principal" if paid else "Lo que queda pendiente",
        operands={"principal actualizado": str(movement.indexed), "recargos": str(movement.surcharges)},
        value=f"{movement.pending:.2f}",
        basis=["CFF:20/p8", "CFF:21/p4", "CFF:21/p5"] if paid else ["CFF:21/p1", "LSS:40-A"],
    )


def _row(movement: Movement) -> dict[str, str]:
    applied = movement.allocation.applied
    return {
        "día": movement.day.isoformat(),
        "pago": f"{movement.payment:.2f}",
        "a gastos": f"{applied['gastos']:.2f}",
        "a recargos": f"{applied['recargos']:.2f}",
        "a multas": f"{applied['multas']:.2f}",
        "a principal": f"{applied['principal']:.2f}",
        "pendiente": f"{movement.pending:.2f}",
    }
