"""An opinion of the chat made a case: the question and what came before it, and what the evaluator expects instead."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from assistant.conversations.opinions import Reason
from assistant.evaluations.cases import Case, read_cases
from corpus.errors import BadInput, Conflict, NotFound
from corpus.store import CorpusStore

_LAST = 999
"""Ids of cases have three digits."""


def pick(opinions: Sequence[dict[str, Any]], number: int) -> dict[str, Any]:
    """The opinion with that number, as `Opinions.cases` gives it.

    Raises:
        NotFound: `OPINION_DESCONOCIDA`.
    """
    for opinion in opinions:
        if opinion["number"] == number:
            return opinion
    raise NotFound(
        "OPINION_DESCONOCIDA", f"No hay una opinión {number}.", "Véalas en GET /api/v1/evaluations/opinions."
    )


def case_of(opinion: dict[str, Any], ident: str, cites: Sequence[str], says: Sequence[str]) -> Case:
    """The case of an opinion. What an answer found useful cited is accepted; of any other, the evaluator says it.

    Raises:
        BadInput: `OPINION_SIN_ESPERADO` where a case of it could not fail.
    """
    useful = opinion["reason"] == Reason.USEFUL
    if not useful and not (cites or says):
        raise BadInput(
            "OPINION_SIN_ESPERADO",
            f"La opinión {opinion['number']} es «{opinion['reason']}»: falta decir qué se espera.",
            "Use --cites con lo que debe citarse o --says con lo que debe decirse.",
        )
    answered = ", ".join(opinion["citations"]) or "ninguna cita"
    expect = {
        "status": opinion["status"] if useful else "answered",
        "cites_all": list(cites),
        "cites_any": list(dict.fromkeys(opinion["citations"])) if useful and not cites else [],
        "says": list(says),
    }
    return Case.model_validate(
        {
            "id": ident,
            "kind": "follow_up" if opinion["before"] else "opinion",
            "question": opinion["question"],
            "before": opinion["before"],
            "date": opinion["day"],
            "expect": expect,
            "reference": f"{opinion['comment']} Se contestó {opinion['status']} con {answered}.".strip(),
            "source": _source(opinion),
            "author": "opinión",
        }
    )


def append(path: Path, opinion: dict[str, Any], cites: Sequence[str], says: Sequence[str], store: CorpusStore) -> Case:
    """Add the case of an opinion at the end of a file of cases, which is made where it is missing.

    Raises:
        BadInput: `CASO_INVALIDO` (the file), `OPINION_SIN_ESPERADO`, `PRECEPTO_DESCONOCIDO`, `CASO_SIN_LUGAR`,
            `PATRON_INVALIDO`.
        Conflict: `OPINION_YA_ES_CASO`.
    """
    _check(cites, store)
    known = [case for case, _ in read_cases(path)] if path.exists() else []
    for case in known:
        if case.source == _source(opinion):
            raise Conflict("OPINION_YA_ES_CASO", f"Esa opinión ya es el caso {case.id}.", "Corríjalo en el archivo.")
    taken = {case.id for case in known}
    free = next((i for n in range(1, _LAST + 1) if (i := f"A-OPI-{n:03d}") not in taken), None)
    if free is None:
        raise BadInput("CASO_SIN_LUGAR", f"{path.name} ya tiene {_LAST} casos de opiniones.", "Use otro archivo.")
    try:
        case = case_of(opinion, free, cites, says)
    except ValueError as error:
        raise BadInput("PATRON_INVALIDO", f"Lo dicho en --says no sirve: {error}", "Corrija la expresión.") from None
    row = yaml.safe_dump([_row(case)], allow_unicode=True, sort_keys=False, width=120)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(("\n" if known else "") + row)
    return case


def _row(case: Case) -> dict[str, Any]:
    row = case.model_dump(mode="json", exclude_defaults=True)
    return {**row, "date": case.date, "reviewed_by": []}


def _source(opinion: dict[str, Any]) -> str:
    return f"opinión {opinion['number']} ({opinion['day']}, corpus {opinion['corpus_version']})"


def _check(cites: Sequence[str], store: CorpusStore) -> None:
    for cited in cites:
        if not store.exists(cited):
            raise BadInput("PRECEPTO_DESCONOCIDO", f"{cited} no está en el corpus.", "Escriba un id como LSS:39-C.")
