"""`criterio ingest`, `criterio show` and `criterio corpus list|diff|check`."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the commands of this package to `criterio`."""
    from ingest.corpus_commands import corpus_app, show

    app.command("ingest")(ingest_command)
    app.command("show")(show)
    app.add_typer(corpus_app, name="corpus")


def ingest_command(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Archivos o carpetas; sin ninguno, los del programa.")
    ] = None,
    official: Annotated[bool, typer.Option(help="Descarga los documentos oficiales del catálogo.")] = False,
    source: Annotated[str, typer.Option(help="Instrumento que se espera o se descarga (por ejemplo LSS).")] = "",
    index: Annotated[bool, typer.Option(help="Construye también los índices de búsqueda.")] = True,
    force: Annotated[bool, typer.Option(help="Lee todo otra vez aunque no haya cambiado.")] = False,
    allow_gaps: Annotated[bool, typer.Option(help="Publica aunque la numeración tenga huecos.")] = False,
    keep_going: Annotated[bool, typer.Option(help="Publica lo bueno y deja fuera los archivos con error.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Informe como un documento JSON.")] = False,
) -> None:
    """Lee leyes y manuales y publica un corpus nuevo; si nada cambió, no hace nada."""
    from corpus.settings import Settings
    from executors.choose import executor_from
    from ingest.build import default_paths, editorial_fingerprint, finder, index_builder
    from ingest.catalogue import Catalogue
    from ingest.pipeline import Options, collect, ingest
    from ingest.progress import console_progress
    from ingest.report import sentences

    settings = Settings()
    catalogue = Catalogue.load(settings.editorial_dir)
    given = list(paths or [])
    must_be: dict[Path, str] = {}
    with console_progress(enabled=sys.stderr.isatty() and not as_json) as progress:
        if official:
            from ingest.download import download_official

            wanted = [catalogue.get(source)] if source else catalogue.downloads()
            must_be = download_official(wanted, settings.state_dir, progress)
            given += list(must_be)
        elif not given:
            given = default_paths(settings)
        files, skipped = collect(given)
        if source and not official:
            must_be = dict.fromkeys(files, catalogue.get(source).id)
        report = ingest(
            settings.state_dir,
            files,
            catalogue,
            Options(
                datetime.now(UTC),
                force=force,
                allow_gaps=allow_gaps,
                keep_going=keep_going,
                editorial=editorial_fingerprint(settings),
                executor=executor_from(settings) if settings.cluster else None,
            ),
            progress,
            finder=finder(),
            index=index_builder(settings) if index else None,
            expected=must_be,
        )
    report.skipped = skipped
    if as_json:
        print(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        for line in sentences(report):
            print(line, file=sys.stderr if line.startswith("Error") else sys.stdout)
    if report.errors:
        raise SystemExit(2)
