"""`criterio audit verify` and `criterio audit export`."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from corpus.errors import BadInput
from corpus.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the commands to `criterio`."""
    audit = typer.Typer(help="Bitácora de auditoría.", no_args_is_help=True)
    audit.command("verify")(verify)
    audit.command("export")(export)
    app.add_typer(audit, name="audit")


def verify(
    noted: Annotated[str, typer.Option(help="Cuenta y sello anotados antes: 120:9f2c…")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Un documento JSON.")] = False,
) -> None:
    """Comprueba que ningún evento se editó, borró, agregó o movió; imprime la cuenta y el último sello."""
    from api.auth.access import Access
    from tools.audit_log import Chain

    count, _, seal = noted.partition(":")
    if noted and not (count.isdigit() and len(seal) == 64):
        raise BadInput("SELLO_INVALIDO", "Lo anotado es cuenta:sello.", "Cópielo de una verificación anterior.")
    chain = Access(Settings()).audit.verify(Chain(int(count), seal) if noted else None)
    if as_json:
        print(json.dumps({"events": chain.count, "seal": chain.seal}))
    else:
        print(f"Bitácora íntegra: {chain.count} eventos.\nAnote fuera de esta base: {chain.count}:{chain.seal}")


def export() -> None:
    """Escribe los eventos, uno por línea en JSON, con sus sellos."""
    from api.auth.access import Access

    for row in Access(Settings()).audit.rows():
        print(json.dumps({**row.facts(), "detail": json.loads(row.detail), "seal": row.seal}, ensure_ascii=False))
