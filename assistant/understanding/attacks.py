"""Questions that are instructions: to drop the rules, to reveal how it works, to invent law, to see what is others'.

Nothing in a question is ever obeyed, with or without this: tools run by code, permissions live in the repository and
quotes come from the store. Recognising the attempt only makes the answer plain.
"""

from __future__ import annotations

import re

from assistant.understanding.spans import fold

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:ignor|olvid|omit|desactiv|salt|anul)\w*\b.{0,40}"
        r"\b(?:instrucci\w+|reglas|permisos|restricci\w+|verificaci\w+)\b",
        r"\bignore\b.{0,30}\b(?:previous|all|instructions|rules)\b|\byou are now\b|^\s*system\s*:",
        r"\bdeveloper mode\b|\bjailbreak\b|\bmodo desarrollador\b|\brepite palabra por palabra\b",
        r"\b(?:system prompt|tu prompt|el prompt|instrucciones del sistema|variables de entorno)\b",
        r"\b(?:clave de (?:la )?api|api key)\b|\b(?:tu|su) (?:modelo|temperatura|configuracion|codigo fuente)\b",
        r"\b(?:print|reveal|show|dump)\b.{0,30}\b(?:prompt|instructions|secrets|password|rfc|database|employers)\b",
        r"\binvent\w+\b.{0,40}\b(?:criterio|articulo|precepto|cita|fundamento|jurisprudencia)\b",
        r"\barticulo inventado\b|\brespuesta equivocada a proposito\b|\bte doy una propina\b",
        r"\b(?:aunque no sea|no es|que no es) de mi (?:subdelegacion|ooad|delegacion|territorio)\b",
        r"\bde otra (?:subdelegacion|ooad|delegacion)\b.{0,40}\b(?:mue?str\w*|dame|ver|ensena\w*)\b",
        r"\b(?:mue?str\w*|dame|ver|ensena\w*|registro patronal)\b.{0,60}\bde otra (?:subdelegacion|ooad|delegacion)\b",
        r"\bolvida los permisos\b|\brole\s*=\s*admin\b|\bsoy (?:el )?administrador\b|\bautorizado por direccion\b",
        r"\b(?:deudores|creditos|patrones)\b.{0,40}\bde la subdelegacion \d+ de la ooad\b",
        r"\b(?:hay instrucciones|siguelas|decodifica|base64|rot13)\b|\bborra (?:mi|el) historial\b",
        r"\bargumento para que\b.{0,60}\b(?:perdone|condone|no cobre)\b",
    )
)
_ENCODED = re.compile(r"\b[A-Za-z0-9+/]{32,}={0,2}")


def is_attack(text: str) -> bool:
    """Whether the text tells Criterio to break its rules rather than asking something."""
    folded = fold(text)
    return bool(_ENCODED.search(text)) or any(pattern.search(folded) for pattern in _PATTERNS)
