"""Which program this is: two machines with the same digest compute the same figures and read the same text."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_PACKAGES = ("corpus", "executors", "ingest", "retriever", "tools")


@cache
def program_digest() -> str:
    """A digest of the code and the data of the packages whose work is shared."""
    root = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for package in _PACKAGES:
        for path in sorted((root / package).rglob("*")):
            if path.suffix in (".py", ".yaml"):
                digest.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]
