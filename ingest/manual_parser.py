"""Chapters of organisation manuals: numbered functions with incisos, between running titles and page breaks.

A chapter is plain text: "7.1.3 Departamento de ...", then functions "1. ..." each on a line of its own, incisos
" - a) ..." below them, and, in between, form feeds, blank lines and the running title of the manual in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.errors import BadInput
from corpus.provisions import Instrument, Provision, ProvisionKind
from ingest.parsed import Problem

_CHAPTER = re.compile(r"(\d+(?:\.\d+)+)\.?\s+(\D.*)")
_FUNCTION = re.compile(r"(\d{1,3})\.\s+(?=\S)")
_INCISO = re.compile(r"(?:[-•–]\s*)?([a-zñ])\)\s+(?=\S)")
_WIDEST_GAP = 5
_RUNNING = re.compile(r"MANUAL DE ORGANIZACI[ÓO]N\b")


class _Function:
    """One function under construction: its paragraphs and its incisos as (letter, paragraphs)."""

    def __init__(self, number: int, page: int) -> None:
        self.number = number
        self.pages = [page, page]
        self.paragraphs: list[str] = []
        self.incisos: list[tuple[str, int]] = []  # letter, index of its first paragraph


def parse_manual(text: str, instrument: Instrument, start_order: int = 0) -> tuple[list[Provision], list[Problem], str]:
    """Read one chapter: its provisions, what is irregular, and the chapter's number.

    Raises:
        BadInput: MANUAL_SIN_CAPITULO, there is no line "7.1.3 Nombre del área".
    """
    chapter, name, functions, problems = _read(text)
    if chapter is None:
        raise BadInput(
            "MANUAL_SIN_CAPITULO",
            f"El texto de «{instrument.title}» no tiene una línea de capítulo (por ejemplo «7.1.3 Departamento ...»).",
            "Revise que sea un capítulo de un manual de organización.",
        )
    provisions: list[Provision] = []
    for function in functions:
        provisions.extend(_function(function, chapter, name, instrument, start_order + len(provisions)))
    expected = 1
    for function in functions:
        if function.number != expected:
            problems.append(
                Problem(
                    "SALTO_DE_NUMERACION",
                    f"Capítulo {chapter}: se esperaba la función {expected} y sigue la {function.number}.",
                    function.pages[0],
                )
            )
        expected = function.number + 1
    return provisions, problems, chapter


def _read(text: str) -> tuple[str | None, str, list[_Function], list[Problem]]:
    chapter: str | None = None
    name = ""
    functions: list[_Function] = []
    problems: list[Problem] = []
    for page, line in _lines(text):
        if chapter is None:
            found = _CHAPTER.match(line)
            if found:
                chapter, name = found[1], found[2].strip()
            elif not _RUNNING.match(line):
                problems.append(Problem("TEXTO_SIN_ARTICULO", f"Texto antes del capítulo: «{line[:80]}».", page))
            continue
        if _RUNNING.match(line) or line.startswith(f"{chapter} "):
            continue
        label = _FUNCTION.match(line)
        if label and _opens_function(int(label[1]), functions):
            functions.append(_Function(int(label[1]), page))
            functions[-1].paragraphs.append(line[label.end() :])
            continue
        if not functions:
            problems.append(Problem("TEXTO_SIN_ARTICULO", f"Texto antes de la primera función: «{line[:80]}».", page))
            continue
        _add_line(functions[-1], line, page)
    return chapter, name, functions, problems


def _opens_function(number: int, functions: list[_Function]) -> bool:
    """The next number opens a function; a few further on do too (a gap, which is reported) after a full stop."""
    last = functions[-1].number if functions else 0
    if number == last + 1:
        return True
    return last < number <= last + _WIDEST_GAP and bool(functions) and functions[-1].paragraphs[-1].endswith(".")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines that are not blank, each with its page: the running title heads every page but, maybe, the first."""
    page, written = 1, False
    for line in text.replace("\f", "\n").splitlines():
        plain = re.sub(r"\s+", " ", line).strip()
        if not plain:
            continue
        if _RUNNING.match(plain):
            page, written = page + written, False
        else:
            written = True
        yield page, plain


def _add_line(function: _Function, line: str, page: int) -> None:
    """An inciso opens a paragraph; any other line goes on with the one before, also over a page break."""
    function.pages[1] = page
    inciso = _INCISO.match(line)
    expected = chr(ord(function.incisos[-1][0]) + 1) if function.incisos else "a"
    if inciso and inciso[1] == expected:
        function.incisos.append((inciso[1], len(function.paragraphs)))
        function.paragraphs.append(f"{inciso[1]}) {line[inciso.end() :]}")
    elif function.paragraphs[-1].endswith((".", ":", ";")) and line[:1].isupper():
        function.paragraphs.append(line)
    else:
        function.paragraphs[-1] += f" {line}"


def _function(function: _Function, chapter: str, name: str, instrument: Instrument, order: int) -> Iterator[Provision]:
    root_id = f"{instrument.id}:{chapter}/{function.number}"
    label = f"Numeral {chapter}, función {function.number}"
    text = "\n".join(function.paragraphs)
    hierarchy = (f"{chapter} {name}",)
    pages = (function.pages[0], function.pages[1])
    yield Provision(
        id=root_id,
        instrument=instrument.id,
        version=instrument.version,
        kind=ProvisionKind.NUMERAL,
        number=f"{chapter}/{function.number}",
        label=label,
        text=text,
        hierarchy=hierarchy,
        end=len(text),
        pages=pages,
        valid_from=instrument.published,
        order=order,
    )
    starts = [0]
    for paragraph in function.paragraphs:
        starts.append(starts[-1] + len(paragraph) + 1)
    for place, (letter, first) in enumerate(function.incisos):
        last = function.incisos[place + 1][1] if place + 1 < len(function.incisos) else len(function.paragraphs)
        start, end = starts[first], starts[last] - 1
        yield Provision(
            id=f"{root_id}/{letter}",
            instrument=instrument.id,
            version=instrument.version,
            kind=ProvisionKind.INCISO,
            number=letter,
            label=f"{label}, inciso {letter})",
            text=text[start:end],
            hierarchy=hierarchy,
            start=start,
            end=end,
            pages=pages,
            parent=root_id,
            valid_from=instrument.published,
            order=order + 1 + place,
        )
