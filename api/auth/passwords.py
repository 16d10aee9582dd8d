"""Passwords: argon2id, and what is accepted as one."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from corpus.errors import BadInput

MINIMUM = 12
MAXIMUM = 200
_HASHER = PasswordHasher()
# Verified when the user does not exist, so that the time of the answer does not tell.
_NOBODY = _HASHER.hash("nadie entra con esta frase")


def hash_password(password: str, user: str) -> str:
    """The hash to store. Raises BadInput: CLAVE_DEBIL."""
    if not MINIMUM <= len(password) <= MAXIMUM or len(set(password)) < 5 or user.lower() in password.lower():
        raise BadInput(
            "CLAVE_DEBIL",
            f"La contraseña necesita de {MINIMUM} a {MAXIMUM} caracteres variados y no puede contener el nombre.",
            "Use una frase de varias palabras.",
        )
    return _HASHER.hash(password)


def password_matches(stored: str, password: str) -> bool:
    """Whether it is the password; costs the same when there is no stored hash."""
    try:
        return _HASHER.verify(stored or _NOBODY, password[:MAXIMUM]) and bool(stored)
    except (VerifyMismatchError, InvalidHashError):
        return False
