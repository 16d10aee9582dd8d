"""What happens to an agreement (convenio) once granted: missed instalments, revocation; and the relief of LSS 40 E."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from corpus.errors import BadInput
from corpus.legal_values import LegalValues
from tools.calculators.money import percent

MISSED_THAT_REVOKE = 3


@dataclass(frozen=True, slots=True)
class AgreementInstalment:
    """One instalment: its last day, and the day on which it was paid whole, if it was."""

    due: date
    paid: date | None = None

    def missed(self, today: date) -> bool:
        """Not paid in time and amount by `today` (CFF 66-A, IV, c)."""
        return self.due < today if self.paid is None else self.paid > self.due


@dataclass(frozen=True, slots=True)
class AgreementStatus:
    """`accrues_from` is the last payment made: from it the balance is indexed and bears surcharges if revoked."""

    missed: int
    last_missed: bool
    revocable: bool
    accrues_from: date | None


def agreement_status(instalments: Sequence[AgreementInstalment], today: date) -> AgreementStatus:
    """Whether three instalments, or the last one, were not paid in time (CFF 66-A, IV, c).

    Raises:
        BadInput: PLAZO_INVALIDO, no instalment.
    """
    if not instalments:
        raise BadInput("PLAZO_INVALIDO", "El convenio no tiene parcialidades.", "Indique sus fechas.")
    in_order = sorted(instalments, key=lambda item: item.due)
    missed = sum(item.missed(today) for item in in_order)
    last = in_order[-1].missed(today)
    payments = [item.paid for item in in_order if item.paid is not None and item.paid <= today]
    return AgreementStatus(missed, last, missed >= MISSED_THAT_REVOKE or last, max(payments, default=None))


@dataclass(frozen=True, slots=True)
class Relief40E:
    """LSS 40 E: `initial` is the least to pay of the emission; the rest bears indexation and financing costs only."""

    initial: Decimal
    remainder: Decimal


def relief_40e(emission: Decimal, months: int, periods: int, requested: date, values: LegalValues) -> Relief40E:
    """Payment at term of future quotas of the employer (LSS 40 E); `emission` in pesos. RCV and withheld quotas: no.

    Raises:
        BadInput: PLAZO_EXCEDIDO (12 months), PERIODOS_EXCEDIDOS (6), PLAZO_INVALIDO.
    """
    limit = int(values.number(values.on("prorroga_40e_max_meses", requested, "TASA_NO_DISPONIBLE")))
    most = int(values.number(values.on("prorroga_40e_max_periodos", requested, "TASA_NO_DISPONIBLE")))
    if months < 1 or periods < 1:
        raise BadInput("PLAZO_INVALIDO", "El plazo y los periodos deben ser uno o más.", "Revise el dato.")
    if months > limit:
        raise BadInput("PLAZO_EXCEDIDO", f"El plazo de {months} meses pasa del máximo de {limit}.", "Vea LSS 40 E, IV.")
    if periods > most:
        raise BadInput("PERIODOS_EXCEDIDOS", f"Sólo se autorizan hasta {most} periodos.", "Vea LSS 40 E.")
    share = values.number(values.on("prorroga_40e_pago_inicial", requested, "TASA_NO_DISPONIBLE"))
    initial = percent(emission, share)
    return Relief40E(initial, emission - initial)
