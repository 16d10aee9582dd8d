"""Puts identity into the application: accounts at hand, the entry pages, and where a person without session goes."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from api.auth import pages
from api.auth.access import Access
from api.auth.oidc import pages as institution_pages
from corpus.errors import Unidentified
from corpus.settings import Settings


def install(app: FastAPI, settings: Settings) -> None:
    """Add routes and handlers; the database is not touched until a request needs it.

    Raises:
        BadInput: the provider of the institution is configured by halves, so that the server does not start.
    """
    access = Access(settings)
    _ = access.institution
    app.state.access = access
    app.include_router(pages.router)
    app.include_router(institution_pages.router)

    @app.exception_handler(Unidentified)
    async def to_the_entry(request: Request, error: Unidentified) -> Response:
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/entrar?siguiente={quote(address, safe='')}", status_code=303)
        return JSONResponse(error.as_json(), status_code=401, headers={"WWW-Authenticate": "Bearer"})
