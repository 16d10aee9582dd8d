"""Templates with automatic escaping, and the response that carries a rendered page."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from api.auth.identity import visiting
from api.offices import pending
from api.policy import Action, allowed
from assistant.shown import held, measured, operand, operand_name, short_citation, shown

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
    autoescape=select_autoescape(default=True, default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
)  # fmt: skip


def written_day(value: date | str | None) -> str:
    """«17 de septiembre de 2025»; what is no day (a version «s/f») stays as it is."""
    try:
        found = value if isinstance(value, date) else date.fromisoformat(value or "")
    except ValueError:
        return str(value or "")
    return f"{found.day} de {_MONTHS[found.month - 1]} de {found.year}"


_TEMPLATES.filters |= {
    "day": written_day,
    "held": held,
    "measured": measured,
    "operand": operand,
    "operand_name": operand_name,
    "short_citation": short_citation,
    "shown": shown,
}


def _entered() -> str:
    """Name of who is in; empty for nobody."""
    identity = visiting.get()
    return identity.caller.name if identity and identity.known else ""


def _may(action: str) -> bool:
    """Whether who is in may do the action."""
    identity = visiting.get()
    return identity is not None and identity.known and allowed(Action(action), identity.caller.roles)


def _pending() -> int:
    """How many consultations are about to be late, or are, among what concerns who is in."""
    counted = pending.get()
    return counted() if counted else 0


_TEMPLATES.globals |= {"entered_as": _entered, "may": _may, "pending": _pending}


def page(template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Render a template of `api/templates`; every value is escaped."""
    return HTMLResponse(_TEMPLATES.get_template(template).render(**values), status_code=status)
