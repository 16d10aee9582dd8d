"""A reply of a model read while it is being written: each object of its list as soon as its JSON closes."""

from __future__ import annotations

from typing import Any

from assistant.models.model import read_object, unreadable

_FENCES = ("", "```", "```json")


class RowReader:
    """Reads `{"<name>": [{…}, {…}]}` in pieces, however they are cut; linear in the length of the reply."""

    def __init__(self, name: str) -> None:
        self._list = f'"{name}"'
        self._text: list[str] = []
        self._held: list[str] = []
        """What stands before the object; inside it, its last name; inside the list, the row."""
        self._named = ""
        self._depth = 0
        self._quoted = self._escaped = self._listed = False

    @property
    def begun(self) -> bool:
        """Whether anything came."""
        return bool(self._text)

    @property
    def closed(self) -> bool:
        """Whether the object that the reply is has closed."""
        return self.begun and self._depth == 0

    def feed(self, piece: str) -> list[dict[str, Any]]:
        """The rows that this piece closes.

        Raises:
            ModelFailed: MODELO_ILEGIBLE, a row is no JSON, or something stands before the object.
        """
        if piece:
            self._text.append(piece)
        return [row for char in piece if (row := self._step(char)) is not None]

    def end(self) -> None:
        """Nothing more comes.

        Raises:
            ModelFailed: MODELO_ILEGIBLE, the whole is not one object.
        """
        read_object("".join(self._text))

    def _step(self, char: str) -> dict[str, Any] | None:
        self._held.append(char)
        if self._escaped:
            self._escaped = False
        elif self._quoted:
            self._escaped = char == "\\"
            self._quoted = char != '"'
            if not self._quoted and self._depth == 1:
                self._named = "".join(self._held)
        elif char == '"':
            self._quoted = True
            if self._depth == 1:
                self._held = [char]
        elif char in "{[":
            self._open(char)
        elif char in "}]":
            self._depth -= 1
            if self._listed and self._depth == 2 and char == "}":
                return read_object("".join(self._held))
        return None

    def _open(self, char: str) -> None:
        if self._depth == 0 and "".join(self._held[:-1]).strip() not in _FENCES:
            raise unreadable()
        self._depth += 1
        if self._depth == 2:
            self._listed = char == "[" and self._named == self._list
        elif self._listed and self._depth == 3:
            self._held = [char]
