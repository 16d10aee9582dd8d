"""Personal data never goes to a model of another machine: it is replaced by marks before, and put back after.

What is recognised by its form: CURP, RFC, registro patronal, NSS, number of a credit, electronic mail, and company
names that end in their legal form (S.A. de C.V.). Names of employers on record are recognised as they are written.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing
from typing import Any

from assistant.models.model import Model
from assistant.understanding.spans import fold

Names = Callable[[], Iterable[str]]
"""Names of the employers on record."""

_GAP = r"[ -]?"
_FORM = (
    r"(?:S\.?\s?A\.?\s?P\.?\s?I\.?|S\.?\s?A\.?\s?B\.?|S\.?\s?A\.?|S\.?\s?de\s?R\.?\s?L\.?(?:\s?M\.?\s?I\.?)?|"
    r"S\.?\s?en\s?C\.?|S\.\s?C\.|A\.\s?C\.|S\.\s?P\.\s?R\.)(?:\s?de\s?(?:C\.?\s?V\.?|R\.?\s?L\.?))?(?!\w)"
)
_CAPITAL = r"[A-ZÁÉÍÓÚÑ&][\w&.'-]*"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("CORREO", re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")),
    ("CURP", re.compile(r"\b[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z\d]\d\b", re.IGNORECASE)),
    ("RFC", re.compile(rf"(?<![\w&])[A-ZÑ&]{{3,4}}{_GAP}\d{{6}}{_GAP}[A-Z\d]{{3}}\b", re.IGNORECASE)),
    ("REGISTRO", re.compile(rf"(?<!\w)[A-Z]\d{{2}}{_GAP}\d{{5}}{_GAP}\d{{2}}(?:{_GAP}\d)?(?!\w)", re.IGNORECASE)),
    ("NUMERO", re.compile(rf"(?<![\w$,.-])\d{{2}}(?:{_GAP}\d{{2}}){{2}}{_GAP}\d{{4}}(?:{_GAP}\d)?(?![\w,]|\.\d)")),
    ("NUMERO", re.compile(rf"(?<![\w$,.-])\d{{3}}{_GAP}\d{{5}}{_GAP}\d{{2}}(?:{_GAP}\d)?(?![\w,]|\.\d)")),
    ("CREDITO", re.compile(r"(?<![\w$,.-])\d{9}(?![\w,]|\.\d)")),
    ("PATRON", re.compile(rf"{_CAPITAL}(?:,?\s(?:{_CAPITAL}|y|de|del|la|las|los|e)){{0,8}}?,?\s{_FORM}")),
)
_FORM_AT_END = re.compile(rf",?\s+{_FORM}\s*$", re.IGNORECASE)
_SHORTEST_NAME = 5


class MaskedModel:
    """A model that reads marks where the text had personal data. Nothing of it is kept after an answer."""

    def __init__(self, model: Model, names: Names) -> None:
        self.name = model.name
        self.window = model.window
        self._model = model
        self._names = names

    async def ask(self, instructions: str, data: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
        """See `Model.ask`."""
        mask = Mask(self._names())
        hidden: dict[str, Any] = mask.hide(data)
        reply: dict[str, Any] = mask.restore(await self._model.ask(instructions, hidden, schema))
        return reply

    async def rows(
        self, instructions: str, data: dict[str, Any], schema: dict[str, Any]
    ) -> AsyncGenerator[dict[str, Any], None]:
        """See `Model.rows`. Rows come whole, and so do the marks in them, however the server cut its reply."""
        mask = Mask(self._names())
        async with aclosing(self._model.rows(instructions, mask.hide(data), schema)) as rows:
            async for row in rows:
                yield mask.restore(row)


class Mask:
    """The marks of one exchange; equal data gets one mark."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        folded = {fold(form) for name in names for form in (name, _FORM_AT_END.sub("", name))}
        self._names = sorted((name for name in folded if len(name) >= _SHORTEST_NAME), key=len, reverse=True)
        self._marks: dict[str, str] = {}

    def hide(self, value: Any) -> Any:
        """The same JSON with marks."""
        return _each(value, self._hidden)

    def restore(self, value: Any) -> Any:
        """The same JSON with what the marks stand for."""
        return _each(value, self._restored)

    def _hidden(self, text: str) -> str:
        for kind, pattern in _PATTERNS:
            text = pattern.sub(lambda match, kind=kind: self._mark(kind, match.group()), text)  # type: ignore[misc]
        folded = fold(text)
        for name in self._names:
            if name in folded:
                whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
                for match in reversed(list(whole.finditer(folded))):
                    text = (
                        text[: match.start()] + self._mark("PATRON", text[slice(*match.span())]) + text[match.end() :]
                    )
                folded = fold(text)
        return text

    def _mark(self, kind: str, found: str) -> str:
        return self._marks.setdefault(found, f"[{kind}-{len(self._marks) + 1}]")

    def _restored(self, text: str) -> str:
        for found, mark in self._marks.items():
            text = text.replace(mark, found)
        return text


def _each(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_each(item, change) for item in value]
    if isinstance(value, dict):
        return {key: _each(item, change) for key, item in value.items()}
    return value
