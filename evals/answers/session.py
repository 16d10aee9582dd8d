"""A run from settings: the set, the assistant in process, and the folder of the run."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from assistant.build import build_assistant, build_library
from corpus.errors import BadInput
from corpus.settings import Settings
from evals.answers.calibration import stated_by
from evals.answers.cases import load_set
from evals.answers.runs import Manifest, Run, execute, program_fingerprint, scoring_fingerprint

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
) -> Run:
    """Run a set in process under these settings and keep it in the state directory."""
    cases = load_set(name)
    library = build_library(settings)
    snapshot = library.snapshot()
    manifest = Manifest(
        set=name,
        set_version=cases.version,
        sealed=cases.sealed,
        corpus_version=snapshot.version,
        composer=settings.composer,
        program=program_fingerprint(_ROOT),
        scoring=scoring_fingerprint(),
        model=settings.model_name if settings.model_url else "",
    )

    def source(root: str) -> str | None:
        provision = snapshot.store.get(root)
        return provision.text if provision else None

    folder = run_folder(settings.state_dir, run_name or manifest.name)
    stated = stated_by(library, Path(settings.editorial_dir))
    assistant = build_assistant(settings, library)
    return await execute(cases, assistant, source, manifest, folder, limit, announce, stated)
