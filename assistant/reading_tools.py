"""Search and show of provisions as tools of the registry: the same two acts that the chat and the pages offer."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from assistant.library import Library
from corpus.citations import StoreCatalogue
from corpus.lookup import find_provision
from corpus.show import provision_as_json
from tools.registry import Tool, ToolContext


class SearchRequest(BaseModel):
    """What to look for in the regulations."""

    question: str = Field(description="La pregunta o la cita, con las palabras de la persona", max_length=20_000)
    k: int = Field(10, description="Cuántos preceptos, de 1 a 100", ge=1, le=100)
    as_of: date | None = Field(None, description="Día del que se pide el texto vigente")


class ProvisionRequest(BaseModel):
    """Which provision to read."""

    id: str = Field(description="Identificador (LSS:40-A, CFF:21/p5) o cita («40 A de la LSS»)")
    as_of: date | None = Field(None, description="Día del que se pide el texto vigente")


class FoundProvisions(BaseModel):
    """The hits, best first, and what was named and does not exist."""

    hits: list[dict[str, Any]]
    missing: list[dict[str, Any]]
    corpus_version: str


class ShownProvision(BaseModel):
    """A provision to the letter, with its place, dates, notes and references."""

    provision: dict[str, Any]


def reading_tools(library: Library) -> tuple[Tool[Any], ...]:
    """The tools over one library; each call reads the current corpus."""

    def search(args: SearchRequest, _context: ToolContext) -> FoundProvisions:
        snapshot = library.snapshot()
        found = snapshot.retriever.search(args.question, k=args.k, as_of=args.as_of).as_json()
        return FoundProvisions.model_validate({**found, "corpus_version": snapshot.version})

    def show(args: ProvisionRequest, _context: ToolContext) -> ShownProvision:
        store = library.snapshot().store
        provision = find_provision(store, StoreCatalogue(store), args.id, as_of=args.as_of)
        return ShownProvision(provision=provision_as_json(store, provision))

    return (
        Tool("buscar", "Busca en la normativa los preceptos que contestan una pregunta.", SearchRequest, search),
        Tool("ver_precepto", "Texto literal de un precepto con su lugar y sus fechas.", ProvisionRequest, show),
    )
