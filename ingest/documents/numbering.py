"""The numbers of Word lists, which stand nowhere in the text: computed as Word prints them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ingest.ordinals import ordinal_name

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    pattern: str
    start: int


class Numbering:
    """Counts list items in the order in which they are asked for."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if numbering is not None:
            self._load(numbering)
        if styles is not None:
            for style in styles.iter(f"{W}style"):
                found = _reference(style)
                if found is not None:
                    self._styles[style.get(f"{W}styleId", "")] = found

    def _load(self, numbering: Element) -> None:
        abstract = {item.get(f"{W}abstractNumId"): item for item in numbering.findall(f"{W}abstractNum")}
        for number in numbering.findall(f"{W}num"):
            kept = number.find(f"{W}abstractNumId")
            lists = abstract.get(kept.get(f"{W}val")) if kept is not None else None
            if lists is not None:
                levels = {int(item.get(f"{W}ilvl", "0")): _level(item) for item in lists.findall(f"{W}lvl")}
                self._levels[number.get(f"{W}numId", "")] = levels

    def label(self, paragraph: Element) -> str:
        """The number of a paragraph with the blank after it; "" where it has none."""
        found = _reference(paragraph)
        if found is None:
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            found = self._styles.get(style.get(f"{W}val", "")) if style is not None else None
        if found is None or found[0] not in self._levels:
            return ""
        number, depth = found
        levels = self._levels[number]
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(number, {})
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        if levels[depth].format in ("bullet", "none"):
            return "• " if levels[depth].format == "bullet" else ""
        return self._print(levels, counts, depth)

    def _print(self, levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
        def fill(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            kind = levels[level].format if level in levels else "decimal"
            return _written(counts.get(level, levels[level].start if level in levels else 1), kind)

        return re.sub(r"%(\d)", fill, levels[depth].pattern).strip() + " "


def _level(item: Element) -> _Level:
    def value(tag: str, default: str) -> str:
        found = item.find(f"{W}{tag}")
        return found.get(f"{W}val", default) if found is not None else default

    start = value("start", "1")
    return _Level(value("numFmt", "decimal"), value("lvlText", ""), int(start) if start.isdecimal() else 1)


def _reference(holder: Element) -> tuple[str, int] | None:
    """The list and level that a paragraph or a style names."""
    named = holder.find(f"{W}pPr/{W}numPr")
    if named is None:
        return None
    number, level = named.find(f"{W}numId"), named.find(f"{W}ilvl")
    if number is None:
        return None
    depth = level.get(f"{W}val", "0") if level is not None else "0"
    return number.get(f"{W}val", ""), int(depth) if depth.isdecimal() else 0


def _written(count: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman"):
        text, rest = "", count
        for value, sign in _ROMAN:
            text, rest = text + sign * (rest // value), rest % value
        return text if kind == "upperRoman" else text.lower()
    if kind in ("ordinalText", "ordinal"):
        return ordinal_name(count)
    return str(count)
