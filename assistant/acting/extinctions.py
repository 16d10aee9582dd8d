"""Caducidad and prescripción from what a person tells of a file: when the term began and what happened since."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assistant.understanding.dates import find_dates
from assistant.understanding.spans import fold
from tools.calculators.extinction import Cause

_ASKED = re.compile(
    r"\bprescri\w+|\bcaduc\w+|\b(?:fijar\w*|determinar\w*|liquidar\w*)\b.{0,40}\b(?:credito|cantidad liquida)\b"
)
_CADUCIDAD = re.compile(r"\bcaduc\w+|\b(?:fijar\w*|determinar\w*|liquidar\w*)\b.{0,40}\b(?:credito|cantidad liquida)\b")
_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("due", re.compile(r"\bvenc\w+|\bexigible")),
    ("known", re.compile(r"\bpresent\w+|\baviso\b|\bconoc\w+|\bliquidacion\b|\bdeclar\w+")),
    (Cause.GESTION_DE_COBRO, re.compile(r"\brequeri\w+|\bembarg\w+|\bmandamiento\b|\bgestion\b|\bnotifi\w+")),
    (Cause.RECONOCIMIENTO, re.compile(r"\breconoc\w+")),
    (Cause.SOLICITUD_DE_CONVENIO, re.compile(r"\bconvenio\b|\bprorroga\b|\bparcialidad\w*")),
    (Cause.INCONFORMIDAD, re.compile(r"\binconform\w+")),
    (Cause.JUICIO, re.compile(r"\bjuicio\b|\bnulidad\b|\bamparo\b|\bdemand\w+")),
    ("end", re.compile(r"\bresolvi\w*|\bresuelt\w+|\btermin\w+|\bsentencia\b|\bconcluy\w+|\bceso\b")),
)


_UNTIL = re.compile(r"\s*(?:al|hasta el)\s*")
_CLAUSE = re.compile(r"[.;,)?]|\s+y\s+")


@dataclass(slots=True)
class Told:
    """The start of the term and the events, as `tools.deadlines.ExtinctionRequest` takes them.

    `unread` are days of which the question does not say what happened: none is left out in silence.
    """

    caducidad: bool
    start: date | None = None
    events: list[dict[str, Any]] = field(default_factory=list)
    unread: list[date] = field(default_factory=list)

    def arguments(self) -> dict[str, Any]:
        """The arguments of the tool `extincion`."""
        assert self.start is not None
        return {"known" if self.caducidad else "due": self.start.isoformat(), "events": self.events}

    def add(self, day: date, role: str | Cause) -> None:
        """Take what happened on a day."""
        if role == "end" and self.events:
            self.events[-1]["end"] = day.isoformat()
        elif isinstance(role, Cause):
            self.events.append({"day": day.isoformat(), "cause": role.value})
        elif role in ("due", "known") and self.start is None:
            self.start = day
        else:
            self.unread.append(day)


def asks_extinction(folded: str) -> bool:
    """Whether a folded question is about caducidad or prescripción."""
    return bool(_ASKED.search(folded))


def told_extinction(question: str, today: date) -> Told:
    """What the question tells; without `start` it does not say when the term began."""
    folded = fold(question)
    told = Told(bool(_CADUCIDAD.search(folded)))
    previous = 0
    for found in find_dates(question, today):
        before = folded[previous : found.start]
        previous = found.end
        if found.value == today:
            continue
        role = "end" if _UNTIL.fullmatch(before) else _last(before)
        if not role:
            # "El 10 de marzo le notificamos el requerimiento": what happened comes after the day.
            clause = _CLAUSE.split(folded[found.end :], maxsplit=1)[0]
            role = _last(clause)
            previous += len(clause)
        told.add(found.value, role)
    return told


def _last(window: str) -> str | Cause:
    """The role named nearest to the end of a text, "" for none."""
    best: tuple[int, str] = (-1, "")
    for role, pattern in _ROLES:
        for match in pattern.finditer(window):
            if match.start() > best[0]:
                best = (match.start(), role)
    return best[1]
