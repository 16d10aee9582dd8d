"""What a credit owes today, by the calculators."""

from __future__ import annotations

from datetime import date

from corpus.legal_values import LegalValues
from tools.calculators.business_days import Calendar
from tools.credits.models import Credit
from tools.interactive import SurchargeRequest, surcharges
from tools.result import CalculationResult
from tools.statement import PaymentMade, StatementRequest, account_statement

_BY_MONTH = ("COP",)
_BY_BIMESTER = ("RCV",)


def owed(credit: Credit, today: date, values: LegalValues, calendar: Calendar) -> CalculationResult | None:
    """Actualización and recargos to `today`, payments applied; None when nothing is due yet or any more.

    COP and RCV are due by their period (LSS 39); the others, by the term that followed their notification.

    Raises:
        BadInput: any of the calculators' codes.
    """
    if not credit.balance:
        return None
    month = credit.period if credit.kind in _BY_MONTH else None
    bimester = f"{credit.period[:4]}-{int(credit.period[5:]) // 2}" if credit.kind in _BY_BIMESTER else None
    due = None if month or bimester else credit.due
    if not (month or bimester) and (due is None or due >= today):
        return None
    request = SurchargeRequest(
        amount=str(credit.amount), paid=today, kind=credit.kind, period=month, bimester=bimester, due=due
    )
    if not credit.payments:
        return surcharges(request, values, calendar, today)
    paid = [PaymentMade(day=payment.day, amount=str(payment.amount)) for payment in credit.payments]
    whole = StatementRequest.model_validate({**request.model_dump(), "payments": paid})
    return account_statement(whole, values, calendar, today)
