"""Questions that are instructions: to drop the rules, to reveal how it works, to invent law, to see what is others'.

Nothing in a question is ever obeyed, with or without this: tools run by code, permissions live in the repository and
quotes come from the store. Recognising the attempt only makes the answer plain.

Every gap is bounded, so that reading stays linear in the length of the text.
"""

from __future__ import annotations

import re
import unicodedata

from assistant.understanding.spans import fold

_DROP = (
    r"(?:ignora|olvida|omite|omitir|desactiva|salta|saltate|anula|deja de (?:obedecer|seguir)|no sigas|pasa por alto|"
    r"prescinde de|haz caso omiso de)"
)
_ORDER = (
    r"(?:^|[^\w\s¿]\s*|\b(?:y|e|ahora|favor|asimismo|tambien|luego|despues|asistente|debera|deberas|debes|solo|"
    r"primero|te pido)\s+)"
)
"""Where an order to the reader begins: "el notificador omite las reglas" tells a fact and is none."""
_RULES = r"(?:instrucci\w+|reglas|permisos|restricci\w+|verificaci\w+)"
_SHOW = r"(?:mue?str\w*|dame|dime|ver|ensena\w*|lista|exporta|revela|imprime|cuentame|resume|traduce)"
_OTHERS = r"de otr[ao]s? (?:subdelegacion(?:es)?|ooad|delegacion(?:es)?|usuarios?)"

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # To drop the rules
        rf"{_ORDER}{_DROP}\b.{{0,40}}\b{_RULES}\b|\b{_DROP}\b.{{0,20}}\btus {_RULES}\b",
        rf"\b(?:tus|nuevas?) {_RULES}\b.{{0,40}}\b(?:son|sistema|no aplican)\b",
        r"\b(?:responde|contesta|responder|contestar) sin (?:citar|verificar|reglas)\b",
        r"\b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:previous|all|instructions|rules|above)\b",
        r"\b(?:ignorez|ignoriere|ignora le)\b|\bignore todas as\b|\bpretend you\b|\bact as an?\b|\byou are now\b",
        r"^\s*(?:system|assistant)\s*:|-\s*system:|<\|?/?\s*(?:system|im_start|im_end)|\[/?inst\]|<<sys>>",
        # Personal data of everybody
        rf"\b{_SHOW} (?:el|los|las|la) (?:rfc|curp|nss|domicilios?|telefonos?|correos?)\b.{{0,60}}"
        r"\b(?:todos|todas|cada)\b",
        # Parts to play
        r"\bdeveloper mode\b|\bjailbreak\b|\bmodo (?:desarrollador|sin restricciones)\b|\bjuego de rol\b",
        r"\b(?:eres|actua|actuar|imagina|finge|simula|responde)\b.{0,50}"
        r"\bsin (?:restricciones|limites|filtros|reglas)\b",
        r"\bcomo si no tuvieras\b|\b(?:finge|imagina) que eres\b|\bahora (?:eres libre|no tienes restricciones)\b",
        # How it works
        r"\b(?:system prompt|tu prompt|el prompt|instrucciones del sistema|variables de entorno)\b",
        r"\b(?:clave de (?:la )?api|api key)\b|\b(?:tu|su) (?:modelo|temperatura|configuracion|codigo fuente)\b",
        r"\bmodelo de lenguaje\b|\brepite palabra por palabra\b|\bcontrasena de la base\b",
        rf"\b{_SHOW}\b.{{0,20}}\btus (?:instrucciones|reglas)\b|\binstrucciones que te dieron\b",
        r"\b(?:print|reveal|show|dump)\b.{0,30}"
        r"\b(?:prompt|instructions|secrets|password|rfc|database|employers)\b|\bare your instructions\b",
        # Invented law
        r"\b(?:invent\w+|fabrica|crea)\b.{0,40}"
        r"\b(?:criterio|articulo|precepto|cita|fundamento|jurisprudencia|tesis|leyes)\b",
        r"\b(?:articulo inventado|(?:cita|tesis) falsa)\b|\brespuesta equivocada a proposito\b|\bte doy una propina\b",
        r"\bmodifica el articulo\b.{0,20}\bpara que\b|\bsimula un oficio\b",
        r"\bargumento para que\b.{0,60}\b(?:perdone|condone|no cobre)\b",
        # What is others'
        r"\b(?:aunque no sea|no es|que no es) de mi (?:subdelegacion|ooad|delegacion|territorio)\b",
        rf"{_OTHERS}\b.{{0,40}}\b{_SHOW}\b|\b{_SHOW}\b.{{0,60}}{_OTHERS}\b",
        r"\b(?:revela|muestra|dame)\b.{0,30}\bde todas las subdelegaciones\b",
        r"\brole\s*=\s*admin\b|\bsoy (?:el )?administrador\b|\bautorizado por direccion\b",
        r"\b(?:deudores|creditos|patrones)\b.{0,40}\bde la subdelegacion \d+ de la ooad\b",
        r"\b(?:todos los patrones del pais|toda la base de datos)\b|\bdrop table\b|\bunion select\b",
        r"\bborra (?:mi |el |todo )?(?:el )?historial\b",
        # Hidden
        r"\b(?:hay instrucciones|siguelas|decodifica|base64|rot13)\b",
    )
)
_ENCODED = re.compile(r"(?<![A-Za-z0-9+/])(?=[0-9+/]{0,64}[A-Za-z])[A-Za-z0-9+/]{32,}={0,2}")
_SPELLED = re.compile(r"(?:\b\w ){8,400}\w\b")
_MIXED = re.compile(r"\b(?=\d{0,20}[a-z])(?=[a-z]{0,20}\d)[a-z\d]{3,20}\b")
_LOOKALIKES = str.maketrans("01345", "oieas")
_TOGETHER = re.compile(rf"(?:ignora|olvida|omite)\w{{0,20}}{_RULES}")


def is_attack(text: str) -> bool:
    """Whether the text tells Criterio to break its rules rather than asking something."""
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    folded = " ".join(fold(visible).split())
    if _ENCODED.search(visible) or _matches(folded):
        return True
    spelled = _SPELLED.search(folded)
    if spelled is not None and _TOGETHER.search(spelled.group().replace(" ", "")):
        return True
    disguised = _MIXED.sub(lambda match: match.group().translate(_LOOKALIKES), folded)
    return disguised != folded and _matches(disguised)


def _matches(folded: str) -> bool:
    return any(pattern.search(folded) for pattern in _PATTERNS)
