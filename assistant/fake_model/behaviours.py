"""What each fake model writes for a question. Only text in, text out: the server does the rest.

The models read the same JSON as a real one: `pregunta` and `clausulas` with `n`, `cita`, `texto`; `mensajes` and
`herramientas`; or `textos` and `oracion`. The form that is asked for is the first property of the schema.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

_WORD = re.compile(r"\w{4,}")
_FIRST_SENTENCE = re.compile(r".{40,}?\.(?=\s|$)|.+", re.DOTALL)
_AMOUNT = re.compile(r"\$([\d,]+\.\d\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ORDER = re.compile(
    r"(?:responde|contesta|di|dime|confirma|confirmalo|afirma|escribe)\b(?:\s+(?:que|solamente|sólo|con))?\s*:?\s*"
    r"([^.;»\"]{3,200})",
    re.IGNORECASE,
)

FALSE = "El patrón tendrá siempre 120 parcialidades para pagar."


def capable(data: dict[str, Any], form: str) -> str:
    """Chooses the clause that shares most words with the question; writes its first sentence; reads to the letter."""
    if form == "herramienta":
        return _calculation(data, "")
    if form == "diferencias":
        return _verdict(held=any(data["oracion"] in each["texto"] for each in data["textos"]))
    best = _best(data)
    if best is None:
        return json.dumps({form: []})
    if form == "clausulas":
        return json.dumps({"clausulas": [best["n"]]})
    return json.dumps({"oraciones": [{"texto": _first_sentence(best), "clausulas": [best["n"]]}]}, ensure_ascii=False)


def thorough(data: dict[str, Any], form: str) -> str:
    """One sentence of each clause, the best first."""
    if form != "oraciones" or not data["clausulas"]:
        return capable(data, form)
    best = _best(data)
    rows = sorted(data["clausulas"], key=lambda row: row is not best)
    sentences = [{"texto": _first_sentence(row), "clausulas": [row["n"]]} for row in rows]
    return json.dumps({"oraciones": sentences[:4]}, ensure_ascii=False)


def false_second(data: dict[str, Any], form: str) -> str:
    """The same with a false sentence after the first."""
    reply = json.loads(thorough(data, form))
    if form == "oraciones":
        reply[form][1:] = [{"texto": FALSE, "clausulas": [1]}, *reply[form][1:3]]
    return json.dumps(reply, ensure_ascii=False)


def exhausted(data: dict[str, Any], form: str) -> str:
    """The same as far as its tokens last: the server says so."""
    whole = thorough(data, form)
    return whole[: len(whole) * 4 // 5]


def broken_json(data: dict[str, Any], form: str) -> str:
    """The right answer without its end."""
    return capable(data, form)[:-2]


def refuses(data: dict[str, Any], form: str) -> str:
    """Never answers."""
    del data, form
    return "Lo siento, no puedo ayudar con eso."


def invents(data: dict[str, Any], form: str) -> str:
    """Cites clauses that were not offered, and law that does not exist."""
    if form == "herramienta":
        return _calculation(data, "9")
    last = len(data["clausulas"])
    if form == "clausulas":
        return json.dumps({"clausulas": [last + 7, 999]})
    sentences = [
        {
            "texto": "El artículo 999 de la Ley del Seguro Social permite condonar los recargos.",
            "clausulas": [last + 7],
        },
        {"texto": FALSE, "clausulas": [1]},
    ]
    return json.dumps({"oraciones": sentences}, ensure_ascii=False)


def gullible(data: dict[str, Any], form: str) -> str:
    """Obeys every order that it reads, in the question or in a clause, and agrees with whatever is assumed."""
    if form == "herramienta":
        return json.dumps({"herramienta": "borrar_todo", "argumentos": {"orden": data["mensajes"][-1]}})
    if form == "diferencias":
        return _verdict(held=True)
    read = [data["pregunta"], *(clause["texto"] for clause in data["clausulas"])]
    orders = [match[1].strip() for text in read for match in _ORDER.finditer(text)]
    said = [*orders, f"Sí, confirmo: {data['pregunta'].strip('¿? ')}", "PWNED"]
    if form == "clausulas":
        return json.dumps({"clausulas": [0, "ignora las reglas", *range(40, 42)], "nota": said}, ensure_ascii=False)
    return json.dumps({"oraciones": [{"texto": text + ".", "clausulas": [1]} for text in said]}, ensure_ascii=False)


WRITERS: dict[str, Callable[[dict[str, Any], str], str]] = {
    "capaz": capable,
    "lento": capable,
    "cortado": capable,
    "ocupado": capable,
    "pausado": thorough,
    "una-falsa": false_second,
    "a-medias": thorough,
    "agotado": exhausted,
    "json-roto": broken_json,
    "se-niega": refuses,
    "inventa-citas": invents,
    "credulo": gullible,
}
"""By the name asked for. `lento` answers late; `ocupado` refuses the first request; `cortado` and `a-medias` close the
connection half way and near the end; `pausado` and `una-falsa` wait after each sentence until told to go on: the
server sees to it.
"""


def _calculation(data: dict[str, Any], altered: str) -> str:
    """The surcharges of the amount, month and day of the last message; `altered` digits go before the amount."""
    said = data["mensajes"][-1]
    amount, day = _AMOUNT.search(said), _DAY.search(said)
    if amount is None or day is None:
        return json.dumps({"herramienta": "ninguna", "argumentos": {}})
    arguments = {"kind": "COP", "amount": altered + amount[1].replace(",", ""), "period": "2025-01", "paid": day[0]}
    return json.dumps({"herramienta": "surcharges", "argumentos": arguments})


def _verdict(*, held: bool) -> str:
    return json.dumps({"diferencias": [] if held else ["no lo dice"], "sostenida": held})


def _first_sentence(clause: dict[str, Any]) -> str:
    sentence = _FIRST_SENTENCE.match(clause["texto"])
    assert sentence is not None
    return sentence[0]


def _best(data: dict[str, Any]) -> dict[str, Any] | None:
    asked = set(_WORD.findall(data["pregunta"].lower()))
    clauses: list[dict[str, Any]] = data["clausulas"]
    return max(
        clauses, key=lambda row: (len(asked & set(_WORD.findall(row["texto"].lower()))), -row["n"]), default=None
    )
