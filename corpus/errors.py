"""The error tree of Criterio.

    CriterioError            any refusal that a person can act on: code, sentence, what to do
    ├── BadInput             the input is wrong: exit 2, HTTP 422
    ├── NotFound             what was asked for does not exist (or not for this caller): exit 1, HTTP 404
    ├── Unidentified         nobody said who asks: exit 1, HTTP 401
    ├── Forbidden            the caller may not do it: exit 1, HTTP 403
    ├── Conflict             somebody else changed it, or the step is out of order: exit 1, HTTP 409
    └── Unavailable          something the work needs is missing or broken: exit 2, HTTP 503

Codes are stable and in Spanish capitals (`INDICE_AUSENTE`); messages are for the person who reads them and say
what to do. Anything that is not a `CriterioError` is a bug and travels.
"""

from __future__ import annotations

from typing import Any


class CriterioError(Exception):
    """A refusal with a stable code, a sentence in Spanish, and the way out.

    `detail` carries machine-readable facts (the field, the row) and is part of the JSON form.
    """

    exit_code: int = 2
    http_status: int = 422

    def __init__(self, code: str, message: str, hint: str = "", **detail: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()

    def as_json(self) -> dict[str, Any]:
        """The form that the command and the API print: {"error": {"code", "message", "hint", ...}}."""
        return {"error": {"code": self.code, "message": self.message, "hint": self.hint, **self.detail}}


class BadInput(CriterioError):
    """The input is wrong; nothing was written."""


class NotFound(CriterioError):
    """It does not exist, or not within the caller's reach: the two are deliberately the same."""

    exit_code = 1
    http_status = 404


class Unidentified(CriterioError):
    """What is asked for belongs to somebody, and the caller did not say who they are."""

    exit_code = 1
    http_status = 401


class Forbidden(CriterioError):
    """The caller's role does not allow it."""

    exit_code = 1
    http_status = 403


class Conflict(CriterioError):
    """The thing changed meanwhile, or the step is out of order."""

    exit_code = 1
    http_status = 409


class Unavailable(CriterioError):
    """Something that the work needs is missing or broken (index, model, disk, service)."""

    http_status = 503
