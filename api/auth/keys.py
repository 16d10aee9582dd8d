"""Keys that a person or machine shows: long random text, stored as its SHA-256 (no slow hash is needed)."""

from __future__ import annotations

import hashlib
import hmac
import secrets

TOKEN_MARK = "crt_"  # noqa: S105  a prefix by which leaked tokens are found, not a secret


def new_key() -> str:
    """256 random bits as text."""
    return secrets.token_urlsafe(32)


def key_hash(key: str) -> str:
    """What is stored."""
    return hashlib.sha256(key.encode()).hexdigest()


def csrf_of(session_key: str) -> str:
    """The value that a form of this session must carry: derived, so that there is nothing to store."""
    return hmac.new(session_key.encode(), b"csrf", "sha256").hexdigest()


def csrf_matches(session_key: str, shown: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(csrf_of(session_key).encode(), shown.encode())
