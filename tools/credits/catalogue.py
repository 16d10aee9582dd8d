"""Names of the codes of credits: replaceable data, told as «catálogo no oficial» until the office loads its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, Field, ValidationError

from corpus.errors import BadInput

UNOFFICIAL = "catálogo no oficial"


class _Entry(BaseModel):
    code: str = Field(pattern=r"^[0-9]{2}$")
    name: str
    certainty: str = ""


class _File(BaseModel):
    title: str
    official: bool
    entries: list[_Entry]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Code to name; a code without a name keeps its digits."""

    names: Mapping[str, str]
    official: bool

    def label(self, code: str) -> str:
        """ "02 Notificado", or "77 sin nombre en el catálogo"."""
        return f"{code} {self.names.get(code, 'sin nombre en el catálogo')}"


@dataclass(frozen=True, slots=True)
class Catalogues:
    """The two catalogues that a report names codes with."""

    incidencias: Catalogue
    documents: Catalogue

    @property
    def notice(self) -> str:
        """What every screen says while a catalogue is not the office's own; empty once both are."""
        return "" if self.incidencias.official and self.documents.official else f"Códigos: {UNOFFICIAL}."


def load_catalogues(editorial_dir: Path) -> Catalogues:
    """The catalogues of the editorial directory. Raises BadInput: CATALOGO_INVALIDO."""
    folder = editorial_dir / "catalogs"
    return Catalogues(_load(folder / "incidencias.yaml"), _load(folder / "documentos.yaml"))


def _load(path: Path) -> Catalogue:
    try:
        file = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise BadInput("CATALOGO_INVALIDO", f"«{path.name}» no es un catálogo.", "Revise title y entries.") from error
    return Catalogue({entry.code: entry.name for entry in file.entries}, file.official)
