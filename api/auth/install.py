"""Puts identity into the application: accounts at hand, the entry pages, and where a person without session goes."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from api.auth import pages
from api.auth.access import Access
from corpus.errors import Unidentified
from corpus.settings import Settings


def install(app: FastAPI, settings: Settings) -> None:
    """Add routes and handlers; the database is not touched until a request needs it."""
    app.state.access = Access(settings)
    app.include_router(pages.router)

    @app.exception_handler(Unidentified)
    async def to_the_entry(request: Request, error: Unidentified) -> Response:
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/entrar?siguiente={quote(address, safe='')}", status_code=303)
        return JSONResponse(error.as_json(), status_code=401, headers={"WWW-Authenticate": "Bearer"})
