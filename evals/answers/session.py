"""A run from settings: the set, the assistant in process, and the folder of the run."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from assistant.build import build_library, build_model, build_reader
from assistant.composing.level import in_prose
from assistant.models.model import Model
from corpus.errors import BadInput
from corpus.settings import Settings
from evals.answers import staging
from evals.answers.cases import find_set
from evals.answers.llamaindex_rag import NAME
from evals.answers.model_calls import KeptModel, ModelCalls, key_of
from evals.answers.runs import (
    Manifest,
    Run,
    execute,
    load_run,
    program_fingerprint,
    prompts_fingerprint,
    scoring_fingerprint,
)
from evals.answers.summary import compare, summarise
from evals.fixtures.documents import state_with

_ROOT = Path(__file__).resolve().parents[2]
_COMPARED = 8


def run_folder(state_dir: Path, name: str) -> Path:
    """Where a run lies.

    Raises:
        BadInput: `NOMBRE_INVALIDO` for a name that is not letters, digits, `.`, `_` or `-`.
    """
    if not re.fullmatch(r"[\w-][\w.-]*", name):
        raise BadInput("NOMBRE_INVALIDO", f"«{name}» no sirve de nombre.", "Use letras, cifras, punto o guion.")
    return state_dir / "evals" / name


async def evaluate(
    settings: Settings,
    name: str,
    limit: int | None = None,
    run_name: str = "",
    announce: Callable[[int, int], None] = lambda _done, _total: None,
    server: tuple[str, date] | None = None,
    baseline: bool = False,
    workers: int = 1,
) -> Run:
    """Run a set in process under these settings, against the server at a URL on its day, or on the baseline.

    In process, what a model answers is kept under the state directory: repeating the run asks it nothing again.

    Beside the results lies `summary.json`, which the pages read.
    """
    cases = find_set(name, settings.effective_database_url)
    library = build_library(settings)
    snapshot = library.snapshot()
    state = None
    if not server and any(case.documents for case in cases.cases[:limit]):
        documents = [document for case in cases.cases for document in case.documents]
        state = await asyncio.to_thread(state_with, settings, documents)
    manifest = Manifest(
        set=name,
        set_version=cases.version,
        sealed=cases.sealed,
        corpus_version=snapshot.version,
        composer=_level(settings),
        program=server[0] if server else NAME if baseline else program_fingerprint(_ROOT),
        scoring=scoring_fingerprint(),
        model=settings.model_name if settings.model_url else "",
        prompts=prompts_fingerprint(_ROOT),
        index=key_of(snapshot.generation.manifest.get("index"))[:12],
    )
    folder = run_folder(settings.state_dir, run_name or manifest.name)
    with tempfile.TemporaryDirectory(prefix="criterio-eval-") as scratch:
        if server:
            stage = staging.remote(*server, snapshot)
        elif baseline:
            stage = await asyncio.to_thread(staging.baseline, settings, library, state)
        else:
            stage = staging.in_process(settings, library, state, _keeping(settings), Path(scratch))
        run = await execute(cases, stage, manifest, folder, limit, announce, workers)
    (folder / "summary.json").write_text(json.dumps(summarise(run), ensure_ascii=False), "utf-8")
    _compare_with_others(run, folder)
    return run


def _level(settings: Settings) -> str:
    """The level asked for; `auto` is prose where a second reader was admitted in this state."""
    written = in_prose(settings.composer, build_reader(settings, build_model(settings)))
    return "prose" if written else settings.composer


def _compare_with_others(run: Run, folder: Path) -> None:
    """Against the newest runs that can be compared with it, for the pages; the rest can be asked of `compare`."""
    summaries = sorted(folder.parent.glob("*/summary.json"), key=lambda path: -path.stat().st_mtime)
    compared = 0
    for path in summaries:
        if path.parent == folder or compared == _COMPARED:
            continue
        with contextlib.suppress(BadInput):  # another set, another version of it, or of the program that scores
            other = load_run(path.parent)
            for before, after in ((other, run), (run, other)):
                text = json.dumps(compare(before, after).as_json(), ensure_ascii=False)
                (folder.parent / after.name / f"against-{before.name}.json").write_text(text, "utf-8")
            compared += 1


def _keeping(settings: Settings) -> Callable[[Model], Model]:
    calls = ModelCalls(settings.state_dir / "evals" / "model_calls.sqlite")
    return lambda model: KeptModel(model, settings.model_url, calls)
