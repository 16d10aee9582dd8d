"""The catalogue of sources: which documents are official, and which instrument a title names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from corpus.errors import BadInput, NotFound
from corpus.provisions import InstrumentKind
from ingest.ordinals import fold

_KINDS = {
    "codigo": (InstrumentKind.CODIGO, 20),
    "reglamento": (InstrumentKind.REGLAMENTO, 30),
    "estatuto": (InstrumentKind.REGLAMENTO, 30),
    "constitucion": (InstrumentKind.LEY, 0),
    "manual": (InstrumentKind.MANUAL, 60),
}
_SMALL = frozenset(
    ("de", "del", "la", "las", "los", "el", "y", "e", "en", "a", "al", "para", "por", "sobre", "que", "o", "su", "con")
)


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the catalogue; `url` is empty for documents that are not published."""

    id: str
    kind: InstrumentKind
    title: str
    short_title: str = ""
    issuer: str = ""
    rank: int = 20
    url: str = ""
    default: bool = False
    known: bool = True


class Catalogue:
    """What `sources.yaml` lists, by id and by title."""

    def __init__(self, sources: list[Source], patterns: list[tuple[re.Pattern[str], Source]]) -> None:
        self._sources = {source.id: source for source in sources}
        self._patterns = patterns

    @classmethod
    def load(cls, editorial_dir: Path) -> Catalogue:
        """Read `sources.yaml` of the editorial directory.

        Raises:
            BadInput: CATALOGO_ILEGIBLE.
        """
        path = editorial_dir / "sources.yaml"
        try:
            entries: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))["instruments"]
            sources: list[Source] = []
            patterns: list[tuple[re.Pattern[str], Source]] = []
            for ident, entry in entries.items():
                template = _source(ident, entry)
                title = re.escape(fold(template.title)).replace(r"\{year\}", r"(\d{4})")
                patterns.append((re.compile(title + "$"), template))
                years = [str(year) for year in entry.get("years", [])]
                sources.extend(_of_year(template, year) for year in years) if years else sources.append(template)
        except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadInput(
                "CATALOGO_ILEGIBLE", f"El catálogo de fuentes «{path}» no se puede leer.", "Corríjalo o restáurelo."
            ) from error
        return cls(sources, patterns)

    def get(self, ident: str) -> Source:
        """The entry with an id.

        Raises:
            NotFound: FUENTE_DESCONOCIDA.
        """
        wanted = re.sub(r"^LIF-?(\d{4})$", r"LIF-\1", ident.strip().upper())
        if wanted not in self._sources:
            known = ", ".join(sorted(self._sources))
            raise NotFound("FUENTE_DESCONOCIDA", f"El catálogo no tiene «{ident}».", f"Tiene: {known}.")
        return self._sources[wanted]

    def downloads(self) -> list[Source]:
        """What `--official` downloads by default."""
        return [source for source in self._sources.values() if source.default and source.url]

    def recognise(self, title: str) -> Source:
        """The instrument that a title names; a law that is not listed gets an acronym and is `known=False`."""
        plain = fold(re.sub(r"\s+", " ", title)).strip(" .")
        for pattern, template in self._patterns:
            found = pattern.match(plain)
            if found:
                return _of_year(template, found[1]) if found.groups() else template
        kind, rank = _KINDS.get(plain.partition(" ")[0], (InstrumentKind.LEY, 20))
        name = acronym(title)
        return Source(
            long_acronym(title) if name in self._sources else name, kind, sentence_case(title), rank=rank, known=False
        )


def _source(ident: str, entry: dict[str, Any]) -> Source:
    return Source(
        id=ident,
        kind=InstrumentKind(entry["kind"]),
        title=re.sub(r"\s+", " ", str(entry["title"])).strip(),
        short_title=str(entry.get("short_title", "")) or ident,
        issuer=str(entry.get("issuer", "")),
        rank=int(entry.get("rank", 20)),
        url=str(entry.get("url", "")),
        default=bool(entry.get("default", False)),
    )


def _of_year(template: Source, year: str) -> Source:
    def fill(text: str) -> str:
        return text.replace("{year}", year)

    return Source(
        id=fill(template.id),
        kind=template.kind,
        title=fill(template.title),
        short_title=fill(template.short_title),
        issuer=template.issuer,
        rank=template.rank,
        url=fill(template.url),
        default=template.default,
    )


def acronym(title: str) -> str:
    """The initials by which an unlisted law goes: "Ley Federal del Trabajo" gives LFT; a year is added as it is."""
    return _initials(title, 1)


def long_acronym(title: str) -> str:
    """Two letters of each word, for a law whose initials are taken: "Ley de Servicios Sociales" gives LESESO."""
    return _initials(title, 2)


def _initials(title: str, letters_each: int) -> str:
    words = re.findall(r"[^\W\d_]+|\d{4}", title)
    significant = (word for word in words if word[0].isalpha() and word.lower() not in _SMALL)
    letters = "".join(word[:letters_each].upper() for word in significant)
    year = next((word for word in words if word.isdigit()), "")
    plain = fold(letters).upper()
    return f"{plain}-{year}" if year else plain


def sentence_case(title: str) -> str:
    """A title in capitals as one writes it: "LEY FEDERAL DEL TRABAJO" gives "Ley Federal del Trabajo"."""
    if not title.isupper():
        return title
    words = title.lower().split()
    return " ".join(word if place and word in _SMALL else word.capitalize() for place, word in enumerate(words))
