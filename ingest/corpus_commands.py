"""`criterio show` and `criterio corpus list`: the corpus as it stands."""

from __future__ import annotations

from typing import Annotated

import typer

corpus_app = typer.Typer(help="El corpus: qué disposiciones tiene.", no_args_is_help=True)


def show() -> None:
    """Muestra una disposición."""


@corpus_app.command("list")
def list_provisions(
    instrument: Annotated[str, typer.Option(help="Sólo este instrumento (LSS, CFF, LIF2026...).")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Un documento JSON.")] = False,
) -> None:
    """Lista artículos, funciones y transitorios con su estado."""
