"""The runs that `criterio eval run` left under the state directory, for reading."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import BadInput, NotFound

_NAME = re.compile(r"[\w-][\w.-]*")


class CaseResult(BaseModel):
    """One case of a run; texts are empty in a sealed set."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    kind: str
    expected: str
    status: str = ""
    scores: dict[str, float] | None = None
    ms: float | None = None
    omitted: str = ""
    question: str = ""
    answer: str = ""
    cited: tuple[str, ...] = ()
    sentences: tuple[dict[str, Any], ...] = ()
    quotes: tuple[dict[str, Any], ...] = ()


class RunSummary(BaseModel):
    """The totals of a finished run, as `summary.json` has them."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    run: str
    manifest: dict[str, Any]
    cases: int
    omitted: int
    metrics: dict[str, dict[str, float]]
    kinds: dict[str, dict[str, dict[str, float]]]
    abstention: dict[str, float | None]
    calibration: dict[str, Any] | None = None
    readability: dict[str, Any] | None = None
    ms: dict[str, float]

    @property
    def sealed(self) -> bool:
        return bool(self.manifest.get("sealed", True))


def list_runs(state_dir: Path) -> list[RunSummary]:
    """Finished runs, the oldest first. One that cannot be read (another version's) is left out."""
    paths = sorted((state_dir / "evals").glob("*/summary.json"), key=lambda path: path.stat().st_mtime)
    found = []
    for path in paths:
        try:
            found.append(RunSummary.model_validate_json(path.read_text("utf-8")))
        except ValidationError:
            continue
    return found


def read_run(state_dir: Path, name: str) -> tuple[RunSummary, list[CaseResult]]:
    """A finished run with its cases; none of a sealed set.

    Raises:
        NotFound: CORRIDA_AUSENTE.
        BadInput: CORRIDA_INVALIDA.
    """
    folder = state_dir / "evals" / name
    if not _NAME.fullmatch(name) or not (folder / "summary.json").is_file():
        raise NotFound("CORRIDA_AUSENTE", f"No hay una corrida terminada «{name}».", "Véalas en /evaluaciones.")
    try:
        summary = RunSummary.model_validate_json((folder / "summary.json").read_text("utf-8"))
        lines = (folder / "results.jsonl").read_text("utf-8").splitlines()
        cases = [] if summary.sealed else [CaseResult.model_validate(json.loads(line)) for line in lines]
    except (OSError, ValueError) as error:
        raise BadInput("CORRIDA_INVALIDA", f"La corrida «{name}» no se puede leer.", "Repítala.") from error
    return summary, cases
