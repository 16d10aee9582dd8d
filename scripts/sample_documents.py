"""Make the fictitious circulars, acuerdos, oficios and criteria, in every format that is read.

    python scripts/sample_documents.py FOLDER

The texts are in `scripts/samples/documents.yaml`; each file says that it is fictitious. Formats go round the
documents, so that every kind of document is made in several of them; scans are printed, soiled and photographed.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

MARK = "DOCUMENTO FICTICIO: hecho para probar el sistema; ninguna oficina lo emitió."
SOURCE = Path(__file__).with_name("samples") / "documents.yaml"


@dataclass(frozen=True)
class Sample:
    """One document as data; `lines` is its text as any format prints it."""

    name: str
    word: str
    number: str
    day: str
    issuer: list[str]
    addressee: str
    subject: str
    opening: str
    points: list[dict[str, Any]]
    signatory: str
    considering: list[str] = field(default_factory=list)
    transitories: list[str] = field(default_factory=list)
    table: list[list[str]] = field(default_factory=list)
    annexes: list[dict[str, Any]] = field(default_factory=list)
    ordinals: bool = False

    def head(self) -> list[str]:
        """The letterhead and the data, a line each."""
        named = self.number if self.number.startswith("ACDO") else f"{self.word} {self.number}"
        return [
            "INSTITUTO MEXICANO DEL SEGURO SOCIAL",
            *self.issuer,
            MARK,
            f"Ciudad de México, a {self.day}",
            named,
            f"Asunto: {self.subject}.",
            self.addressee,
            "PRESENTE",
        ]

    def label(self, place: int) -> str:
        """How the point at a place (from 0) is numbered."""
        names = ("PRIMERO", "SEGUNDO", "TERCERO", "CUARTO", "QUINTO")
        return f"{names[place]}.-" if self.ordinals else f"{place + 1}."

    def body(self) -> list[str | list[list[str]]]:
        """Paragraphs in order, and the table as its rows."""
        found: list[str | list[list[str]]] = []
        if self.considering:
            found.append("CONSIDERANDO")
            found += [f"{place}. {reason}" for place, reason in enumerate(self.considering, 1)]
        found.append(self.opening)
        if self.considering or self.ordinals:
            found.append("ACUERDO")
        for place, point in enumerate(self.points):
            found.append(f"{self.label(place)} {point['text']}")
            found += [f"{letter}) {item}" for letter, item in zip("abcdefg", point.get("items", []), strict=False)]
            if place == 0 and self.table:
                found.append(self.table)
        if self.transitories:
            found.append("TRANSITORIOS")
            found += [f"{name}.- {text}" for name, text in zip(("PRIMERO", "SEGUNDO"), self.transitories, strict=False)]
        found += ["ATENTAMENTE", self.signatory]
        for annex in self.annexes:
            found += [annex["title"], *annex["text"]]
        return found


def load() -> list[Sample]:
    """Every sample, in the order of the file."""
    entries: dict[str, dict[str, Any]] = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    return [Sample(name=name, **entry) for name, entry in entries.items()]


def write_all(folder: Path) -> list[Path]:
    """Write every sample once, in the format that its turn gives it."""
    from sample_formats import WRITERS

    folder.mkdir(parents=True, exist_ok=True)
    writers = list(WRITERS.items())
    paths = []
    for place, sample in enumerate(load()):
        suffix, write = writers[place % len(writers)]
        path = folder / f"{sample.name}{suffix}"
        write(sample, path)
        paths.append(path)
    return paths


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("Uso: python scripts/sample_documents.py CARPETA")
    for written in write_all(Path(sys.argv[1])):
        print(written)
