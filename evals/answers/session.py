"""A run from settings: the set, the assistant in process, and the folder of the run."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from assistant.build import build_assistant, build_library
from assistant.library import Snapshot
from assistant.models.model import Model
from corpus.errors import BadInput
from corpus.provisions import Status
from corpus.settings import Settings
from evals.answers.calibration import stated_by
from evals.answers.cases import load_set
from evals.answers.llamaindex_rag import NAME, LlamaIndexRag
from evals.answers.model_calls import KeptModel, ModelCalls, key_of
from evals.answers.remote import Server, reason_to_omit
from evals.answers.runs import Manifest, Run, execute, program_fingerprint, prompts_fingerprint, scoring_fingerprint
from evals.answers.summary import summarise
from evals.retrieval.llamaindex_baseline import llamaindex_defaults
from retriever.session import cache_path, embedder_from
from retriever.vector_cache import VectorCache

_ROOT = Path(__file__).resolve().parents[2]


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
    cases = load_set(name)
    library = build_library(settings)
    snapshot = library.snapshot()
    manifest = Manifest(
        set=name,
        set_version=cases.version,
        sealed=cases.sealed,
        corpus_version=snapshot.version,
        composer=settings.composer,
        program=server[0] if server else NAME if baseline else program_fingerprint(_ROOT),
        scoring=scoring_fingerprint(),
        model=settings.model_name if settings.model_url else "",
        prompts=prompts_fingerprint(_ROOT),
        index=key_of(snapshot.generation.manifest.get("index"))[:12],
    )

    def source(root: str) -> str | None:
        provision = snapshot.store.get(root)
        return provision.text if provision else None

    folder = run_folder(settings.state_dir, run_name or manifest.name)
    if server:
        remote, omit = Server(server[0], snapshot.version), reason_to_omit(server[1])
        run = await execute(cases, remote, source, manifest, folder, limit, announce, omit=omit, workers=workers)
    elif baseline:
        rag = await asyncio.to_thread(_baseline, settings, snapshot)
        run = await execute(cases, rag, source, manifest, folder, limit, announce, workers=workers)
    else:
        stated = stated_by(library, Path(settings.editorial_dir))
        assistant = build_assistant(settings, library, around=_keeping(settings))
        run = await execute(cases, assistant, source, manifest, folder, limit, announce, stated, workers=workers)
    (folder / "summary.json").write_text(json.dumps(summarise(run), ensure_ascii=False), "utf-8")
    return run


def _keeping(settings: Settings) -> Callable[[Model], Model]:
    calls = ModelCalls(settings.state_dir / "evals" / "model_calls.sqlite")
    return lambda model: KeptModel(model, settings.model_url, calls)


def _baseline(settings: Settings, snapshot: Snapshot) -> LlamaIndexRag:
    articles = [root for root in snapshot.store.roots() if root.status is not Status.DEROGADO]
    cache = VectorCache(cache_path(settings.state_dir))
    return LlamaIndexRag(llamaindex_defaults(articles, embedder_from(settings), cache), articles)
