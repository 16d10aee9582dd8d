"""The sets of answer cases: `evals/datasets/answers-{dev,test}-<kind>.yaml`, and those written from the web page."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from assistant.evaluations.cases import Case, CaseSet, invalid, read_cases
from assistant.evaluations.own_sets import OURS, OwnSets
from corpus.errors import NotFound
from tools.database import make_engine, migrate, sessions

DATASETS = Path(__file__).resolve().parent.parent / "datasets"
SEALED = frozenset({"test"})


def find_set(name: str, database_url: str) -> CaseSet:
    """A set of the program, or one that evaluators wrote.

    Raises:
        NotFound: `CONJUNTO_AUSENTE`. BadInput: `CASO_INVALIDO`.
    """
    if name in OURS:
        return load_set(name)
    migrate(database_url)
    return OwnSets(sessions(make_engine(database_url)), lambda: datetime.now(UTC)).read(name)


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
