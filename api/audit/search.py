"""What the audit log holds, by actor, action and day, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tools.audit_log import AuditRow
from tools.database import transaction

PAGE_SIZE = 50
MEXICO = ZoneInfo("America/Mexico_City")


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; an empty field does not limit. `day` is a day of Mexico City."""

    actor: str = ""
    action: str = ""
    day: date | None = None


def search(factory: sessionmaker[Session], wanted: Search, number: int) -> tuple[list[AuditRow], bool]:
    """Page `number` (from 1) of the events, newest first, and whether there are older ones."""
    query = select(AuditRow).order_by(AuditRow.number.desc())
    if wanted.actor:
        query = query.where(AuditRow.actor == wanted.actor)
    if wanted.action:
        query = query.where(AuditRow.action == wanted.action)
    if wanted.day:
        start, end = (_midnight(wanted.day + timedelta(days=days)) for days in (0, 1))
        query = query.where(AuditRow.at >= start, AuditRow.at < end)
    with transaction(factory) as session:
        rows = list(session.scalars(query.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE + 1)))
    return rows[:PAGE_SIZE], len(rows) > PAGE_SIZE


def actions(factory: sessionmaker[Session]) -> list[str]:
    """Every action that the log names, in order."""
    with transaction(factory) as session:
        return list(session.scalars(select(AuditRow.action).distinct().order_by(AuditRow.action)))


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(), MEXICO).timestamp())
