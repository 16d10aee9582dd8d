"""What a message asks about credits: one by its number or its employer, or a list of the portfolio."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from assistant.acting.portfolio_requests import portfolio_arguments
from assistant.answers import MissingInput
from assistant.understanding.intents import Intent
from assistant.understanding.spans import fold
from assistant.understanding.understand import Understanding

_ABOUT = re.compile(
    r"\b(?:estado|estatus|status|situacion|como va|en que va|que paso con|historial|movimientos|incidencia|deb[eo]\w*|"
    r"adeud\w+|saldo|notific\w+|siguiente paso|que sigue|convenio|parcialidad\w*|embarg\w+|impugn\w+|prescri\w+|"
    r"pag(?:o|ad[oa]s?|aron)|pae|ejecucion|requeri\w+|remat\w+|venc\w+|garantias?|fianzas?|ver|muestra\w*|"
    r"consulta\w*|busca\w*|dime|dame|revisa\w*|todo)\b"
)
_UNNUMBERED = re.compile(
    r"^\W*(?:(?:en que|cual es el|dime el|dame el|ver el|el)\s+)?(?:estado|estatus|status|situacion)"
    r"(?:\s+(?:esta|va|se encuentra|actual))?\s+(?:del?|el|un|mi|este)\s+(?:el\s+)?credito\W*$"
)
_MONEY = re.compile(r"\$|\bpesos\b|\d[.]\d{2}\b")
"""A message that tells an amount asks for a calculation, not for the credits of whoever it names."""
_FEW_WORDS = 3


@dataclass(frozen=True, slots=True)
class CreditAsk:
    """A tool of credits and its arguments. `amounts` and `prescription`: what of the report the message wants."""

    tool: str
    arguments: dict[str, Any]
    amounts: bool = False
    prescription: bool = False


def credit_ask(understanding: Understanding) -> CreditAsk | MissingInput | None:
    """The look-up or the list that a message asks for; one question back without a number; None for any other."""
    text = fold(understanding.text)
    if understanding.intent in (Intent.DRAFT, Intent.GREETING, Intent.OUTSIDE):
        return None
    identified = understanding.credits or understanding.employers
    if identified and _MONEY.search(text):
        return None
    if identified and (_ABOUT.search(text) or len(text.split()) <= _FEW_WORDS):
        arguments = (
            {"number": understanding.credits[0].value}
            if understanding.credits
            else {"employer": understanding.employers[0].value}
        )
        return CreditAsk(
            "credit_status",
            arguments,
            amounts=bool(re.search(r"\b(?:deb[eo]\w*|adeud\w+|saldo|recargos?|actualiza\w+|cuanto)\b", text)),
            prescription="prescri" in text,
        )
    if not identified and _UNNUMBERED.search(text):
        return MissingInput(name="credito", question="¿Cuál es el número de crédito o el registro patronal?")
    listed = None if identified else portfolio_arguments(text)
    return CreditAsk("portfolio", listed) if listed else None
