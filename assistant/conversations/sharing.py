"""Who may read a shared conversation: whoever covers the whole territory of the person who shared it."""

from __future__ import annotations

from typing import Any

from corpus.errors import Forbidden
from tools.caller import ANONYMOUS, Caller

VISITOR = "visitante:"
"""Beginning of the name of somebody known only by a cookie of their browser."""


def is_identified(caller: Caller) -> bool:
    """Whether the caller has an account."""
    return caller.name != ANONYMOUS.name and not caller.name.startswith(VISITOR)


def reach_of(caller: Caller) -> dict[str, Any]:
    """The territory of who shares, as it is kept. Raises Forbidden: COMPARTIR_SIN_CUENTA."""
    if not is_identified(caller):
        raise Forbidden("COMPARTIR_SIN_CUENTA", "Sólo se comparte desde una cuenta.", "Inicie sesión o exporte.")
    territory = caller.territory
    return {
        "national": territory.national,
        "ooad": territory.ooad,
        "subdelegaciones": sorted(territory.subdelegaciones),
    }


def may_read(caller: Caller, reach: dict[str, Any] | None) -> bool:
    """Whether `caller` covers all of `reach`: an answer may hold what only that territory may see."""
    if reach is None or not is_identified(caller):
        return False
    mine = caller.territory
    if mine.national:
        return True
    if reach["national"]:
        return False
    if not reach["ooad"]:
        return True
    if not reach["subdelegaciones"]:
        return mine.ooad == reach["ooad"] and not mine.subdelegaciones
    return all(mine.covers(reach["ooad"], key) for key in reach["subdelegaciones"])
