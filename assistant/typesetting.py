"""Tagged PDF (PDF/UA-1) by Typst, from a source of ours and data that is never taken for source."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from corpus.errors import Unavailable

_UNSHOWN = re.compile(r'the text `"(?P<text>.+)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_MARK = "\ufffd"
_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
_MOST = 200
"""Different characters without a glyph that are replaced before giving up; each costs a layout."""


def typeset(source: Path, parts: dict[str, Any]) -> bytes:
    """The PDF of `parts` as `source` lays them out.

    A character that no font here draws (PDF/UA admits none of those) is replaced by the mark for it, U+FFFD.

    Raises:
        Unavailable: PDF_NO_GENERADO.
    """
    data = without_controls(parts)
    for _ in range(_MOST):
        try:
            done = typst.compile(
                str(source),
                format="pdf",
                pdf_standards="ua-1",
                sys_inputs={"datos": json.dumps(data, ensure_ascii=False)},
            )
            return bytes(done)
        except typst.TypstError as error:
            unshown = _UNSHOWN.search(str(error))
            missing = dict.fromkeys(map(ord, _unescaped(unshown["text"])), _MARK) if unshown else {}
            replaced = _translated(data, missing)
            if replaced == data:
                raise _refusal(str(error)) from error
            data = replaced
    raise _refusal("tiene demasiados caracteres que ninguna fuente dibuja")


def without_controls(parts: dict[str, Any]) -> dict[str, Any]:
    """The same without the characters that no document may hold (XML 1.0, 2.2)."""
    cleaned: dict[str, Any] = _translated(parts, _CONTROL)
    return cleaned


def _translated(value: Any, table: Mapping[int, str | None]) -> Any:
    if isinstance(value, str):
        return value.translate(table)
    if isinstance(value, dict):
        return {key: _translated(each, table) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_translated(each, table) for each in value]
    return value


def _unescaped(text: str) -> str:
    r"""The text of a message of Typst, which writes what cannot be printed as `\u{7}`."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _refusal(why: str) -> Unavailable:
    return Unavailable("PDF_NO_GENERADO", f"No se pudo componer el PDF: {why}.", "Exporte a .docx.")
