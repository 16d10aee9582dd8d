"""The reference of the API as a page, without a script and without anything from outside."""

from __future__ import annotations

from itertools import pairwise

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markdown_it import MarkdownIt
from markupsafe import Markup

from api.pages.views import page
from api.reference import reference

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def documentation(request: Request) -> HTMLResponse:
    """Every operation and every shape; the same text as `docs/api.md`."""
    # The text is ours, made of names and docstrings of the code: nothing that anybody wrote in the application.
    return page("reference.html", section="", body=Markup(_html(reference(request.app.openapi()))))  # noqa: S704


def _html(markdown: str) -> str:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(markdown)
    for opening, title in pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrSet("id", title.content.lower())
    rendered: str = parser.renderer.render(tokens, parser.options, {})
    return rendered
