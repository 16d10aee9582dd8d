"""Text of a document that gives orders to whoever answers: it is data, it supports nothing and no model reads it."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.understanding.attacks import is_attack
from corpus.citations.words import fold

_SAY = r"(?:responde|respondan|contesta|di|afirma|asegura|confirma|escribe|declara|informa|muestra|dile|explica)"
_MORE = r"(?: siempre| solamente| solo| unicamente)?"
_ORDERS = re.compile(
    # "Contesta siempre que ...": the law says what somebody does in other words, and never "tú".
    rf"(?:^|[^\w\s]\s*|\b(?:y|ahora|solo|siempre|debes)\s+){_SAY}\b{_MORE} (?:que|con)\b"
    rf"|(?:^|[^\w\s]\s*){_SAY}\s*:|^{_SAY}\b [a-z]{{2,12}}\.?$"
    # To whom it is addressed
    r"|\b(?:asistente|chatbot|modelo|inteligencia artificial|ia|llm|gpt)\s*[:,]"
    r"|\b(?:instruccion|instrucciones|nota|mensaje|orden|aviso) (?:para|a|al) (?:el |la )?"
    r"(?:asistente|modelo|chatbot|sistema|ia|inteligencia artificial)\b"
    r"|^(?:sistema|system|assistant|user)\s*:"
)


@lru_cache(maxsize=20000)
def is_order(text: str) -> bool:
    """Whether a sentence of a source tells the reader what to answer, instead of stating a rule."""
    return _ORDERS.search(" ".join(fold(text).split())) is not None or is_attack(text)
