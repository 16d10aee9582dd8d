"""Terms in working days to pay, appeal or explain, from when a notification takes effect (`plazos_habiles.yaml`)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from corpus.errors import BadInput

_TABLE = Path(__file__).parents[2] / "corpus" / "tables" / "plazos_habiles.yaml"


class FilingTerm(BaseModel):
    """One term: its days, whether it is one of payment, and where it comes from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    days: int
    payment: bool
    basis: tuple[str, ...]
    certainty: Literal["primaria", "secundaria"]
    from_publication: bool = False
    note: str = ""


@lru_cache(maxsize=1)
def filing_terms() -> dict[str, FilingTerm]:
    """Every term by name."""
    data = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))["terms"]
    return {name: FilingTerm.model_validate(row) for name, row in data.items()}


def filing_term(name: str) -> FilingTerm:
    """A term by name.

    Raises:
        BadInput: PLAZO_DESCONOCIDO.
    """
    found = filing_terms().get(name.strip().lower())
    if found is None:
        raise BadInput("PLAZO_DESCONOCIDO", f"No existe el plazo «{name}».", f"Hay: {', '.join(filing_terms())}.")
    return found
