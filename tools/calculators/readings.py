"""The named readings of what the law leaves open, with the default of each and why (rules, section 2)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Readings(BaseModel):
    """One choice per open point. Every result says which was used and what the alternative would give."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    factor_rounding: Literal["truncate", "half_up"] = Field(
        "truncate", description="CFF 17-A: «hasta el diezmilésimo»; los ejemplos públicos truncan."
    )
    inpc_publication_day: int = Field(10, ge=1, le=28, description="CFF 20: publicado a más tardar el día 10.")
    inpc_last_published: str | None = Field(
        None,
        pattern=r"^\d{4}-(0[1-9]|1[0-2])$",
        description="Último índice publicado al pago; manda sobre la regla del día 10.",
    )
    rate_assignment: Literal["start", "end"] = Field(
        "start", description="Tasa del mes en que inicia o termina cada mes de mora (CFF 21, quinto párrafo)."
    )
    anniversary: Literal["effective", "nominal"] = Field(
        "effective", description="Los meses se cuentan desde el vencimiento prorrogado o desde el día nominal."
    )
    missing_day: Literal["cff12", "last_day"] = Field(
        "cff12", description="Aniversario inexistente: primer día hábil siguiente (CFF 12) o último día del mes."
    )
    cap_months: int | None = Field(
        60, ge=0, description="Tope de CFF 21, segundo párrafo; nulo en el supuesto de CFF 67."
    )
    friday_rule: bool | None = Field(None, description="Prórroga por viernes (CFF 12); por omisión, en plazos de pago.")
    pay_rounding: Literal["none", "peso_cff20"] = Field("none", description="Ajuste al peso de CFF 20, décimo párrafo.")
    presidential: Literal["cff_literal", "oct1", "none"] = Field(
        "cff_literal", description="Día de la transmisión del Poder Ejecutivo (CFF 12)."
    )

    @property
    def last_published(self) -> tuple[int, int] | None:
        """`inpc_last_published` as year and month."""
        if self.inpc_last_published is None:
            return None
        year, month = self.inpc_last_published.split("-")
        return int(year), int(month)


DEFAULT = Readings()


def month_before(day: date, count: int = 1) -> tuple[int, int]:
    """Year and month of the `count`-th month before the month of `day`."""
    position = day.year * 12 + day.month - 1 - count
    return position // 12, position % 12 + 1
