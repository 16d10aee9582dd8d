"""What the person wants, decided by explicit patterns in the order given; the first that matches wins."""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.understanding.spans import fold


class Intent(StrEnum):
    QUESTION = "question"
    CREDIT_STATUS = "credit_status"
    PORTFOLIO = "portfolio"
    DRAFT = "draft"
    GREETING = "greeting"
    OUTSIDE = "outside"


_GREETING = re.compile(
    r"^\W*(?:hola|buen(?:os|as)?\s*(?:dias?|tardes|noches)?|que tal|saludos|gracias|muchas gracias|ok|hey)\W*"
    r"(?:criterio|como estas|que tal)?\W*$"
)
_DRAFT = re.compile(
    r"\b(?:redact\w+|elabor\w+|prepar\w+|formul\w+|hazme|haz|arma\w*|escrib\w+)\b.{0,40}\b(?:consulta|oficio|borrador|planteamiento)\b"
)
# "¿Quién formula la consulta?" asks for a rule; "redacta la consulta" gives an order.
_ASKS = re.compile(
    r"\b(?:como|quien(?:es)?|cual(?:es)?|cuando|donde|"
    r"que (?:area|departamento|unidad|division|numeral|requisitos|plazo))\b"
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
_OUTSIDE = re.compile(
    r"\b(?:receta|clima|futbol|partido|pelicula|chiste|poema|cancion|horoscopo|bitcoin|loteria|presidente de|"
    r"capital de|traduce|programa en|codigo python|vacuna|cita medica|medicamento|restaurante)\b"
)


def classify(text: str, *, has_credit: bool, has_employer: bool) -> Intent:
    """The intent of one message, from its words and from the identifiers found in it."""
    folded = fold(text)
    if _GREETING.match(folded):
        return Intent.GREETING
    order = _DRAFT.search(folded)
    if order and not _ASKS.search(folded[: order.start()]):
        return Intent.DRAFT
    if has_credit or (has_employer and _STATUS.search(folded)):
        return Intent.CREDIT_STATUS
    if _PORTFOLIO.search(folded):
        return Intent.PORTFOLIO
    if _OUTSIDE.search(folded):
        return Intent.OUTSIDE
    return Intent.QUESTION
