"""The audit log of the database: append-only, each event sealed over the one before.

A seal is HMAC-SHA256 with a key that is not in the database (a file of the state directory or a setting), so that who
can write the tables cannot make a chain that verifies. Deleting the newest events leaves a shorter chain that still
verifies: note the count and last seal that `verify` gives (it prints them) elsewhere, and pass them back.
"""

from __future__ import annotations

import fcntl
import hmac
import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import BigInteger, String, Text, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, sessionmaker

from corpus.errors import Conflict
from tools.audit import AuditEvent
from tools.database import Base, transaction

START = "0" * 64
_LOCK = 0x6372697465726961  # the advisory lock of PostgreSQL that orders the writers


class AuditRow(Base):
    """One event; `number` counts from 1 without gaps."""

    __tablename__ = "audit_events"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[int] = mapped_column(BigInteger)
    actor: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(200))
    result: Mapped[str] = mapped_column(String(80))
    detail: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))

    def facts(self) -> dict[str, object]:
        """What the seal covers."""
        names = ("number", "at", "actor", "action", "subject", "result", "detail", "previous")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Chain:
    """What verification saw: how many events, and the last seal."""

    count: int
    seal: str


class DatabaseAudit:
    """The log; `clock` gives whole seconds since 1970."""

    def __init__(self, factory: sessionmaker[Session], key: bytes, clock: Callable[[], int]) -> None:
        self._factory = factory
        self._key = key
        self._clock = clock

    def record(self, event: AuditEvent) -> None:
        """Append the event; it is committed when this returns. Raises Unavailable: BASE_NO_DISPONIBLE."""
        with transaction(self._factory) as session:
            _one_writer(session)
            last = session.scalar(select(AuditRow).order_by(AuditRow.number.desc()).limit(1))
            row = AuditRow(
                number=last.number + 1 if last else 1,
                at=self._clock(),
                previous=last.seal if last else START,
                **{name: str(value)[: _LENGTHS[name]] for name, value in asdict(event).items() if name != "detail"},
                detail=json.dumps(event.detail, ensure_ascii=False, sort_keys=True),
            )
            row.seal = self._seal(row)
            session.add(row)

    def rows(self) -> Iterator[AuditRow]:
        """Every event, oldest first, without holding them all. Raises Unavailable: BASE_NO_DISPONIBLE."""
        with transaction(self._factory) as session:
            yield from session.scalars(select(AuditRow).order_by(AuditRow.number).execution_options(yield_per=1000))

    def verify(self, noted: Chain | None = None) -> Chain:
        """Recompute every seal; `noted` is a count and seal written down before.

        Raises:
            Conflict: AUDITORIA_ALTERADA names the first event that was edited, removed, added or moved.
        """
        chain = Chain(0, START)
        seen = noted is None or noted.count == 0
        for row in self.rows():
            if (row.number, row.previous, row.seal) != (chain.count + 1, chain.seal, self._seal(row)):
                raise _altered(chain.count + 1)
            chain = Chain(row.number, row.seal)
            if noted is not None and row.number == noted.count:
                if row.seal != noted.seal:
                    raise _altered(row.number)
                seen = True
        if not seen:
            raise _altered(chain.count + 1)
        return chain

    def _seal(self, row: AuditRow) -> str:
        canonical = json.dumps(row.facts(), ensure_ascii=False, sort_keys=True)
        return hmac.new(self._key, canonical.encode(), "sha256").hexdigest()


_LENGTHS = {"actor": 200, "action": 80, "subject": 200, "result": 80}


def audit_key(state_dir: Path, configured: str = "") -> bytes:
    """The key of the seals: the configured one, or the file `audit.key`, created for its owner only."""
    if configured:
        return configured.encode()
    path = state_dir / "audit.key"
    state_dir.mkdir(parents=True, exist_ok=True)
    # Under a lock and whole before it has its name: of two processes that start now, one must not seal with half a key.
    with (state_dir / "audit.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            half = path.with_name("audit.key.new")
            half.touch(0o600)
            half.write_text(secrets.token_hex(32), encoding="ascii")
            half.replace(path)
    return path.read_bytes()


def _one_writer(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    else:
        # The driver begins lazily and as a reader: taking the write lock first keeps two writers from the same number.
        session.execute(text("BEGIN IMMEDIATE"))


def _altered(number: int) -> Conflict:
    return Conflict(
        "AUDITORIA_ALTERADA",
        f"La bitácora no es la que se escribió a partir del evento {number}.",
        "Conserve la base como está y compárela con el último respaldo.",
        event=number,
    )
