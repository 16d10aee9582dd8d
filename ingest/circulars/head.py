"""What the head of a document says: number, date, issuer, addressee, subject, scope."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.document_numbers import GROUPS, without_blanks
from corpus.provisions import InstrumentKind
from ingest.dates import read_written_date
from ingest.documents.model import Block, Paper
from ingest.documents.paragraphs import FIELD, LABEL
from ingest.ordinals import fold

_REACH = 45
_LONGEST = 1000
_CODE = rf"(?P<code>{GROUPS}[A-Z0-9][A-Z0-9.\-]*(?:/[A-Z0-9.\-]+)*)"
_NUMBER = re.compile(
    r"(?:^|(?<=\s))(?P<word>oficio[\s-]+circular|circular|oficio|acuerdo|criterio(?:\s+(?:normativo|interno|operativo))?)"
    r"\s*(?:(?:n[úu]m(?:ero)?\b\.?|no\b\.?|n[°º]\.?)\s*)?:?\s*" + _CODE,
    re.IGNORECASE,
)
# OCR parts it at its points.
_COUNCIL = re.compile(r"\bACDO\s?\.\s?(?:AS|SA)\d\s?\.\s?HCT\s?\.\s?\d{6}\s?/\s?\d{1,4}(?:\s?\.\s?[A-Z]{1,8}){0,4}")
_KINDS = {
    "oficio circular": InstrumentKind.CIRCULAR,
    "circular": InstrumentKind.CIRCULAR,
    "oficio": InstrumentKind.OFICIO,
    "acuerdo": InstrumentKind.ACUERDO,
    "criterio": InstrumentKind.CRITERIO,
}
_FIGURES = re.compile(r"\b(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b")
_DATED = re.compile(r"(?:fecha|,\s+a\s+\d|,\s+\d{1,2}\s+de\s|^a\s+\d|sesi[óo]n\b.*celebrada)", re.IGNORECASE)
_AREA = re.compile(
    r"(?:H\.\s)?(?:Consejo T[ée]cnico|Direcci[óo]n|Unidad|Coordinaci[óo]n|Divisi[óo]n|Departamento|Jefatura"
    r"|[ÓO]rgano de Operaci[óo]n|Subdelegaci[óo]n|Delegaci[óo]n|Secretar[íi]a General|OOAD)\b",
    re.IGNORECASE,
)
_PLACE = r"(?:Estado de )?[A-ZÁÉÍÓÚÑ][\wáéíóúñ]+(?:\s(?:de\s|del\s|la\s)?[A-ZÁÉÍÓÚÑ][\wáéíóúñ]+){0,4}"
_OOAD = re.compile(
    r"\b(?:OOAD|[ÓO]rgano de Operaci[óo]n Administrativa Desconcentrada)(?:\s+(?:Estatal|Regional))?"
    rf"(?:\s+(?:en|de))?\s+(?:el\s+|la\s+)?(?P<place>{_PLACE})"
)
_PRESENT = re.compile(r"P\s?R\s?E\s?S\s?E\s?N\s?T\s?E\s?S?\b\.?", re.IGNORECASE)
FICTITIOUS = re.compile(r"documento\s+ficticio", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """The data of a document; empty where it does not say. `end` is the index of the first block of its text."""

    kind: InstrumentKind
    number: str
    word: str
    day: date | None
    issuer: str
    addressee: str
    subject: str
    scope: str
    fictitious: bool
    end: int


def read_head(paper: Paper) -> Head | None:
    """The head of a document, or None where nothing says which number it goes by."""
    blocks = [replace(block, text=block.text[:_LONGEST]) for block in paper.blocks[:_REACH]]
    named = read_number(blocks)
    if named is None:
        return None
    kind, number, word, place = named
    fields = dict(_fields(blocks))
    subject = fields.get("asunto", ("", 0))[0] or paper.subject
    addressee, after = _addressee(blocks, fields)
    end = max([place + 1, after, *(at + 1 for _, at in fields.values())])
    issuer = _issuer(blocks, fields) or paper.sender
    scope = fields.get("ambito", ("", 0))[0]
    return Head(
        kind=kind,
        number=number,
        word=word,
        day=_date(blocks[: max(end, 12)], fields) or paper.day,
        issuer=issuer,
        addressee=addressee or paper.addressee,
        subject=subject.rstrip("."),
        scope=_scope(scope or f"{addressee} · {issuer}"),
        fictitious=any(FICTITIOUS.search(block.text) for block in paper.blocks),
        end=_skip_furniture(paper.blocks, end),
    )


def read_number(blocks: Sequence[Block]) -> tuple[InstrumentKind, str, str, int] | None:
    """(kind, number, the word before it, index of its block): the first that heads a block rather than is cited."""
    for place, block in enumerate(blocks[:_REACH]):
        council = _COUNCIL.search(block.text)
        if council and len(block.text) < 160:
            return InstrumentKind.ACUERDO, re.sub(r"\s", "", council.group()), "acuerdo", place
        match = _NUMBER.search(block.text)
        if match is None or not any(char.isdigit() for char in match["code"]):
            continue
        opens = not block.text[: match.start()].strip(" -–—#*:«")
        if opens and len(block.text) < 220 and _looks_like_code(match["code"]):
            word = re.sub(r"[\s-]+", " ", match["word"].lower())
            kind = _KINDS.get(word) or _KINDS[word.split()[0]]
            return kind, without_blanks(match["code"]).strip(".-"), word, place
    return None


def _looks_like_code(code: str) -> bool:
    return "/" in code or "-" in code or "." in code.strip(".")


def _fields(blocks: Sequence[Block]) -> Iterator[tuple[str, tuple[str, int]]]:
    """Fields written with their name ("Asunto: ..."), each with the index of the block that has it."""
    seen: set[str] = set()
    for place, block in enumerate(blocks):
        for piece in re.split(r"\s\|\s", block.text):
            match = FIELD.match(piece)
            if match is None:
                continue
            name = fold(piece[: match.end()]).rstrip(": ").split(" ")[0]
            value = piece[match.end() :].strip()
            if not value and place + 1 < len(blocks) and not LABEL.match(blocks[place + 1].text):
                value = blocks[place + 1].text
            if name not in seen and value:
                seen.add(name)
                yield name, (value, place)


def _addressee(blocks: Sequence[Block], fields: dict[str, tuple[str, int]]) -> tuple[str, int]:
    """Whom it is for, and the index of the block after: a field, or what stands above PRESENTE."""
    for name in ("para", "dirigido", "destinatario", "destinatarios", "a"):
        if name in fields:
            return re.sub(r"\s*" + _PRESENT.pattern + r"$", "", fields[name][0]), fields[name][1] + 1
    for place, block in enumerate(blocks):
        text = block.text
        match = _PRESENT.match(text)
        if match and len(text) < 20:
            lines: list[str] = []
            for above in reversed(blocks[max(0, place - 4) : place]):
                if FIELD.match(above.text) or _NUMBER.match(above.text) or read_written_date(above.text):
                    break
                lines.insert(0, above.text)
            return " · ".join(lines), place + 1
        tail = re.search(r"\s" + _PRESENT.pattern + r"$", text)
        if tail and len(text) < 300:
            return text[: tail.start()], place + 1
    return "", 0


def _issuer(blocks: Sequence[Block], fields: dict[str, tuple[str, int]]) -> str:
    for name in ("de", "remitente", "expide", "emite"):
        if name in fields:
            return fields[name][0]
    areas = [block.text for block in blocks[:12] if _AREA.match(block.text) and len(block.text) < 160]
    return " · ".join(dict.fromkeys(areas[:4]))


def _date(blocks: Sequence[Block], fields: dict[str, tuple[str, int]]) -> date | None:
    for name in ("fecha", "lugar"):
        if name in fields:
            found = read_written_date(fields[name][0]) or _figures(fields[name][0])
            if found:
                return found
    for wanted in (_DATED, re.compile("")):
        for block in blocks:
            if wanted.search(block.text) and len(block.text) < 400:
                found = read_written_date(block.text)
                if found:
                    return found
    return None


def _figures(text: str) -> date | None:
    match = _FIGURES.search(text)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        return None


def _scope(text: str) -> str:
    """The OOAD that a document is limited to, or "nacional"."""
    if re.match(r"nacional\b", text, re.IGNORECASE):
        return "nacional"
    match = _OOAD.search(text)
    return f"OOAD {match['place'].removeprefix('Estado de ')}" if match else "nacional"


def _skip_furniture(blocks: Sequence[Block], end: int) -> int:
    """Past the mark of a fictitious document and the name of its kind alone on a line."""
    while end < len(blocks) and (
        (FICTITIOUS.search(blocks[end].text) and len(blocks[end].text) < 200) or _PRESENT.fullmatch(blocks[end].text)
    ):
        end += 1
    return end
