"""The questions of the retrieval evaluation: `evals/datasets/retrieval-{dev,test}-<kind>.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from corpus.errors import BadInput, NotFound

DATASETS = Path(__file__).resolve().parent.parent / "datasets"
KINDS = ("literal", "colloquial", "typo", "citation", "several", "routing", "unanswerable")


@dataclass(frozen=True, slots=True)
class Case:
    """A question. `expect` are the roots that answer it, `also` others that a person would accept beside them.

    `pin` is the most exact place of the answer, where there is one.
    """

    id: str
    kind: str
    question: str
    expect: tuple[str, ...]
    also: tuple[str, ...] = ()
    pin: tuple[str, ...] = ()


def load_cases(name: str, folder: Path = DATASETS) -> list[Case]:
    """Every case of a set (`dev` or `test`), in the order of the files.

    Raises:
        NotFound: `CONJUNTO_AUSENTE` where there is no such set.
        BadInput: `CASO_INVALIDO` names the file and the case.
    """
    paths = sorted(folder.glob(f"retrieval-{name}-*.yaml"))
    if not paths:
        raise NotFound("CONJUNTO_AUSENTE", f"No hay un conjunto de recuperación «{name}».", "Use dev o test.")
    cases = [_case(path, row) for path in paths for row in yaml.safe_load(path.read_text("utf-8"))]
    repeated = {case.id for case in cases if sum(other.id == case.id for other in cases) > 1}
    if repeated:
        raise BadInput("CASO_INVALIDO", f"Casos repetidos: {', '.join(sorted(repeated))}.")
    return cases


def _case(path: Path, row: Any) -> Case:
    if not isinstance(row, dict) or not {"id", "kind", "question", "expect"} <= row.keys() or row["kind"] not in KINDS:
        raise BadInput("CASO_INVALIDO", f"{path.name}: a un caso le falta id, kind, question o expect: {row!r:.80}")
    lists = {name: tuple(row.get(name) or ()) for name in ("expect", "also", "pin")}
    if (row["kind"] == "unanswerable") == bool(lists["expect"]):
        raise BadInput("CASO_INVALIDO", f"{path.name}, {row['id']}: «expect» no corresponde a «{row['kind']}».")
    return Case(id=row["id"], kind=row["kind"], question=row["question"], **lists)
