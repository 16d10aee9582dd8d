"""The editor's form: from what a person typed to a draft. One item per line in lists; quotes come from the corpus."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from assistant.consultations.draft import ConsultationDraft
from assistant.consultations.drafting import read_draft
from corpus.citations import StoreCatalogue, format_citation
from corpus.lookup import find_provision
from corpus.store import CorpusStore

_PLAIN = ("place", "file", "subject", "scope", "scope_reason", "background", "searched", "opinion", "urgency",
          "circular_requirements", "initials")  # fmt: skip
_LISTS = ("questions", "annexes", "copies")
_GROUPS = {
    "unit": ("organ", "department", "signing_office", "key", "acronym"),
    "addressee": ("name", "post"),
    "signer": ("name", "post"),
}


async def _form(request: Request) -> FormData:
    return await request.form(max_fields=300)


FormDep = Annotated[FormData, Depends(_form)]


def text_of(form: FormData, name: str) -> str:
    """A field as text; empty where it is absent or a file."""
    value = form.get(name, "")
    return "" if isinstance(value, UploadFile) else value.replace("\r\n", "\n").strip()


def number_of(form: FormData, name: str) -> int:
    """A field as a whole number; 0 where it is none."""
    text = text_of(form, name)
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def draft_of(form: FormData, present: Mapping[str, Any], store: CorpusStore) -> ConsultationDraft:
    """The draft that the form asks for, over the present one.

    Raises:
        BadInput: BORRADOR_INVALIDO. NotFound: the provision to add is not in the corpus.
    """
    data: dict[str, Any] = {**present}
    data.update({name: text_of(form, name) for name in _PLAIN if name in form})
    data.update({name: _lines(text_of(form, name)) for name in _LISTS if name in form})
    for group, names in _GROUPS.items():
        typed = {name: text_of(form, f"{group}.{name}") for name in names if f"{group}.{name}" in form}
        data[group] = {**present.get(group, {}), **typed}
    dropped = set(form.getlist("quitar"))
    data["provisions"] = [basis for basis in present.get("provisions", []) if basis["id"] not in dropped]
    added = text_of(form, "agregar")
    if added:
        data["provisions"].append(_basis(added, store))
    held = {basis["id"] for basis in data["provisions"]}
    data["opinion_basis"] = [item for item in form.getlist("fundamento") if item in held]
    left_out = set(form.getlist("quitar_calculo"))
    computed = present.get("calculations", [])
    data["calculations"] = [item for place, item in enumerate(computed) if str(place) not in left_out]
    data["alternatives"] = [
        {"text": text, "consequence": text_of(form, f"consecuencia.{place}")}
        for place in range(10)
        if (text := text_of(form, f"alternativa.{place}"))
    ]
    data["limit"] = text_of(form, "limit") or None
    data["amount"] = re.sub(r"[$,\s]", "", text_of(form, "amount")) or None
    return read_draft(data)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _basis(written: str, store: CorpusStore) -> dict[str, str]:
    """A provision as a person names it ("LSS 40 A", "art. 155 del CFF"), with its own words."""
    found = find_provision(store, StoreCatalogue(store), written)
    return {
        "id": found.id,
        "label": format_citation(found.id, "formal"),
        "quote": found.text,
        "version": found.version,
    }
