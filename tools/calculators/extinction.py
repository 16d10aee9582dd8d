"""Terms in years that extinguish: caducidad (LSS 297) and prescripción (LSS 298, CFF 146), with their dated events.

An interruption starts the term anew; a suspension stops the clock between two days. The cap of ten years (CFF 146,
fifth paragraph) ignores interruptions and leaves suspensions out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corpus.errors import BadInput
from tools.calculators.business_days import ONE_DAY, Calendar
from tools.calculators.months import anniversary

_Pause = tuple[date, date | None]
"""From the day on which a suspension begins to the one on which it ceases; None while it lasts."""


class Cause(StrEnum):
    """What happened: the first three interrupt, the others suspend."""

    GESTION_DE_COBRO = "gestion_de_cobro"
    RECONOCIMIENTO = "reconocimiento"
    SOLICITUD_DE_CONVENIO = "solicitud_de_convenio"
    SUSPENSION_PAE = "suspension_pae"
    DOMICILIO = "domicilio"
    INCONFORMIDAD = "inconformidad"
    JUICIO = "juicio"

    @property
    def interrupts(self) -> bool:
        return self in (Cause.GESTION_DE_COBRO, Cause.RECONOCIMIENTO, Cause.SOLICITUD_DE_CONVENIO)


@dataclass(frozen=True, slots=True)
class Event:
    """A fact of the file. `end` is the day on which a suspension ceased; None while it lasts."""

    day: date
    cause: Cause
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """Which term it is. `suspends` are the causes that its law admits; `interruptible` whether it starts anew."""

    name: str
    years: int
    suspends: frozenset[Cause]
    interruptible: bool
    cap_years: int | None = None


CADUCIDAD = Term("caducidad", 5, frozenset({Cause.INCONFORMIDAD, Cause.JUICIO}), interruptible=False)
PRESCRIPCION = Term(
    "prescripcion", 5, frozenset({Cause.SUSPENSION_PAE, Cause.DOMICILIO}), interruptible=True, cap_years=10
)


@dataclass(frozen=True, slots=True)
class Effect:
    """What an event did to the term; `effective` is False where the law gives it none, and `why` says so."""

    event: Event
    effective: bool
    why: str


@dataclass(frozen=True, slots=True)
class Extinction:
    """`end` is the last day of the term, None while a suspension is open; `remaining` in days of running clock.

    `by_cap` tells that the ten years end it before the term that was started anew.
    """

    start: date
    counted_from: date
    end: date | None
    cap: date | None
    by_cap: bool
    extinguished: bool
    suspended: bool
    remaining: int
    effects: tuple[Effect, ...]


def extinction(term: Term, start: date, events: Sequence[Event], today: date, calendar: Calendar) -> Extinction:
    """Where a term that began on `start` stands on `today`.

    Raises:
        BadInput: FECHA_INVALIDA, an event in the future or that ends before it begins.
    """
    _check(events, today)
    effects = []
    pauses = _merged(event for event in events if event.cause in term.suspends)
    cap, _ = _end(start, term.cap_years, pauses, calendar) if term.cap_years else (None, 0)
    counted_from = start
    for event in sorted(events, key=lambda each: (each.day, each.cause)):
        effect = _effect(term, event, start, counted_from, cap, pauses, calendar)
        effects.append(effect)
        if effect.effective and event.cause.interrupts:
            counted_from = event.day
    end, left = _end(counted_from, term.years, pauses, calendar)
    by_cap = cap is not None and (end is None or cap < end)
    end = cap if by_cap else end
    if end is None:
        return Extinction(start, counted_from, None, cap, False, False, True, left, tuple(effects))
    remaining = max(0, (end - today).days)
    return Extinction(start, counted_from, end, cap, by_cap, today > end, False, remaining, tuple(effects))


def _effect(
    term: Term,
    event: Event,
    start: date,
    counted_from: date,
    cap: date | None,
    pauses: list[_Pause],
    calendar: Calendar,
) -> Effect:
    if event.cause.interrupts:
        if not term.interruptible:
            return Effect(event, False, "El término de caducidad no está sujeto a interrupción.")
        if event.day < start:
            return Effect(event, False, "Es anterior a la fecha en que el crédito pudo exigirse.")
        end, _ = _end(counted_from, term.years, pauses, calendar)
        last = min((day for day in (end, cap) if day is not None), default=None)
        if last is not None and event.day > last:
            return Effect(event, False, f"Es posterior al {last.isoformat()}, cuando el término ya se había consumado.")
        return Effect(event, True, "Interrumpe: el término empieza de nuevo.")
    if event.cause not in term.suspends:
        return Effect(event, False, "La ley no admite esta causa de suspensión para este término.")
    return Effect(event, True, "Suspende: esos días no cuentan.")


def _merged(events: Iterable[Event]) -> list[_Pause]:
    """Suspensions in order, overlapping ones joined: a day is left out once."""
    merged: list[_Pause] = []
    for event in sorted(events, key=lambda each: each.day):
        if merged and (merged[-1][1] is None or event.day <= merged[-1][1]):
            first, last = merged[-1]
            merged[-1] = (first, None if last is None or event.end is None else max(last, event.end))
        else:
            merged.append((event.day, event.end))
    return merged


def _end(start: date, years: int, pauses: list[_Pause], calendar: Calendar) -> tuple[date | None, int]:
    """The last day of a term, and zero; or None and the days that were left when a suspension, still open, began."""
    end = anniversary(start, years * 12, "cff12", calendar)
    for first, last in pauses:
        begins = max(first, start)
        if (last is not None and last <= start) or begins > end:
            continue
        if last is None:
            return None, (end - begins).days
        end += last - begins
    return end, 0


def _check(events: Sequence[Event], today: date) -> None:
    for event in events:
        if event.day > today or (event.end is not None and not event.day < event.end <= today + ONE_DAY):
            raise BadInput(
                "FECHA_INVALIDA",
                f"El suceso del {event.day.isoformat()} ({event.cause}) es futuro o termina antes de empezar.",
                "Revise las fechas.",
            )
