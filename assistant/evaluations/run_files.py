"""The runs that `criterio eval run` left under the state directory, for reading."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
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
    tools: tuple[str, ...] = ()
    probability: float | None = None
    readability: float | None = None
    rejected: tuple[str, ...] = ()
    stages: dict[str, float] | None = None
    before: tuple[str, ...] = ()
    expect: dict[str, Any] | None = None
    reference: str = ""


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
    finished: datetime | None = None
    """When its figures were written."""

    @property
    def sealed(self) -> bool:
        return bool(self.manifest.get("sealed", True))


def list_runs(state_dir: Path) -> list[RunSummary]:
    """Finished runs, the oldest first. One that cannot be read (another version's) is left out."""
    paths = sorted((state_dir / "evals").glob("*/summary.json"), key=lambda path: path.stat().st_mtime)
    found = []
    for path in paths:
        try:
            found.append(_summary(path))
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
        summary = _summary(folder / "summary.json")
        lines = (folder / "results.jsonl").read_text("utf-8").splitlines()
        cases = [] if summary.sealed else [CaseResult.model_validate(json.loads(line)) for line in lines]
    except (OSError, ValueError) as error:
        raise BadInput("CORRIDA_INVALIDA", f"La corrida «{name}» no se puede leer.", "Repítala.") from error
    return summary, cases


def read_comparison(state_dir: Path, before: str, after: str) -> dict[str, Any]:
    """What `criterio eval run` wrote of the second run against the first.

    Raises:
        NotFound: COMPARACION_AUSENTE.
    """
    path = state_dir / "evals" / after / f"against-{before}.json"
    if not (_NAME.fullmatch(before) and _NAME.fullmatch(after)) or not path.is_file():
        raise NotFound(
            "COMPARACION_AUSENTE",
            f"«{after}» no se ha comparado con «{before}».",
            "Se comparan las corridas de una misma versión de un conjunto; «criterio eval compare» dice por qué no.",
        )
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def compared_with(state_dir: Path, name: str) -> list[str]:
    """The runs that a run was compared with, the newest first."""
    paths = (state_dir / "evals" / name).glob("against-*.json")
    names = [path.stem.removeprefix("against-") for path in paths]
    order = {run.run: place for place, run in enumerate(list_runs(state_dir))}
    return sorted((one for one in names if one in order), key=lambda one: -order[one])


def _summary(path: Path) -> RunSummary:
    finished = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return RunSummary.model_validate_json(path.read_text("utf-8")).model_copy(update={"finished": finished})
