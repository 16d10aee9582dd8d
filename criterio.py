"""The `criterio` command: it joins the sub-commands of every package and turns errors into sentences and exits.

Exit codes: 0 ok, 1 the answer is no, 2 bad input. With `--json`, one JSON document on stdout; messages on stderr.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Collection
from importlib import import_module

# Read when the libraries are imported; that none of them reports on its use is seen to in `corpus/__init__.py`.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import typer

from corpus.errors import CriterioError

COMMAND_MODULES = (
    "ingest.commands",
    "retriever.commands",
    "tools.commands",
    "assistant.commands",
    "api.commands",
    "evals.commands",
)


def build_app() -> typer.Typer:
    """Join the sub-commands; each module imports what it needs inside its functions, so that help stays fast."""
    app = typer.Typer(
        name="criterio",
        help="Criterio: asistente interno de cobranza. Responde con citas verificables, calcula y redacta consultas.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
        context_settings={"obj": drafts_at},
    )
    for name in COMMAND_MODULES:
        import_module(name).register(app)
    return app


def drafts_at(changed: Collection[str]) -> dict[str, list[str]]:
    """The open consultations that cite a changed provision, for `criterio corpus diff`: ingest knows no drafts."""
    from assistant.consultations.pointing import drafts_pointing_at
    from corpus.settings import Settings

    return drafts_pointing_at(Settings().effective_database_url, changed)


def main() -> None:
    """Entry point of the console script."""
    try:
        build_app()()
    except CriterioError as error:
        if "--json" in sys.argv or "--batch" in sys.argv:
            print(json.dumps(error.as_json(), ensure_ascii=False))
        print(f"Error {error.code}: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
