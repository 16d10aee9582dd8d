"""From facts to the arguments of a tool, or to the one question that is missing. Nothing is filled in by guess.

The day of payment is the one exception: without one it is the day of the question, and the answer says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assistant.acting.detect import (
    acts_named,
    filing_term_named,
    instalment_count,
    percentage_named,
    value_named,
    year_named,
)
from assistant.acting.extinctions import told_extinction
from assistant.acting.facts import Facts
from assistant.acting.infractions import infraction_named
from assistant.acting.vacations import vacations_told
from assistant.answers import MissingInput
from assistant.understanding.amounts import find_amounts
from assistant.understanding.dates import MONTHS
from assistant.understanding.spans import fold
from tools.wording import long_date


@dataclass(frozen=True, slots=True)
class Plan:
    """A tool with its arguments, or what to ask first."""

    tool: str
    arguments: dict[str, Any] = field(default_factory=dict)
    missing: MissingInput | None = None


_CONCEPTS = {
    "gastos": re.compile(r"gastos(?: de ejecucion)?\D{0,12}$"),
    "recargos": re.compile(r"recargos?\D{0,12}$"),
    "multas": re.compile(r"multas?\D{0,12}$"),
    "indemnizacion": re.compile(r"indemnizacion\D{0,12}$"),
    "principal": re.compile(r"(?:principal|suerte|cuotas?|adeudo)\D{0,12}$"),
}
_CONCEPT_AFTER = re.compile(
    r"^\s*(?:pesos\s+)?(?:de|por|en)\s+(?:el |la |los |las )?"
    r"(?:(?P<gastos>gastos)|(?P<recargos>recargos?)|(?P<multas>multas?)|(?P<indemnizacion>indemnizacion)|"
    r"(?P<principal>principal|suerte|cuotas?|adeudo))\b"
)
_RANGE = re.compile(r"\bminim\w+|\bmaxim\w+|\brango\b|\bentre cuanto\b|\bde cuanto a cuanto\b")
_PUBLIC = re.compile(
    r"\bentes? publicos?\b|\bmunicipi\w+|\bayuntamiento\b|\bentidad federativa\b|\bgobierno (?:del )?estad\w+"
)
_ACTS = re.compile(r"\brequerimiento\b|\bembargo\b|\bremate\b|\badjudicacion\b|\benajenacion\b")
_EMPLOYERS_SHARE = MissingInput(
    name="amount",
    question="La cuota retenida a los trabajadores no admite prórroga (LSS 40 C). ¿De cuánto es el adeudo patronal?",
    kind="money",
)
_AMOUNT = MissingInput(name="amount", question="¿De cuánto es el importe original, en pesos?", kind="money")


def plan(tool: str, question: str, facts: Facts, today: date) -> Plan:
    """The arguments of `tool` read from the facts."""
    if facts.impossible is not None:
        asked = f"«{facts.impossible}» no es un día del calendario. ¿Qué día es?"
        return Plan(tool, missing=MissingInput(name="day", question=asked, kind="date"))
    return _PLANNERS[tool](question, facts, today)


def _surcharges(_question: str, facts: Facts, today: date) -> Plan:
    if facts.amount is None:
        return Plan("surcharges", missing=_AMOUNT)
    if facts.vague_month is not None:
        return Plan("surcharges", missing=_which_day(facts.vague_month))
    kind = facts.kind or ("RCV" if facts.bimester else None)
    if kind is None and facts.period is not None:
        kind = "COP"
    if kind is None:
        choices = ["COP", "RCV", "Capital constitutivo", "Multa"]
        return Plan(
            "surcharges",
            missing=MissingInput(name="kind", question="¿De qué es el crédito?", kind="choice", choices=choices),
        )
    arguments: dict[str, Any] = {
        "amount": str(facts.amount),
        "kind": kind,
        "paid": facts.days.get("paid", today).isoformat(),
    }
    due = _due_of(kind, facts)
    if due is None:
        return Plan("surcharges", missing=_which_due(kind))
    return Plan("surcharges", {**arguments, **due})


def _due_of(kind: str, facts: Facts) -> dict[str, Any] | None:
    if "due" in facts.days:
        return {"due": facts.days["due"].isoformat()}
    # A COP or RCV bears accessories from its period even when a cédula was notified (LSS 40 A).
    if kind == "COP" and facts.period:
        return {"period": facts.period}
    if kind == "RCV" and facts.bimester:
        return {"bimester": facts.bimester}
    if kind == "RCV" and facts.period and int(facts.period[-2:]) % 2 == 0:
        year, month = facts.period.split("-")
        return {"bimester": f"{year}-{int(month) // 2}"}
    if "notified" in facts.days and kind not in ("COP", "RCV"):
        return {"notified": facts.days["notified"].isoformat()}
    return None


def _which_due(kind: str) -> MissingInput:
    if kind == "COP":
        return MissingInput(name="period", question="¿De qué mes es la COP?", kind="text")
    if kind == "RCV":
        choices = [f"{number}o. bimestre" for number in range(1, 7)]
        return MissingInput(name="bimester", question="¿De qué bimestre es la RCV?", kind="choice", choices=choices)
    return MissingInput(name="notified", question="¿Qué día se notificó la cédula?", kind="date")


def _which_day(said: str) -> MissingInput:
    day = f"¿Qué día de {said}" if said in MONTHS else "¿Qué día exacto"
    return MissingInput(name="paid", question=f"{day} se paga? El resultado cambia con el día.", kind="date")


def _due_date(_question: str, facts: Facts, _today: date) -> Plan:
    if "notified" in facts.days:
        return Plan("due_date", {"notified": facts.days["notified"].isoformat()})
    if facts.bimester:
        return Plan("due_date", {"bimester": facts.bimester})
    if facts.kind == "RCV":
        return Plan("due_date", _due_of("RCV", facts) or {}, None if _due_of("RCV", facts) else _which_due("RCV"))
    return Plan("due_date", {"period": facts.period})


def _instalments(question: str, facts: Facts, today: date) -> Plan:
    if facts.worker is not None and not facts.amounts:
        return Plan("instalments", missing=_EMPLOYERS_SHARE)
    if facts.amount is None:
        return Plan("instalments", missing=_AMOUNT)
    count = instalment_count(question)
    if count is None:
        return Plan(
            "instalments", missing=MissingInput(name="count", question="¿En cuántas parcialidades?", kind="text")
        )
    requested = facts.days.get("requested") or facts.days.get("paid") or facts.request_month or today
    arguments: dict[str, Any] = {
        "employer": str(facts.amount),
        "count": count,
        "requested": requested.isoformat(),
        "kind": facts.kind or "COP",
    }
    if facts.worker is not None:
        arguments["worker"] = str(facts.worker)
    if _PUBLIC.search(fold(question)):
        arguments["public_entity"] = True
    return Plan("instalments", arguments)


def _deferral(_question: str, facts: Facts, today: date) -> Plan:
    if facts.amount is None:
        return Plan("diferido", missing=_AMOUNT)
    if "paid" not in facts.days:
        return Plan("diferido", missing=MissingInput(name="paid", question="¿Qué día se pagará?", kind="date"))
    requested = facts.days.get("requested", today)
    arguments = {"debt": str(facts.amount), "requested": requested.isoformat(), "paid": facts.days["paid"].isoformat()}
    return Plan("diferido", arguments)


def _costs(question: str, facts: Facts, today: date) -> Plan:
    if facts.amount is None:
        return Plan("gastos_ejecucion", missing=_AMOUNT)
    acts = acts_named(question) or len(set(_ACTS.findall(fold(question)))) or 1
    day = facts.days.get("paid") or _day_of_year(question, today)
    return Plan("gastos_ejecucion", {"credit": str(facts.amount), "acts": acts, "day": day.isoformat()})


def _fine(question: str, facts: Facts, today: date) -> Plan:
    fraction = infraction_named(question)
    if fraction is None:
        asked = MissingInput(
            name="fraction", question="¿Qué fracción del artículo 304 A es la infracción?", kind="text"
        )
        return Plan("multa_304b", missing=asked)
    day = facts.days.get("committed") or facts.days.get("paid") or _day_of_year(question, today)
    return Plan("multa_304b", {"fraction": fraction, "day": day.isoformat()})


def _omission(question: str, facts: Facts, today: date) -> Plan:
    percentage = percentage_named(question)
    if percentage is None and not _RANGE.search(fold(question)):
        asked = MissingInput(name="percentage", question="¿Qué porcentaje se impuso (de 40 a 100)?", kind="text")
        return Plan("multa_304", missing=asked)
    day = facts.days.get("committed", today)
    return Plan("multa_304", {"omitted": str(facts.amount), "percentage": percentage, "day": day.isoformat()})


def _term(question: str, facts: Facts, _today: date) -> Plan:
    return Plan("plazo", {"term": filing_term_named(fold(question)), "notified": facts.days["notified"].isoformat()})


def _extinction(question: str, _facts: Facts, today: date) -> Plan:
    told = told_extinction(question, today)
    if told.unread:
        asked = (
            f"¿Qué ocurrió el {long_date(told.unread[0])}: venció el pago, se notificó una gestión de cobro, otra cosa?"
        )
        return Plan("extincion", missing=MissingInput(name="event", question=asked, kind="text"))
    if told.start is not None:
        return Plan("extincion", told.arguments())
    wanted = (
        "¿Qué día se presentó el aviso o la liquidación, o conoció el Instituto el hecho?"
        if told.caducidad
        else "¿Qué día venció el plazo para pagar?"
    )
    return Plan("extincion", missing=MissingInput(name="due", question=wanted, kind="date"))


def _cheque(_question: str, facts: Facts, today: date) -> Plan:
    if facts.amount is None:
        return Plan("cheque", missing=_AMOUNT)
    return Plan("cheque", {"amount": str(facts.amount), "day": facts.days.get("paid", today).isoformat()})


def _payment(question: str, _facts: Facts, _today: date) -> Plan:
    folded, owed, payment = fold(question), {}, None
    for item in find_amounts(question):
        before = folded[max(0, item.start - 34) : item.start].replace("$", "")
        after = _CONCEPT_AFTER.search(folded[item.end :])
        concept = after.lastgroup if after else None
        concept = concept or next((name for name, pattern in _CONCEPTS.items() if pattern.search(before)), None)
        if concept is None and payment is None:
            payment = str(item.value)
        elif concept is not None:
            owed[concept] = str(item.value)
    if payment is None:
        return Plan(
            "imputar_pago", missing=MissingInput(name="payment", question="¿De cuánto fue el pago?", kind="money")
        )
    return Plan("imputar_pago", {"payment": payment, "owed": owed})


def _notification(tool: str) -> Callable[[str, Facts, date], Plan]:
    def planner(question: str, facts: Facts, _today: date) -> Plan:
        day = facts.days.get("notice") or facts.days.get("notified") or facts.days.get("paid")
        if day is None:
            asked = MissingInput(name="day", question="¿Qué día fue el aviso o la publicación?", kind="date")
            return Plan(tool, missing=asked)
        opened, vacations = facts.days.get("opened"), vacations_told(question, day)
        if vacations is None:
            asked = MissingInput(name="vacations", question="¿De qué día a qué día son las vacaciones?", kind="text")
            return Plan(tool, missing=asked)
        arguments = {"day": day.isoformat(), "opened": opened.isoformat() if opened and opened != day else None}
        return Plan(
            tool, {**arguments, "vacations": [each.isoformat() for each in vacations]} if vacations else arguments
        )

    return planner


def _round(_question: str, facts: Facts, _today: date) -> Plan:
    return Plan("round_peso", {"amount": str(facts.amount)})


def _rate(question: str, _facts: Facts, today: date) -> Plan:
    return Plan("mora_rate", {"year": year_named(question) or today.year})


def _value(question: str, facts: Facts, today: date) -> Plan:
    name = value_named(question)
    if name == "inpc":
        if facts.period is None:
            asked = MissingInput(name="period", question="¿El INPC de qué mes?", kind="text")
            return Plan("valor_legal", missing=asked)
        return Plan("valor_legal", {"name": name, "day": f"{facts.period}-01"})
    return Plan("valor_legal", {"name": name, "day": _day_of_year(question, today).isoformat()})


def _day_of_year(question: str, today: date) -> date:
    """Today, or the middle of another year that is named: the UMA changes on 1 February and rules most of it."""
    year = year_named(question)
    return today if year in (None, today.year) else date(year, 7, 1)


_PLANNERS: dict[str, Callable[[str, Facts, date], Plan]] = {
    "surcharges": _surcharges,
    "due_date": _due_date,
    "instalments": _instalments,
    "diferido": _deferral,
    "gastos_ejecucion": _costs,
    "multa_304b": _fine,
    "multa_304": _omission,
    "cheque": _cheque,
    "plazo": _term,
    "extincion": _extinction,
    "imputar_pago": _payment,
    "buzon": _notification("buzon"),
    "estrados": _notification("estrados"),
    "mora_rate": _rate,
    "round_peso": _round,
    "valor_legal": _value,
}
