"""Calls to the PDF library that are made for every line and every piece of a page, on plain addresses.

The bindings of the package make an object of Python for each pointer, which costs as much as the call itself.
An address holds while its page is open.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as raw

_ADDRESS, _NUMBER = ctypes.c_void_p, ctypes.c_int
_SIDE, _PLACE = ctypes.POINTER(ctypes.c_float), ctypes.POINTER(ctypes.c_double)


def address(pointer: Any) -> int:
    """Where a pointer of the package points to."""
    return ctypes.cast(pointer, _ADDRESS).value or 0


def _bound(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    return ctypes.CFUNCTYPE(result, *arguments)(address(function))


text_object = _bound(raw.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _NUMBER)
"""The piece of text that a character of a text page is of; None for what the library adds (blanks, breaks)."""
char_origin = _bound(raw.FPDFText_GetCharOrigin, _NUMBER, _ADDRESS, _NUMBER, _PLACE, _PLACE)
char_box = _bound(raw.FPDFText_GetCharBox, _NUMBER, _ADDRESS, _NUMBER, _PLACE, _PLACE, _PLACE, _PLACE)
font_size = _bound(raw.FPDFText_GetFontSize, ctypes.c_double, _ADDRESS, _NUMBER)
font_of = _bound(raw.FPDFTextObj_GetFont, _ADDRESS, _ADDRESS)
page_object = _bound(raw.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _NUMBER)
object_kind = _bound(raw.FPDFPageObj_GetType, _NUMBER, _ADDRESS)
object_bounds = _bound(raw.FPDFPageObj_GetBounds, _NUMBER, _ADDRESS, _SIDE, _SIDE, _SIDE, _SIDE)
form_count = _bound(raw.FPDFFormObj_CountObjects, _NUMBER, _ADDRESS)
form_object = _bound(raw.FPDFFormObj_GetObject, _ADDRESS, _ADDRESS, ctypes.c_ulong)
