"""The only way to read credits: every query carries the caller's territory and leaves an audit event.

A credit of somebody else and one that does not exist take the same statement and get the same refusal.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import ColumnElement, and_, false, select, true
from sqlalchemy.orm import Session, contains_eager, selectinload, sessionmaker

from corpus.errors import BadInput, NotFound
from tools.audit import AuditEvent, AuditLog
from tools.caller import Caller
from tools.credits.identifiers import credit_number, employer_number, period
from tools.credits.lists import (
    IN_PAE,
    LIMIT,
    MISPLACED,
    UNATTENDED,
    Arrears,
    Debtor,
    Having,
    ListedCredit,
    expiring,
    find_arrears,
    find_credits,
    find_debtors,
)
from tools.credits.models import Credit, CreditArrears, Employer, EmployerDebt
from tools.database import transaction

TO_NOTIFY = "01"
NOTIFIED = "02"
_LOOK_UP = "credit.look_up"
_WHOLE = (selectinload(Credit.events), selectinload(Credit.payments), selectinload(Credit.guarantees))


def not_found() -> NotFound:
    """The one refusal of a look-up."""
    return NotFound(
        "CREDITO_NO_ENCONTRADO",
        "El crédito no existe en su ámbito (su territorio y sus permisos).",
        "Revise el número o su adscripción.",
    )


def reach(caller: Caller, of: type[Credit] | type[CreditArrears] | type[EmployerDebt] = Credit) -> ColumnElement[bool]:
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


class CreditRepository:
    """Credits as `caller` may see them."""

    def __init__(self, factory: sessionmaker[Session], audit: AuditLog) -> None:
        self._factory = factory
        self._audit = audit

    def by_number(self, number: str, caller: Caller) -> list[Credit]:
        """The credits of that number, at least one. Raises BadInput; NotFound: CREDITO_NO_ENCONTRADO."""
        clean = self._checked(credit_number, number, caller)
        return self._found(self._read(Credit.number == clean, caller), clean, caller)

    def by_employer(self, registro: str, caller: Caller, month: str | None = None) -> list[Credit]:
        """The credits of an employer, of one period if told. Raises BadInput; NotFound: CREDITO_NO_ENCONTRADO."""
        clean = self._checked(employer_number, registro, caller)
        wanted = Employer.registro_patronal == clean
        if month is not None:
            wanted = and_(wanted, Credit.period == self._checked(period, month, caller))
        return self._found(self._read(wanted, caller), clean, caller)

    def by_period(self, month: str, caller: Caller) -> list[Credit]:
        """The largest credits of a period. Raises BadInput; NotFound: CREDITO_NO_ENCONTRADO."""
        clean = self._checked(period, month, caller)
        return self._found(self._read(Credit.period == clean, caller), clean, caller)

    def notified_unpaid(self, caller: Caller, today: date) -> list[ListedCredit]:
        """Notified, past due, unpaid and not in PAE (numeral 15)."""
        wanted = and_(Credit.incidencia == NOTIFIED, Credit.balance > 0, Credit.due < today, IN_PAE.none())
        return self._listed(wanted, "portfolio.notified_unpaid", caller)

    def to_notify(self, caller: Caller, before: date) -> list[ListedCredit]:
        """Issued before a day and still not notified (numeral 3)."""
        wanted = and_(Credit.incidencia == TO_NOTIFY, Credit.balance > 0, Credit.issued < before)
        return self._listed(wanted, "portfolio.to_notify", caller)

    def misplaced(self, caller: Caller) -> list[ListedCredit]:
        """An incidencia that the notification on record contradicts (numeral 8)."""
        return self._listed(true(), "portfolio.misplaced", caller, MISPLACED)

    def largest(self, caller: Caller) -> list[ListedCredit]:
        """The largest balances (numeral 16)."""
        return self._listed(Credit.balance > 0, "portfolio.largest", caller)

    def guarantees_expiring(self, caller: Caller, today: date, until: date) -> list[ListedCredit]:
        """Credits with a guarantee that expires between two days (numeral 55)."""
        return self._listed(Credit.balance > 0, "portfolio.guarantees", caller, expiring(today, until))

    def transfers_unattended(self, caller: Caller) -> list[ListedCredit]:
        """Credits with a transfer nobody has attended (numeral 64)."""
        return self._listed(true(), "portfolio.transfers", caller, UNATTENDED)

    def debtors(self, caller: Caller) -> list[Debtor]:
        """The employers that owe most within reach, and in how many credits (numeral 16)."""
        territory, owed = caller.territory, EmployerDebt
        mine, several = reach(caller, owed), len(territory.subdelegaciones) > 1
        if territory.national:
            summed = and_(mine, owed.ooad == "", owed.subdelegacion == "")
        elif territory.subdelegaciones:
            summed = and_(mine, owed.subdelegacion != "")
        else:
            summed = and_(mine, owed.subdelegacion == "")
        with transaction(self._factory) as session:
            rows = find_debtors(session, summed, mine, several=several)
        self._note("portfolio.debtors", "cartera", "ok", caller, len(rows))
        return rows

    def arrears(self, caller: Caller, today: date) -> list[Arrears]:
        """How many credits are past due in each subdelegación, and for how much (numeral 6)."""
        with transaction(self._factory) as session:
            rows = find_arrears(session, reach(caller, CreditArrears), today)
        self._note("portfolio.arrears", "cartera", "ok", caller, len(rows))
        return rows

    def _read(self, wanted: ColumnElement[bool], caller: Caller) -> list[Credit]:
        statement = (
            select(Credit)
            .join(Credit.employer)
            .where(wanted, reach(caller))
            .order_by(Credit.balance.desc(), Credit.id)
            .limit(LIMIT)
            .options(contains_eager(Credit.employer), *_WHOLE)
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
        self, wanted: ColumnElement[bool], action: str, caller: Caller, having: Having | None = None
    ) -> list[ListedCredit]:
        with transaction(self._factory) as session:
            credits = find_credits(session, wanted, reach(caller), having)
        self._note(action, "cartera", "ok", caller, len(credits))
        return credits

    def _note(self, action: str, subject: str, result: str, caller: Caller, rows: int | None = None) -> None:
        detail = {} if rows is None else {"rows": str(rows)}
        self._audit.record(AuditEvent(caller.name, action, subject, result, detail))
