"""Whose conversations: those of an account, or of a browser without one, by a cookie that only this server reads.

The database keeps a digest of the cookie: whoever reads the database cannot pass for the browser.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Annotated

from fastapi import Depends, Request, Response

from api.auth.dependencies import IdentityDep
from assistant.conversations.sharing import VISITOR
from tools.caller import Caller

COOKIE = "criterio_visitante"
_SECONDS = 400 * 24 * 3600
_VALUE = re.compile(r"[0-9a-f]{32}")


def person(request: Request, response: Response, identity: IdentityDep) -> Caller:
    """Who entered; otherwise the browser that asks, and a new one receives its cookie."""
    if identity.known:
        return identity.caller
    value = request.cookies.get(COOKIE, "")
    if not _VALUE.fullmatch(value):
        value = secrets.token_hex(16)
        response.set_cookie(
            COOKIE, value, max_age=_SECONDS, httponly=True, samesite="strict", secure=request.url.scheme == "https"
        )
    return Caller(VISITOR + hashlib.sha256(value.encode()).hexdigest()[:32], frozenset())


PersonDep = Annotated[Caller, Depends(person)]
