"""Tables of accounts. Secrets are kept as hashes only; moments are whole seconds since 1970."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from tools.caller import Caller, Role, Territory
from tools.database import Base


class User(Base):
    """A person; an empty `password_hash` belongs to one who enters by single sign-on only.

    `subject` is who they are for the institution's provider (its address and its `sub`), bound at the first entry;
    `claims_at` is the moment of the newest token whose roles and territory were taken.
    """

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    roles: Mapped[str] = mapped_column(String(120))
    national: Mapped[bool] = mapped_column(Boolean)
    ooad: Mapped[str] = mapped_column(String(2))
    subdelegaciones: Mapped[str] = mapped_column(String(400))
    disabled: Mapped[bool] = mapped_column(Boolean, default=False)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    locked_until: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[int] = mapped_column(BigInteger)
    subject: Mapped[str | None] = mapped_column(String(600), unique=True, index=True, default=None)
    claims_at: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")

    def caller(self) -> Caller:
        """The person as the rest of the program knows them."""
        places = frozenset(self.subdelegaciones.split())
        return Caller(self.name, self.role_set(), Territory(self.national, self.ooad, places))

    def role_set(self) -> frozenset[Role]:
        """The roles, as a set."""
        return frozenset(Role(role) for role in self.roles.split())


class UserSession(Base):
    """An open session of the pages; the cookie holds the key, the table its SHA-256."""

    __tablename__ = "user_sessions"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    expires_at: Mapped[int] = mapped_column(BigInteger)


class EntryAttempt(Base):
    """An entry through the institution that has begun; the browser holds the key, the table its SHA-256."""

    __tablename__ = "entry_attempts"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    following: Mapped[str] = mapped_column(String(2000))
    expires_at: Mapped[int] = mapped_column(BigInteger)


class ApiToken(Base):
    """A key of a machine: acts as its owner, within `actions`, until it expires or is revoked."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    label: Mapped[str] = mapped_column(String(100))
    actions: Mapped[str] = mapped_column(String(400))
    expires_at: Mapped[int] = mapped_column(BigInteger)
    revoked_at: Mapped[int | None] = mapped_column(BigInteger, default=None)
