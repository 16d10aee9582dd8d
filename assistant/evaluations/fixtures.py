"""What must exist before a case is asked, all of it fictitious: a person, credits, and documents of an office."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from tools.caller import Caller, Role, Territory

_STRICT = ConfigDict(extra="forbid", frozen=True)


class CasePerson(BaseModel):
    """Who asks: functions and territory."""

    model_config = _STRICT

    roles: tuple[Role, ...] = ()
    national: bool = False
    ooad: str = ""
    subdelegaciones: tuple[str, ...] = ()

    def caller(self) -> Caller:
        """The person as the program knows people."""
        territory = Territory(self.national, self.ooad, frozenset(self.subdelegaciones))
        return Caller("evaluación", frozenset(self.roles), territory)


class Transfer(BaseModel):
    """A procuración de cobro asked of another subdelegación."""

    model_config = _STRICT

    destino: str


class CreditFixture(BaseModel):
    """The credits of a case: one, or as many as a count says, in one subdelegación.

    `periodo` is a month as 08/2025; `importe` is in pesos; `exigible` is the first day on which it can be enforced;
    `absent` is a number that no credit has.
    """

    model_config = _STRICT

    ooad: str = ""
    subdelegacion: str = ""
    tipo: Literal["COP", "RCV", "MULTA"] = "COP"
    estado: Literal["notificado", ""] = ""
    notificado: bool | Literal["vencido"] = "vencido"
    medio: str = ""
    periodo: str = Field("", pattern=r"^((0[1-9]|1[0-2])/\d{4})?$")
    importe: Decimal = Decimal("84321.55")
    incidencia: str = ""
    pagado: bool = False
    pae: bool = False
    convenio: bool = False
    impugnado: bool = False
    garantizado: bool = False
    procuracion: Transfer | None = None
    gestiones: tuple[datetime.date, ...] = ()
    exigible: datetime.date | None = None
    nota: str = ""
    creditos: int = Field(0, ge=0, le=50)
    garantias_por_vencer: int = Field(0, ge=0, le=50)
    notificados_sin_pae: int = Field(0, ge=0, le=50)
    notificados_sin_pagar: int = Field(0, ge=0, le=50)
    mayores: int = Field(0, ge=0, le=50)
    absent: str = ""

    @property
    def count(self) -> int:
        """How many credits; none where only an absent number is wanted."""
        if self.absent:
            return 0
        lists = (self.garantias_por_vencer, self.notificados_sin_pae, self.notificados_sin_pagar, self.mayores)
        return max(1, self.creditos, *lists)


class CaseDocument(BaseModel):
    """A document of the case: `id` begins with what it is (CIRC, OF, CRIT) and numbers it; `text` is its one point."""

    model_config = _STRICT

    id: str = Field(pattern=r"^[A-Z][A-Z0-9-]*\d$")
    text: str = Field(min_length=1)
    date: datetime.date = datetime.date(2025, 1, 2)

    @property
    def kind(self) -> str:
        """CIRC, CRIT or OFIC: what it is written and kept as."""
        first = self.id.split("-")[0]
        return first if first in ("CIRC", "CRIT") else "OFIC"

    @property
    def number(self) -> str:
        """The number that it goes by."""
        return f"FICT/{self.id.replace('-', '/')}/{self.date.year}"

    @property
    def instrument(self) -> str:
        """Its id in the corpus where it is ingested; its one point is `:1`."""
        return f"{self.kind}-{self.number.replace('/', '-')}"
