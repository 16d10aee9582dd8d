"""The lists that a supervisor asks for, each with the function of the manual that it serves (7.1.3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, Field

from tools.caller import Caller, Territory
from tools.credits.catalogue import Catalogues
from tools.credits.lists import LIMIT, Arrears, Debtor, ListedCredit
from tools.credits.repository import CreditRepository
from tools.wording import pesos


class PortfolioList(StrEnum):
    """What to list."""

    POR_NOTIFICAR = "por_notificar"
    MORA = "mora"
    INCIDENCIA_INCORRECTA = "incidencia_incorrecta"
    SIN_PAE = "sin_pae"
    DEUDORES = "deudores"
    MAYORES = "mayores"
    GARANTIAS = "garantias"
    TRASPASOS = "traspasos"


class PortfolioRequest(BaseModel):
    """A list of the caller's territory."""

    which: PortfolioList = Field(description="Qué lista")
    days: int = Field(60, ge=0, le=3650, description="Ventana en días: garantías por vencer o días sin notificar")
    subdelegacion: str = Field("", pattern=r"^(\d{2})?$", description="Sólo esta subdelegación, dos dígitos")
    ooad: str = Field("", pattern=r"^(\d{2})?$", description="Sólo este OOAD, dos dígitos")


class PortfolioRow(BaseModel):
    """A credit; an employer in `deudores`, without a place if it owes in several; a subdelegación in `mora`; pesos."""

    number: str = ""
    registro_patronal: str = ""
    employer: str = ""
    ooad: str
    subdelegacion: str
    incidencia: str = ""
    credits: int = 1
    balance: Decimal
    expires: date | None = None

    @property
    def place(self) -> str:
        """OOAD and subdelegación as a sentence tells them."""
        if not self.ooad:
            return "varios OOAD"
        return f"{self.ooad}/{self.subdelegacion}" if self.subdelegacion else f"{self.ooad}, varias subdelegaciones"


class Portfolio(BaseModel):
    """A list; `count` is of credits and `complete` tells whether all fit."""

    which: PortfolioList
    title: str
    basis: list[str]
    count: int
    complete: bool
    rows: list[PortfolioRow]
    summary: str
    notices: list[str]


_TITLES = {
    PortfolioList.POR_NOTIFICAR: ("Créditos emitidos hace más de {days} días y sin notificar", "3"),
    PortfolioList.MORA: ("Créditos vencidos por subdelegación", "6"),
    PortfolioList.INCIDENCIA_INCORRECTA: ("Créditos cuya incidencia contradice su notificación", "8"),
    PortfolioList.SIN_PAE: ("Créditos notificados, vencidos y sin pagar que no están en PAE", "15"),
    PortfolioList.DEUDORES: ("Patrones de mayor adeudo", "16"),
    PortfolioList.MAYORES: ("Créditos de mayor adeudo", "16"),
    PortfolioList.GARANTIAS: ("Créditos con fianza u otra garantía que vence en los próximos {days} días", "55"),
    PortfolioList.TRASPASOS: ("Créditos con traspaso o procuración sin atender", "64"),
}


def portfolio(
    request: PortfolioRequest, caller: Caller, today: date, repository: CreditRepository, catalogues: Catalogues
) -> Portfolio:
    """The list as the caller may see it."""
    caller = _narrowed(caller, request)
    window = timedelta(days=request.days)
    lists: dict[PortfolioList, Callable[[], Sequence[ListedCredit | Debtor | Arrears]]] = {
        PortfolioList.POR_NOTIFICAR: lambda: repository.to_notify(caller, today - window),
        PortfolioList.MORA: lambda: repository.arrears(caller, today),
        PortfolioList.INCIDENCIA_INCORRECTA: lambda: repository.misplaced(caller),
        PortfolioList.SIN_PAE: lambda: repository.notified_unpaid(caller, today),
        PortfolioList.DEUDORES: lambda: repository.debtors(caller),
        PortfolioList.MAYORES: lambda: repository.largest(caller),
        PortfolioList.GARANTIAS: lambda: repository.guarantees_expiring(caller, today, today + window),
        PortfolioList.TRASPASOS: lambda: repository.transfers_unattended(caller),
    }
    rows = [_row(found, catalogues) for found in lists[request.which]()]
    return _told(request, rows, catalogues, _where(request, caller))


def _narrowed(caller: Caller, request: PortfolioRequest) -> Caller:
    """The caller with no more reach than was asked for; of a place out of reach, nothing."""
    own = caller.territory
    ooad = request.ooad or own.ooad
    if not (request.ooad or request.subdelegacion) or not ooad:
        return caller
    keys = frozenset({request.subdelegacion}) if request.subdelegacion else own.subdelegaciones
    # Whoever holds some subdelegaciones reaches those of the OOAD that are asked for and are theirs.
    within = own.national or (ooad == own.ooad and (not own.subdelegaciones or keys <= own.subdelegaciones))
    return replace(caller, territory=Territory(ooad=ooad, subdelegaciones=keys) if within else Territory())


def _where(request: PortfolioRequest, caller: Caller) -> str:
    if not (request.ooad or request.subdelegacion):
        return "en su ámbito"
    if caller.territory.national:
        return f"en su ámbito (para ver sólo la subdelegación {request.subdelegacion} diga también de qué OOAD)"
    places = (("la subdelegación", request.subdelegacion), ("el OOAD", request.ooad))
    named = " de ".join(f"{name} {key}" for name, key in places if key).replace("de el ", "del ")
    return f"en {named}, hasta donde llega su ámbito"


def _row(found: ListedCredit | Debtor | Arrears, catalogues: Catalogues) -> PortfolioRow:
    told = asdict(found)
    if isinstance(found, ListedCredit):
        told["incidencia"] = catalogues.incidencias.label(found.incidencia)
    return PortfolioRow(**told)


def _told(request: PortfolioRequest, rows: list[PortfolioRow], catalogues: Catalogues, where: str) -> Portfolio:
    title, numeral = _TITLES[request.which]
    title = title.format(days=request.days)
    count, total = sum(row.credits for row in rows), sum((row.balance for row in rows), Decimal("0.00"))
    complete = request.which is PortfolioList.MORA or len(rows) < LIMIT
    counted = f"{len(rows)} con {count} créditos y" if request.which is PortfolioList.DEUDORES else f"{count}, con"
    more = "" if complete else f" Se muestran los {LIMIT} de mayor saldo; hay más."
    return Portfolio(
        which=request.which,
        title=title,
        basis=[f"MANUAL-JSAC:7.1.3/{numeral}"],
        count=count,
        complete=complete,
        rows=rows,
        summary=f"{title}, {where}: {f'{counted} saldo histórico de {pesos(total)}' if count else 'no hay'}.{more}",
        notices=[catalogues.notice] if catalogues.notice else [],
    )
