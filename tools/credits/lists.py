"""The lists of a portfolio: how each is found, and what its rows tell.

A list first finds its credits in an index, largest balance first, and then reads what its rows show of those. Whose
territory it is comes from the repository as a condition (`mine`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, literal, literal_column, null, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from tools.credits.models import Credit, CreditArrears, CreditEvent, Employer, EmployerDebt, Guarantee

LIMIT = 200
_FEW = 4_000
"""Up to so many are looked at one by one; of more, 200 are soon met going down the balances."""


@dataclass(frozen=True, slots=True)
class ListedCredit:
    """A credit as a list shows it; pesos. `expires`: the guarantee that a list of guarantees is about."""

    number: str
    registro_patronal: str
    employer: str
    ooad: str
    subdelegacion: str
    incidencia: str
    balance: Decimal
    expires: date | None


@dataclass(frozen=True, slots=True)
class Debtor:
    """What an employer owes within reach; pesos of origin. A place is empty where the employer owes in several."""

    registro_patronal: str
    employer: str
    ooad: str
    subdelegacion: str
    credits: int
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Arrears:
    """What a subdelegación has past due; pesos of origin."""

    ooad: str
    subdelegacion: str
    credits: int
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Having:
    """Credits that some rows name (`ids`): `wanted` says which rows."""

    ids: InstrumentedAttribute[int]
    wanted: ColumnElement[bool]

    def each(self) -> ColumnElement[bool]:
        """Asked one credit at a time.

        An EXISTS becomes a join for PostgreSQL, which then reads the transfers of the whole country to list those of
        one subdelegación; this way it goes down the balances, asks the index for each, and stops when the list is full.
        """
        return self._row().is_not(None)

    def none(self) -> ColumnElement[bool]:
        """The contrary, also one at a time. PostgreSQL expects IS NULL of very few, and would read all to sort them."""
        return func.coalesce(self._row(), 0) != literal(1)

    def _row(self) -> ScalarSelect[int]:
        row = select(literal(1)).where(self.ids == Credit.id, self.wanted).limit(1)
        return row.correlate(Credit).scalar_subquery()

    def are_few(self, session: Session) -> bool:
        """Whether going down the balances would meet them late."""
        rows = select(self.ids).where(self.wanted).limit(_FEW + 1)
        return (session.scalar(select(func.count()).select_from(rows.subquery())) or 0) <= _FEW

    def one_by_one(self, *wanted: ColumnElement[bool]) -> Select[int]:
        """Ids out of those rows, asking the balance of each; those not wanted come last.

        The limit leaves none out: PostgreSQL would expect many, and start processes to share them.
        """
        few = select(self.ids.label("id")).where(self.wanted).limit(2 * _FEW).subquery()
        named = select(few.c.id).distinct().subquery()
        balance = select(Credit.balance).where(Credit.id == named.c.id, *wanted).scalar_subquery()
        return select(named.c.id).order_by(balance.desc().nulls_last(), named.c.id).limit(LIMIT)


def expiring(today: date, until: date) -> Having:
    """A guarantee that expires between two days."""
    return Having(Guarantee.credit_id, Guarantee.expires.between(today, until))


IN_PAE = Having(CreditEvent.credit_id, CreditEvent.kind == "pae")
# These two have a partial index each, which serves a statement only if its condition can be read in it: literals.
UNATTENDED = Having(
    CreditEvent.credit_id, and_(CreditEvent.kind == literal_column("'transfer'"), CreditEvent.ended.is_(None))
)
_itself = aliased(Credit)
MISPLACED = Having(
    _itself.id,
    and_(
        _itself.balance > literal_column("0"),
        or_(
            and_(_itself.incidencia == literal_column("'01'"), _itself.notified.is_not(None)),
            and_(_itself.incidencia == literal_column("'02'"), _itself.notified.is_(None)),
        ),
    ),
)


def find_credits(
    session: Session, wanted: ColumnElement[bool], mine: ColumnElement[bool], having: Having | None = None
) -> list[ListedCredit]:
    """The largest that are wanted and mine; of those having a guarantee, the first day on which one expires."""
    if having and having.are_few(session):
        chosen = having.one_by_one(wanted, mine)
    else:
        asked = select(Credit.id).where(wanted, mine, *([having.each()] if having else []))
        chosen = asked.order_by(Credit.balance.desc(), Credit.id).limit(LIMIT).correlate(None)
    ends: ColumnElement[Any] = null()
    if having and having.ids is Guarantee.credit_id:
        first = select(func.min(Guarantee.expires)).where(Guarantee.credit_id == Credit.id, having.wanted)
        ends = first.scalar_subquery()
    statement = (
        select(
            Credit.number,
            Employer.registro_patronal,
            Employer.name,
            Credit.ooad,
            Credit.subdelegacion,
            Credit.incidencia,
            Credit.balance,
            ends,
        )
        .join(Credit.employer)
        .where(Credit.id.in_(chosen), wanted, mine)
        .order_by(Credit.balance.desc(), Credit.id)
    )
    return [ListedCredit(*row) for row in session.execute(statement)]


def find_debtors(
    session: Session, summed: ColumnElement[bool], mine: ColumnElement[bool], *, several: bool
) -> list[Debtor]:
    """The employers that owe most.

    `summed` picks the sums to compare, `mine` the subdelegaciones to name; `several`: an employer may have many sums.
    """
    owed = EmployerDebt
    count, balance = (func.sum(owed.credits), func.sum(owed.balance)) if several else (owed.credits, owed.balance)
    largest = select(owed.employer_id, count.label("credits"), balance.label("balance")).where(owed.credits > 0, summed)
    if several:
        largest = largest.group_by(owed.employer_id)
    top = largest.order_by(balance.desc(), owed.employer_id).limit(LIMIT).subquery()
    statement = (
        select(
            Employer.registro_patronal,
            Employer.name,
            top.c.credits,
            top.c.balance,
            func.min(owed.ooad),
            func.max(owed.ooad),
            func.min(owed.subdelegacion),
            func.max(owed.subdelegacion),
        )
        .select_from(top)
        .join(Employer, Employer.id == top.c.employer_id)
        .join(owed, and_(owed.employer_id == top.c.employer_id, owed.credits > 0, owed.subdelegacion != "", mine))
        .group_by(Employer.id, Employer.registro_patronal, Employer.name, top.c.credits, top.c.balance)
        .order_by(top.c.balance.desc(), Employer.id)
    )
    return [
        Debtor(registro, name, *_only(*places), credits, balance)
        for registro, name, credits, balance, *places in session.execute(statement)
    ]


def _only(first_ooad: str, last_ooad: str, first: str, last: str) -> tuple[str, str]:
    """The OOAD and the subdelegación where all of it is owed; empty where it is owed in several."""
    if first_ooad != last_ooad:
        return "", ""
    return first_ooad, first if first == last else ""


def find_arrears(session: Session, mine: ColumnElement[bool], today: date) -> list[Arrears]:
    """What was due before a day, by subdelegación."""
    owed = CreditArrears
    statement = (
        select(owed.ooad, owed.subdelegacion, func.sum(owed.credits), func.sum(owed.balance))
        .where(owed.credits > 0, owed.due < today, mine)
        .group_by(owed.ooad, owed.subdelegacion)
        .order_by(owed.ooad, owed.subdelegacion)
    )
    return [Arrears(*row) for row in session.execute(statement)]
