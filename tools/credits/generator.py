"""Fictitious credits with coherent histories: the same seed and day write the same rows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from corpus.errors import Conflict
from tools.calculators.business_days import Calendar
from tools.calculators.due_dates import cedula_due
from tools.credits.identifiers import check_digit
from tools.credits.models import Credit, CreditEvent, CreditPayment, Employer, Guarantee
from tools.database import transaction

TERRITORIES = (("01", "01"), ("01", "19"), ("14", "38"), ("39", "11"))
STAGES = ("issued", "notified", "pae", "agreement", "challenged", "paid", "transfer")
_KINDS = (("COP", "02"), ("RCV", "06"), ("MULTA", "80"))
_LETTERS = "ABCDEYZ"
_SERIALS = 100_000
_BATCH = 500


def seed_credits(factory: sessionmaker[Session], employers: int, today: date, seed: int = 7) -> int:
    """Write `employers` fictitious employers with one to three credits each; how many credits.

    Raises:
        Conflict: YA_HAY_CREDITOS, so that fictitious rows never mix with others.
    """
    with transaction(factory) as session:
        if session.scalar(select(func.count()).select_from(Employer)):
            raise Conflict("YA_HAY_CREDITOS", "La base ya tiene patrones.", "Use una base vacía.")
    written, pending = 0, list[Credit]()
    for credit in fictitious(employers, today, seed):
        pending.append(credit)
        if len(pending) >= _BATCH and credit.employer is not pending[-2].employer:
            written += _write(factory, pending[:-1])
            pending = [credit]
    return written + _write(factory, pending)


def _write(factory: sessionmaker[Session], credits: list[Credit]) -> int:
    with transaction(factory) as session:
        session.add_all(credits)
    return len(credits)


def fictitious(employers: int, today: date, seed: int) -> Iterator[Credit]:
    """The credits, unsaved, with their employers and histories; those of an employer come together."""
    chance, calendar, serial = random.Random(seed), Calendar(), 0  # noqa: S311  (made-up rows, not secrets)
    for index in range(employers):
        ooad, subdelegacion = TERRITORIES[index % len(TERRITORIES)]
        ten = f"{_LETTERS[index // _SERIALS]}{chance.randrange(100):02}{index % _SERIALS:05}10"
        employer = Employer(
            registro_patronal=f"{ten}{check_digit(ten)}",
            rfc=f"FIC{chance.randrange(10**6):06}AA0",
            name=f"Patrón ficticio {index + 1:05}, S.A.",
            fictitious=True,
        )
        for _ in range(chance.randint(1, 3)):
            serial += 1
            credit = _credit(f"26{serial:07}", chance, today, calendar)
            credit.employer, credit.ooad, credit.subdelegacion = employer, ooad, subdelegacion
            yield credit


def _credit(number: str, chance: random.Random, today: date, calendar: Calendar) -> Credit:
    stage, (kind, document) = chance.choice(STAGES), chance.choice(_KINDS)
    issued = calendar.next_counted(today - timedelta(days=chance.randint(240, 600)), payment=False)
    amount = Decimal(chance.randint(50_000, 90_000_000)).scaleb(-2)
    notified = None if stage == "issued" else calendar.after(issued, chance.randint(3, 20), payment=False)
    due = None if notified is None else cedula_due(notified, calendar)
    credit = Credit(
        number=number,
        period=_period(issued, kind),
        kind=kind,
        document_kind=document,
        amount=amount,
        balance=amount,
        issued=issued,
        notified=notified,
        effective=due.takes_effect if due else None,
        due=due.effective if due else None,
    )
    _move(credit, "01", issued)
    if notified is not None:
        _move(credit, "02", notified)
        _advance(credit, stage, today, chance)
    return credit


def _period(issued: date, kind: str) -> str:
    """A month that was already unpaid when the cédula was issued; RCV names its bimester by the even month."""
    month = (issued.replace(day=1) - timedelta(days=70)).replace(day=1)
    if kind == "RCV" and month.month % 2:
        month = (month - timedelta(days=1)).replace(day=1)
    return f"{month:%Y-%m}"


def _advance(credit: Credit, stage: str, today: date, chance: random.Random) -> None:
    assert credit.due is not None
    day = credit.due + timedelta(days=chance.randint(5, 60))
    if stage == "pae":
        _move(credit, "31", day)
        _happen(credit, "pae", "requerimiento", day + timedelta(days=7))
        expires = today + timedelta(days=chance.randint(-30, 120))
        credit.guarantees.append(Guarantee(kind="fianza", amount=credit.amount, expires=expires))
    elif stage == "agreement":
        _move(credit, "52", day)
        _happen(credit, "agreement", "parcialidades", day)
        _pay(credit, day, (credit.amount * Decimal("0.2")).quantize(Decimal("0.01")))
    elif stage == "challenged":
        filed = credit.due - timedelta(days=2)
        _move(credit, "06", filed)
        _happen(credit, "challenge", "inconformidad", filed)
    elif stage == "paid":
        _pay(credit, credit.due, credit.amount)
    elif stage == "transfer":
        _happen(credit, "transfer", "procuracion", day)


def _move(credit: Credit, code: str, day: date) -> None:
    credit.incidencia, credit.incidencia_since = code, day
    _happen(credit, "movement", code, day)


def _happen(credit: Credit, kind: str, code: str, day: date) -> None:
    credit.events.append(CreditEvent(kind=kind, code=code, day=day, document="FICTICIO", person="generador"))


def _pay(credit: Credit, day: date, amount: Decimal) -> None:
    credit.payments.append(CreditPayment(day=day, amount=amount))
    credit.balance -= amount
