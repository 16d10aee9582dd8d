"""The form of an evaluation case: from what a person typed to the body of a case, with what is wrong in each field.

Lists have one item a line. Provisions are written as people write them («art. 40 A de la LSS») and kept as ids.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from api.pages.consultation_form import text_of
from assistant.evaluations.cases import Case, provision_problems
from assistant.evaluations.wrong_fields import told
from corpus.citations import StoreCatalogue
from corpus.errors import NotFound
from corpus.lookup import find_provision
from corpus.store import CorpusStore

_PLAIN = {"pregunta": "question", "dia": "date", "clase": "kind", "referencia": "reference", "fuente": "source"}
_PATTERNS = {"dice": "says", "nunca": "never"}
_CITED = {"citas_todas": "cites_all", "citas_alguna": "cites_any"}
_NAMES = {
    **{ours: name for name, ours in _PLAIN.items()},
    "before": "antes",
    "user": "funcion",
    **{f"expect.{ours}": name for name, ours in (*_PATTERNS.items(), *_CITED.items())},
    "expect.status": "estado",
    "expect.status_also": "tambien",
    "expect.tool": "herramienta",
}


@dataclass(frozen=True, slots=True)
class CaseForm:
    """What was typed by field, the body it makes, and a sentence for each field that is wrong."""

    typed: dict[str, Any]
    body: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def blank(today: date) -> CaseForm:
    """An empty form of today."""
    return CaseForm({"dia": today.isoformat(), "clase": "colloquial", "estado": "answered"})


def of_case(case: Case) -> CaseForm:
    """A case as it would be typed."""
    expect, user, tool = case.expect, case.user, case.expect.tool
    return CaseForm(
        {
            **{name: str(getattr(case, ours)) for name, ours in _PLAIN.items()},
            "antes": "\n".join(case.before),
            "estado": expect.status.value,
            "tambien": [status.value for status in expect.status_also],
            **{name: "\n".join(getattr(expect, ours)) for name, ours in (*_PATTERNS.items(), *_CITED.items())},
            "herramienta": tool.name if tool else "",
            "resultado": "\n".join(f"{key}={value}" for key, value in ((tool and tool.result) or {}).items()),
            "funcion": user.roles[0].value if user and user.roles else "",
            "ooad": user.ooad if user else "",
            "subdelegaciones": " ".join(user.subdelegaciones) if user else "",
        }
    )


def of_opinion(opinion: Mapping[str, Any]) -> CaseForm:
    """An opinion of the chat: what was asked, and what is expected if the answer was found useful."""
    useful = opinion["reason"] == "util"
    return CaseForm(
        {
            "pregunta": opinion["question"],
            "antes": "\n".join(opinion["before"]),
            "dia": opinion["day"],
            "clase": "follow_up" if opinion["before"] else "opinion",
            "estado": opinion["status"] if useful else "answered",
            "citas_alguna": "\n".join(dict.fromkeys(opinion["citations"])) if useful else "",
            "referencia": opinion["comment"],
            "fuente": source_of(opinion),
        }
    )


def source_of(opinion: Mapping[str, Any]) -> str:
    """How the case of an opinion names it."""
    return f"opinión {opinion['number']} ({opinion['day']}, corpus {opinion['corpus_version']})"


def read_form(form: FormData, kept: Case | None, store: CorpusStore) -> CaseForm:
    """What was typed, checked against the corpus; what the form does not show of `kept` stays."""
    typed: dict[str, Any] = {name: text_of(form, name) for name in form if name != "tambien"}
    typed["tambien"] = [str(value) for value in form.getlist("tambien")]
    problems: dict[str, str] = {}
    expect = {
        "status": typed.get("estado", ""),
        "status_also": typed["tambien"],
        **{ours: _lines(typed, name) for name, ours in _PATTERNS.items()},
        **{ours: _ids(typed, name, store, problems) for name, ours in _CITED.items()},
        "tool": _tool(typed, kept, problems),
    }
    body = {
        **(kept.model_dump(mode="json", include={"fixture", "documents"}, exclude_defaults=True) if kept else {}),
        **{ours: typed.get(name, "") for name, ours in _PLAIN.items()},
        "before": _lines(typed, "antes"),
        "user": _person(typed),
        "expect": expect,
    }
    problems |= _wrong(body, store)
    if not problems and _cannot_fail(expect):
        problems["estado"] = "con esto cualquier respuesta sería correcta: diga qué debe citarse, decirse o callarse"
    return CaseForm(typed, body, problems)


def _wrong(body: dict[str, Any], store: CorpusStore) -> dict[str, str]:
    try:
        case = Case.model_validate({**body, "id": "A-X-001"})
    except ValidationError as error:
        return {_name(one["loc"]): told(one) for one in error.errors()}
    return {_NAMES[place]: problem for place, problem in provision_problems(case, store)}


def _name(place: Sequence[int | str]) -> str:
    for length in (2, 1):
        found = _NAMES.get(".".join(str(part) for part in place[:length]))
        if found:
            return found
    return "pregunta"


def _cannot_fail(expect: Mapping[str, Any]) -> bool:
    judged = ("says", "never", "cites_all", "cites_any", "tool")
    return expect["status"] == "answered" and not any(expect[name] for name in judged)


def _lines(typed: Mapping[str, Any], name: str) -> list[str]:
    return [line.strip() for line in str(typed.get(name, "")).splitlines() if line.strip()]


def _ids(typed: Mapping[str, Any], name: str, store: CorpusStore, problems: dict[str, str]) -> list[str]:
    found, catalogue = [], StoreCatalogue(store)
    for line in _lines(typed, name):
        try:
            found.append(find_provision(store, catalogue, line).id)
        except NotFound as error:
            problems[name] = f"«{line}»: {str(error).rstrip('.')}"
    return found


def _tool(typed: Mapping[str, Any], kept: Case | None, problems: dict[str, str]) -> dict[str, Any] | None:
    name = typed.get("herramienta", "")
    if not name:
        return None
    held = kept.expect.tool if kept else None
    result: dict[str, Any] = {}
    for line in _lines(typed, "resultado"):
        key, sign, value = line.partition("=")
        if not sign:
            problems["resultado"] = f"«{line}» no es campo=valor"
            continue
        old = ((held and held.result) or {}).get(key.strip())
        # A value that nobody changed keeps its type (a count is a number, money is text).
        result[key.strip()] = old if old is not None and str(old) == value.strip() else _value(value.strip())
    return {"name": name, "result": result or None, "error": held.error if held and held.name == name else None}


def _value(written: str) -> str | int | bool:
    if written in ("true", "false"):
        return written == "true"
    return int(written) if written.isdecimal() else written


def _person(typed: Mapping[str, Any]) -> dict[str, Any] | None:
    if not typed.get("funcion"):
        return None
    parts = str(typed.get("subdelegaciones", "")).split()
    return {"roles": [typed["funcion"]], "ooad": typed.get("ooad", ""), "subdelegaciones": parts}
