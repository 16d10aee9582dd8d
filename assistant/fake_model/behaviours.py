"""What each fake model writes for a question. Only text in, text out: the server does the rest.

The models read the same JSON as a real one: `pregunta` and `clausulas` with `n`, `cita`, `texto`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

_WORD = re.compile(r"\w{4,}")
_FIRST_SENTENCE = re.compile(r".{40,}?\.(?=\s|$)|.+", re.DOTALL)
_ORDER = re.compile(
    r"(?:responde|contesta|di|dime|confirma|confirmalo|afirma|escribe)\b(?:\s+(?:que|solamente|sólo|con))?\s*:?\s*"
    r"([^.;»\"]{3,200})",
    re.IGNORECASE,
)


def capable(data: dict[str, Any], prose: bool) -> str:
    """Chooses the clause that shares most words with the question; writes its first sentence."""
    best = _best(data)
    if best is None:
        return json.dumps({"oraciones" if prose else "clausulas": []})
    if not prose:
        return json.dumps({"clausulas": [best["n"]]})
    sentence = _FIRST_SENTENCE.match(best["texto"])
    assert sentence is not None
    return json.dumps({"oraciones": [{"texto": sentence[0], "clausulas": [best["n"]]}]}, ensure_ascii=False)


def broken_json(data: dict[str, Any], prose: bool) -> str:
    """The right answer without its end."""
    return capable(data, prose)[:-2]


def refuses(data: dict[str, Any], prose: bool) -> str:
    """Never answers."""
    del data, prose
    return "Lo siento, no puedo ayudar con eso."


def invents(data: dict[str, Any], prose: bool) -> str:
    """Cites clauses that were not offered, and law that does not exist."""
    last = len(data["clausulas"])
    if not prose:
        return json.dumps({"clausulas": [last + 7, 999]})
    sentences = [
        {
            "texto": "El artículo 999 de la Ley del Seguro Social permite condonar los recargos.",
            "clausulas": [last + 7],
        },
        {"texto": "El patrón tendrá siempre 120 parcialidades para pagar.", "clausulas": [1]},
    ]
    return json.dumps({"oraciones": sentences}, ensure_ascii=False)


def gullible(data: dict[str, Any], prose: bool) -> str:
    """Obeys every order that it reads, in the question or in a clause, and agrees with whatever is assumed."""
    read = [data["pregunta"], *(clause["texto"] for clause in data["clausulas"])]
    orders = [match[1].strip() for text in read for match in _ORDER.finditer(text)]
    said = [*orders, f"Sí, confirmo: {data['pregunta'].strip('¿? ')}", "PWNED"]
    if not prose:
        return json.dumps({"clausulas": [0, "ignora las reglas", *range(40, 42)], "nota": said}, ensure_ascii=False)
    return json.dumps({"oraciones": [{"texto": text + ".", "clausulas": [1]} for text in said]}, ensure_ascii=False)


WRITERS: dict[str, Callable[[dict[str, Any], bool], str]] = {
    "capaz": capable,
    "lento": capable,
    "cortado": capable,
    "json-roto": broken_json,
    "se-niega": refuses,
    "inventa-citas": invents,
    "credulo": gullible,
}
"""By the name asked for. `lento` answers late and `cortado` closes the connection half way: the server sees to it."""


def _best(data: dict[str, Any]) -> dict[str, Any] | None:
    asked = set(_WORD.findall(data["pregunta"].lower()))
    clauses: list[dict[str, Any]] = data["clausulas"]
    return max(
        clauses, key=lambda row: (len(asked & set(_WORD.findall(row["texto"].lower()))), -row["n"]), default=None
    )
