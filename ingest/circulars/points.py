"""The body of a document as numbered points, with what they contain, annexes and closing apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.provisions import ProvisionKind
from ingest.documents.model import Block
from ingest.ordinals import ordinal_name, read_ordinal
from ingest.parsed import Problem

_ARABIC = re.compile(r"(\d{1,2})\s?(?:\.-|[.)\-–])\s+(?=\S)")
_ROMAN = re.compile(r"([IVXL]{1,6})\s?(?:\.-|[.)\-–])\s+(?=\S)")
_ORDINAL_END = re.compile(r"\s?(?:\.-|[.\-–:])+\s*")
_INLINE = re.compile(
    r"(?<=[.:;”\"»]\s)(?:D[ée]cim[oa]\s)?(?:Primer[oa]|Segund[oa]|Tercer[oa]|Cuart[oa]|Quint[oa]|Sext[oa]|S[ée]ptim[oa]"
    r"|Octav[oa]|Noven[oa]|D[ée]cim[oa])\s?\.\s?-",
    re.IGNORECASE,
)
_OPERATIVE = re.compile(
    r"(?:se\s)?(?:acuerda|acuerdos?|resuelve|lineamientos?|disposiciones|criterios?|instrucciones|puntos?)\s*:?$",
    re.IGNORECASE,
)
_CONSIDERING = re.compile(r"(?:considerandos?|antecedentes|resultandos?)\s*:?$", re.IGNORECASE)
_CLOSING = re.compile(
    r"(?:a\s?t\s?e\s?n\s?t\s?a\s?m\s?e\s?n\s?t\s?e|sin otro particular|c\.?\s?c\.?\s?p\.)\b", re.IGNORECASE
)
_ANNEX = re.compile(
    r"anexo(?:\s+(?:n[úu]m\.?\s*|no\.?\s*)?(?P<name>\d{1,2}|[IVX]{1,4}|[A-Z]|[úu]nico))?\b[\s.:–-]*", re.IGNORECASE
)
_TRANSITORY = re.compile(r"(?:art[íi]culos?\s+)?transitorios?\s*:?$", re.IGNORECASE)
_ROMANS = {"I": 1, "V": 5, "X": 10, "L": 50}
_WIDEST_GAP = 3
_SHORT = 90


@dataclass(slots=True)
class Point:
    """One root under construction: the proemio, a numbered point, a transitorio or an annex."""

    number: str
    label: str
    kind: ProvisionKind = ProvisionKind.NUMERAL
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Body:
    """The points in order, the closing (farewell, signature, copies), and what could not be explained."""

    points: list[Point]
    closing: list[Block]
    problems: list[Problem]


def read_points(blocks: Sequence[Block]) -> Body:
    """Divide a body; a document without numbered points is one point."""
    blocks = [piece for block in blocks for piece in _parted(block)]
    points: list[Point] = []
    closing: list[Block] = []
    problems: list[Problem] = []
    operative = _operative(blocks)
    style = _style(blocks[operative:])
    last, mode = 0, "proemio"
    for place, block in enumerate(blocks):
        annex = _annex(block, points)
        if annex is not None:
            points.append(annex)
            mode = "annex"
            continue
        if mode != "annex" and _CLOSING.match(block.text) and (points or place > operative):
            mode = "closing"
        if _TRANSITORY.fullmatch(_heading(block)) and len(block.text) < 40:
            mode, last, style = "transitory", 0, _style(blocks[place + 1 :]) or style
            continue
        if mode == "proemio" and _is_heading(block):
            continue  # a heading is structure, as in the laws
        if mode == "closing":
            closing.append(block)
            continue
        if mode != "annex" and place >= operative and style:
            number, text = _labelled(block, style, last)
            if number:
                problems += _gap(last, number, block)
                last = number
                points.append(_point(number, style, mode == "transitory"))
                mode = mode if mode == "transitory" else "points"
                points[-1].blocks.append(Block(text, block.page))
                continue
        if not points:
            points.append(Point("Proemio", "Proemio"))
        points[-1].blocks.append(block)
    numbered = any(point.number[0].isdigit() for point in points)
    if not numbered and points and points[0].number == "Proemio":
        points[0].number, points[0].label = "1", "Punto único"
    return Body([point for point in points if point.blocks], closing, problems)


def _parted(block: Block) -> list[Block]:
    """A paragraph that holds several points ("Acuerda: Primero.- ... Segundo.- ...") as one block for each."""
    cuts = [match.start() for match in _INLINE.finditer(block.text)]
    if len(cuts) < 2 or block.table:
        return [block]
    edges = [0, *cuts, len(block.text)]
    pieces = [block.text[start:end].strip() for start, end in pairwise(edges)]
    return [Block(piece, block.page) for piece in pieces if piece]


def _operative(blocks: Sequence[Block]) -> int:
    """Where the operative part may begin: after its heading, if the reasons come first."""
    reasons = next((i for i, b in enumerate(blocks) if _CONSIDERING.fullmatch(_heading(b))), None)
    if reasons is None:
        return 0
    heads = (i for i, b in enumerate(blocks) if i > reasons and _OPERATIVE.search(_heading(b)) and len(b.text) < 300)
    return next((i + 1 for i in heads), 0)


def _heading(block: Block) -> str:
    """The words of a heading, without the dirt that OCR makes letters of; "" where it is numbered like a point."""
    if any(_value(block.text, style)[0] for style in ("ordinal", "arabic", "roman")):
        return ""
    return " ".join(word for word in re.findall(r"[^\W\d_]+:?", block.text) if len(word) > 2 or word.lower() == "se")


def _is_heading(block: Block) -> bool:
    words = _heading(block)
    return len(block.text) < 40 and bool(_CONSIDERING.fullmatch(words) or _OPERATIVE.fullmatch(words))


def _style(blocks: Sequence[Block]) -> str:
    """How the points are numbered: by ordinals if any is the first, else by the first label with value one."""
    for block in blocks:
        if _TRANSITORY.fullmatch(_heading(block)):
            break
        if _value(block.text, "ordinal")[0] == 1:
            return "ordinal"
    for block in blocks:
        for style in ("ordinal", "arabic", "roman"):
            if _value(block.text, style)[0] == 1:
                return style
    return ""


def _value(text: str, style: str) -> tuple[int, int]:
    """The number that labels a text in a style and where its text starts; (0, 0) where it has none."""
    if style == "ordinal":
        found = read_ordinal(text) if text[:1].isalpha() else None
        end = _ORDINAL_END.match(text, found[1]) if found else None
        return (max(found[0], 1), end.end()) if found and end else (0, 0)
    match = (_ARABIC if style == "arabic" else _ROMAN).match(text)
    if match is None:
        return 0, 0
    return (int(match[1]) if style == "arabic" else _roman(match[1])), match.end()


def _roman(text: str) -> int:
    values = [_ROMANS[char] for char in text]
    return sum(-v if any(v < w for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))


def _labelled(block: Block, style: str, last: int) -> tuple[int, str]:
    """The number of the point that a block opens, with its text; (0, "") where it opens none."""
    if block.table:
        return 0, ""
    number, start = _value(block.text, style)
    opens = number == last + 1 or (last > 0 and last + 1 < number <= last + _WIDEST_GAP)
    return (number, block.text[start:]) if opens else (0, "")


def _gap(last: int, number: int, block: Block) -> list[Problem]:
    if number == last + 1:
        return []
    said = f"Se esperaba el punto {last + 1} y sigue el {number}."
    return [Problem("SALTO_DE_NUMERACION", said, block.page)]


def _point(number: int, style: str, transitory: bool) -> Point:
    if transitory:
        return Point(f"Transitorio-{number}", f"Transitorio {ordinal_name(number)}", ProvisionKind.TRANSITORIO)
    return Point(str(number), f"Punto {ordinal_name(number) if style == 'ordinal' else number}")


def _annex(block: Block, points: Sequence[Point]) -> Point | None:
    """The annex that a short heading opens."""
    match = _ANNEX.match(block.text)
    if match is None or block.table or len(block.text) > _SHORT or not block.text[:1].isupper() or not points:
        return None
    capitals = block.text[:5].isupper()
    if not capitals and match.end() < len(block.text) and not match["name"]:
        return None
    name = (match["name"] or "único").lower()
    label = "Único" if name in ("único", "unico") else name.upper()
    number = f"Anexo-{label}"
    taken = sum(point.number.split(".")[0] == number for point in points)
    title = block.text[match.end() :].strip()
    point = Point(f"{number}.{taken + 1}" if taken else number, f"Anexo {label}")
    if title:
        point.blocks.append(Block(title, block.page))
    return point
