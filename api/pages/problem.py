"""A refusal as a page, for a person who came by an address: what happened, what to do, and the way on."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.pages.views import page

_TITLES = {
    403: "Su función no permite esto",
    404: "No se encontró",
    409: "No se pudo hacer",
    422: "Revise lo que escribió",
    503: "Por ahora no se puede",
}


def wants_page(request: Request) -> bool:
    """Whether a browser asked for a page; the API always answers JSON."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")


def problem_page(status: int, code: str, message: str, hint: str = "") -> HTMLResponse:
    """The page of a refusal; `code` lets who helps find it in `docs/`."""
    title = _TITLES.get(status, "Algo salió mal")
    return page("problem.html", status=status, section="", title=title, code=code, message=message, hint=hint)
