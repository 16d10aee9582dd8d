"""The sets of answer cases: `evals/datasets/answers-{dev,test}-<kind>.yaml`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from assistant.evaluations.cases import Case, CaseSet, invalid, read_cases
from corpus.errors import NotFound

DATASETS = Path(__file__).resolve().parent.parent / "datasets"
SEALED = frozenset({"test"})


def load_set(name: str, folder: Path = DATASETS) -> CaseSet:
    """Every case of a set, in the order of the files.

    Raises:
        NotFound: `CONJUNTO_AUSENTE` where there is no such set.
        BadInput: `CASO_INVALIDO`, with `file`, `line` and `field`.
    """
    paths = sorted(folder.glob(f"answers-{name}-*.yaml"))
    if not paths:
        raise NotFound("CONJUNTO_AUSENTE", f"No hay un conjunto de respuestas «{name}».", "Use dev o test.")
    digest = hashlib.sha256()
    cases: list[Case] = []
    places: dict[str, str] = {}
    for path in paths:
        digest.update(path.name.encode() + path.read_bytes())
        for case, line in read_cases(path):
            if case.id in places:
                raise invalid(path, line, "id", f"«{case.id}» ya está en {places[case.id]}")
            cases.append(case)
            places[case.id] = f"{path.name}:{line}"
    return CaseSet(name, digest.hexdigest()[:12], tuple(cases), places, name in SEALED)
