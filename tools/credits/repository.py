"""The only way to read credits: every query carries the caller's territory and leaves an audit event.

A credit of somebody else and one that does not exist take the same statement and get the same refusal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, false, func, literal, or_, select, true
from sqlalchemy.orm import Session, contains_eager, selectinload, sessionmaker
from sqlalchemy.sql.base import ExecutableOption

from corpus.errors import BadInput, NotFound
from tools.audit import AuditEvent, AuditLog
from tools.caller import Caller
from tools.credits.identifiers import credit_number, employer_number, period
from tools.credits.models import Credit, CreditArrears, CreditEvent, Employer, Guarantee
from tools.database import transaction

TO_NOTIFY = "01"
NOTIFIED = "02"
LIMIT = 200
_LOOK_UP = "credit.look_up"
_GUARANTEES = selectinload(Credit.guarantees)
_WHOLE = (selectinload(Credit.events), selectinload(Credit.payments), _GUARANTEES)
"""A look-up tells the history; a list needs only what its rows show, and only one shows guarantees."""


@dataclass(frozen=True, slots=True)
class Arrears:
    """What a subdelegación has past due; pesos of origin."""

    ooad: str
    subdelegacion: str
    credits: int
    balance: Decimal


def not_found() -> NotFound:
    """The one refusal of a look-up."""
    return NotFound(
        "CREDITO_NO_ENCONTRADO",
        "El crédito no existe en su ámbito (su territorio y sus permisos).",
        "Revise el número o su adscripción.",
    )


def reach(caller: Caller, of: type[Credit] | type[CreditArrears] = Credit) -> ColumnElement[bool]:
    """The caller's territory as a condition; somebody without a role, territory or key for it reaches nothing."""
    territory = caller.territory
    if not caller.roles or not caller.reads_credits:
        return false()
    if territory.national:
        return true()
    if not territory.ooad:
        return false()
    own = of.ooad == territory.ooad
    if not territory.subdelegaciones:
        return own
    return and_(own, of.subdelegacion.in_(sorted(territory.subdelegaciones)))


def _has(of: type[CreditEvent] | type[Guarantee], *wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a credit has such a row, asked one credit at a time.

    An EXISTS becomes a join for PostgreSQL, which then reads the transfers of the whole country to list those of one
    subdelegación; this way it goes down the balances, asks the index for each, and stops when the list is full.
    """
    return select(literal(1)).select_from(of).where(*wanted).limit(1).correlate(Credit).scalar_subquery().is_not(None)


class CreditRepository:
    """Credits as `caller` may see them."""

    def __init__(self, factory: sessionmaker[Session], audit: AuditLog) -> None:
        self._factory = factory
        self._audit = audit

    def by_number(self, number: str, caller: Caller) -> list[Credit]:
        """The credits of that number, at least one. Raises BadInput; NotFound: CREDITO_NO_ENCONTRADO."""
        clean = self._checked(credit_number, number, caller)
        return self._found(self._read(Credit.number == clean, caller, *_WHOLE), clean, caller)

    def by_employer(self, registro: str, caller: Caller, month: str | None = None) -> list[Credit]:
        """The credits of an employer, of one period if told. Raises BadInput; NotFound: CREDITO_NO_ENCONTRADO."""
        clean = self._checked(employer_number, registro, caller)
        wanted = Employer.registro_patronal == clean
        if month is not None:
            wanted = and_(wanted, Credit.period == self._checked(period, month, caller))
        return self._found(self._read(wanted, caller, *_WHOLE), clean, caller)

    def by_period(self, month: str, caller: Caller) -> list[Credit]:
        """The largest credits of a period. Raises BadInput; NotFound: CREDITO_NO_ENCONTRADO."""
        clean = self._checked(period, month, caller)
        return self._found(self._read(Credit.period == clean, caller, *_WHOLE), clean, caller)

    def notified_unpaid(self, caller: Caller, today: date) -> list[Credit]:
        """Notified, past due, unpaid and not in PAE (numeral 15)."""
        in_pae = _has(CreditEvent, CreditEvent.credit_id == Credit.id, CreditEvent.kind == "pae")
        wanted = and_(Credit.incidencia == NOTIFIED, Credit.balance > 0, Credit.due < today, ~in_pae)
        return self._listed(wanted, "portfolio.notified_unpaid", caller)

    def to_notify(self, caller: Caller, before: date) -> list[Credit]:
        """Issued before a day and still not notified (numeral 3)."""
        wanted = and_(Credit.incidencia == TO_NOTIFY, Credit.balance > 0, Credit.issued < before)
        return self._listed(wanted, "portfolio.to_notify", caller)

    def misplaced(self, caller: Caller) -> list[Credit]:
        """An incidencia that the notification on record contradicts (numeral 8)."""
        told = and_(Credit.incidencia == TO_NOTIFY, Credit.notified.is_not(None))
        untold = and_(Credit.incidencia == NOTIFIED, Credit.notified.is_(None))
        return self._listed(and_(Credit.balance > 0, or_(told, untold)), "portfolio.misplaced", caller)

    def largest(self, caller: Caller) -> list[Credit]:
        """The largest balances (numeral 16)."""
        return self._listed(Credit.balance > 0, "portfolio.largest", caller)

    def guarantees_expiring(self, caller: Caller, today: date, until: date) -> list[Credit]:
        """Credits with a guarantee that expires between two days (numeral 55)."""
        near = _has(Guarantee, Guarantee.credit_id == Credit.id, Guarantee.expires.between(today, until))
        return self._listed(and_(Credit.balance > 0, near), "portfolio.guarantees", caller, _GUARANTEES)

    def transfers_unattended(self, caller: Caller) -> list[Credit]:
        """Credits with a transfer nobody has attended (numeral 64)."""
        waiting = _has(
            CreditEvent, CreditEvent.credit_id == Credit.id, CreditEvent.kind == "transfer", CreditEvent.ended.is_(None)
        )
        return self._listed(waiting, "portfolio.transfers", caller)

    def arrears(self, caller: Caller, today: date) -> list[Arrears]:
        """How many credits are past due in each subdelegación, and for how much (numeral 6)."""
        owed = CreditArrears
        statement = (
            select(owed.ooad, owed.subdelegacion, func.sum(owed.credits), func.sum(owed.balance))
            .where(owed.credits > 0, owed.due < today, reach(caller, owed))
            .group_by(owed.ooad, owed.subdelegacion)
            .order_by(owed.ooad, owed.subdelegacion)
        )
        with transaction(self._factory) as session:
            rows = [Arrears(*row) for row in session.execute(statement)]
        self._note("portfolio.arrears", "cartera", "ok", caller, len(rows))
        return rows

    def _read(self, wanted: ColumnElement[bool], caller: Caller, *parts: ExecutableOption) -> list[Credit]:
        statement = (
            select(Credit)
            .join(Credit.employer)
            .where(wanted, reach(caller))
            .order_by(Credit.balance.desc(), Credit.id)
            .limit(LIMIT)
            .options(contains_eager(Credit.employer), *parts)
        )
        with transaction(self._factory) as session:
            return list(session.scalars(statement))

    def _checked(self, check: Callable[[str], str], text: str, caller: Caller) -> str:
        try:
            return check(text)
        except BadInput:
            # What was typed stays out of the log: it can be anything, somebody's name included.
            self._note(_LOOK_UP, "ilegible", "invalid", caller)
            raise

    def _found(self, credits: list[Credit], subject: str, caller: Caller) -> list[Credit]:
        self._note(_LOOK_UP, subject, "ok" if credits else "not_found", caller)
        if not credits:
            raise not_found()
        return credits

    def _listed(
        self, wanted: ColumnElement[bool], action: str, caller: Caller, *parts: ExecutableOption
    ) -> list[Credit]:
        # First which ones, out of the index alone; then the rows of those.
        chosen = (
            select(Credit.id)
            .where(wanted, reach(caller))
            .order_by(Credit.balance.desc(), Credit.id)
            .limit(LIMIT)
            .correlate(None)
        )
        credits = self._read(Credit.id.in_(chosen), caller, *parts)
        self._note(action, "cartera", "ok", caller, len(credits))
        return credits

    def _note(self, action: str, subject: str, result: str, caller: Caller, rows: int | None = None) -> None:
        detail = {} if rows is None else {"rows": str(rows)}
        self._audit.record(AuditEvent(caller.name, action, subject, result, detail))
