"""Whether a sentence states anything: what a model says of itself, or asks back, is no rule."""

from __future__ import annotations

import re

from .claim import Claim

_ASKS = re.compile(
    r"(?:^|[:;.]\s*)(?!en cuanto a)(?:(?:a|ante|con|de|desde|en|hasta|para|por|sobre) )?"
    r"(?:(?:qué|quién(?:es)?|cuándo|cómo|dónde)|cu[áa]l(?:es)?|cu[áa]nt[oa]s?)\b|[¿?]",
    re.IGNORECASE,
)
_OF_ITSELF = re.compile(
    r"\b(?:acepto|afirmo|aseguro|confirm(?:o|amos)|contesto|digo|entiendo|entendido|ignoro|lamento|obede(?:zco|cemos)"
    r"|puedo|respondo|soy)\b"
)


def unstated(claim: Claim) -> str:
    """Why a sentence states no rule; empty where it may."""
    if _ASKS.search(claim.text.strip()):
        return "pregunta en vez de afirmar"
    # With its accents: «acepto» is said of oneself, «aceptó» of somebody else.
    if _OF_ITSELF.search(claim.text.lower()):
        return "habla de quien contesta y no de una regla"
    return "" if claim.concepts else "no habla de nada que el texto citado pueda decir"
