"""What the person wants, decided by explicit patterns in the order given; the first that matches wins."""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.understanding.spans import fold


class Intent(StrEnum):
    QUESTION = "question"
    CALCULATION = "calculation"
    CREDIT_STATUS = "credit_status"
    PORTFOLIO = "portfolio"
    DRAFT = "draft"
    GREETING = "greeting"
    OUTSIDE = "outside"


class Calculation(StrEnum):
    """Which calculator a calculation asks for."""

    SURCHARGES = "surcharges"
    DUE_DATE = "due_date"
    INSTALMENTS = "instalments"
    DEFERRAL = "deferral"
    FINE = "fine"
    COSTS = "enforcement_costs"
    PRESCRIPTION = "prescription"


_GREETING = re.compile(
    r"^\W*(?:hola|buen(?:os|as)?\s*(?:dias?|tardes|noches)?|que tal|saludos|gracias|muchas gracias|ok|hey)\W*"
    r"(?:criterio|como estas|que tal)?\W*$"
)
_DRAFT = re.compile(
    r"\b(?:redact\w+|elabor\w+|prepar\w+|formul\w+|hazme|haz|arma\w*|escrib\w+)\b.{0,40}\b(?:consulta|oficio|borrador|planteamiento)\b"
)
_STATUS = re.compile(
    r"\b(?:estado|estatus|status|situacion|como va|en que va|que paso con|historial|movimientos|incidencia|debe hoy|"
    r"consulta\w*|busca\w*|muestra\w*|dime|revisa\w*|ver)\b"
)
_PORTFOLIO = re.compile(
    r"\b(?:que|cuales|cuantos|lista\w*|dame|muestra\w*|relacion de|reporte de)\b"
    r".{0,30}\b(?:creditos?|patrones|deudores|garantias|fianzas|traspasos)\b"
    r".{0,60}\b(?:sin pae|no estan en|sin notificar|mayor adeudo|mas deben|deben mas|por vencer|vencen|"
    r"pendientes de|mi subdelegacion|mas grandes)\b"
)
_COMPUTE = re.compile(
    r"\b(?:cuanto|calcul\w+|computa\w*|determina\w*|a cuanto|en cuanto|que monto|que cantidad|saca\w*|"
    r"actualiza\w*\s+(?:a|al)\b|dame (?:los|el))\b"
)
_KINDS: tuple[tuple[Calculation, re.Pattern[str]], ...] = (
    (
        Calculation.INSTALMENTS,
        re.compile(r"\b(?:parcialidad\w*|mensualidades|abonos|a \d+ meses|en \d+ meses|\d+ pagos)\b"),
    ),
    (Calculation.DEFERRAL, re.compile(r"\b(?:diferid\w+|diferir|pago a plazo unico)\b")),
    (Calculation.COSTS, re.compile(r"\bgastos de ejecucion\b")),
    (
        Calculation.FINE,
        re.compile(
            r"\bmulta\b.{0,60}\b(?:304|uma|minim\w+|maxim\w+|porcentaje|por ciento|%)|304[ -]?[ab]?\b.{0,40}\bmulta\b"
        ),
    ),
    (Calculation.PRESCRIPTION, re.compile(r"\b(?:prescri\w+|caduc\w+)\b")),
    (
        Calculation.DUE_DATE,
        re.compile(r"\b(?:cuando vence|que dia vence|fecha de vencimiento|ultimo dia para pagar|fecha limite)\b"),
    ),
)
_OUTSIDE = re.compile(
    r"\b(?:receta|clima|futbol|partido|pelicula|chiste|poema|cancion|horoscopo|bitcoin|loteria|presidente de|"
    r"capital de|traduce|programa en|codigo python|vacuna|cita medica|medicamento|restaurante)\b"
)


def which_calculation(text: str) -> Calculation:
    """The calculator that the words point to; surcharges where nothing narrower matches."""
    folded = fold(text)
    for kind, pattern in _KINDS:
        if pattern.search(folded):
            return kind
    return Calculation.SURCHARGES


def classify(text: str, *, has_amount: bool, has_credit: bool, has_employer: bool, has_period: bool) -> Intent:
    """The intent of one message, from its words and from what was found in it."""
    folded = fold(text)
    if _GREETING.match(folded):
        return Intent.GREETING
    if _DRAFT.search(folded):
        return Intent.DRAFT
    if has_credit or (has_employer and _STATUS.search(folded)):
        return Intent.CREDIT_STATUS
    if _PORTFOLIO.search(folded):
        return Intent.PORTFOLIO
    due_date = has_period and which_calculation(text) is Calculation.DUE_DATE
    if due_date or (has_amount and (_COMPUTE.search(folded) or has_period)):
        return Intent.CALCULATION
    if _OUTSIDE.search(folded):
        return Intent.OUTSIDE
    return Intent.QUESTION
