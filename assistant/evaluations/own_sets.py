"""Sets of cases that evaluators write from the web page: every change is a new version, and nothing is lost."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from assistant.evaluations.cases import Case, CaseSet
from assistant.evaluations.models import EvaluationCase, EvaluationSet
from corpus.errors import BadInput, Conflict, Forbidden, NotFound
from tools.caller import Caller, Role
from tools.database import transaction

OURS = frozenset({"dev", "test"})
"""Names of the sets that come with the program, which are files."""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_TYPED, _OPINION = "WEB", "OPI"
_LAST = 999
_PEOPLE = 2
"""Reviews that make a case reviewed."""


@dataclass(frozen=True, slots=True)
class OwnSet:
    """A set as the list shows it; `changes` counts the versions of all its cases."""

    name: str
    version: str
    cases: int
    reviewed: int
    sealed: bool
    changes: int


class OwnSets:
    """The sets of one database; `clock` gives the moment."""

    def __init__(self, factory: sessionmaker[Session], clock: Callable[[], datetime]) -> None:
        self._factory = factory
        self._clock = clock

    def create(self, caller: Caller, name: str) -> None:
        """An empty set.

        Raises:
            Forbidden: SIN_PERMISO. BadInput: CONJUNTO_INVALIDO. Conflict: CONJUNTO_EXISTE.
        """
        _require(caller)
        if not _NAME.fullmatch(name):
            raise BadInput("CONJUNTO_INVALIDO", f"«{name}» no sirve de nombre.", "Use minúsculas, cifras y guion.")
        with transaction(self._factory) as session:
            if name in OURS or session.get(EvaluationSet, name) is not None:
                raise Conflict("CONJUNTO_EXISTE", f"Ya hay un conjunto «{name}».", "Elija otro nombre.")
            session.add(EvaluationSet(name=name, sealed=False, person=caller.name, at=self._clock()))

    def sets(self) -> list[OwnSet]:
        """Every set, by name."""
        with transaction(self._factory) as session:
            found = session.scalars(select(EvaluationSet).order_by(EvaluationSet.name)).all()
            return [_described(session, one) for one in found]

    def read(self, name: str) -> CaseSet:
        """A set with its cases, for who runs it. Raises NotFound: CONJUNTO_AUSENTE."""
        with transaction(self._factory) as session:
            held = _set(session, name)
            rows = _present(session, name)
        cases = tuple(_case(row) for row in rows)
        places = {row.case_id: f"{name}, versión {row.version}" for row in rows}
        return CaseSet(name, _version(rows), cases, places, held.sealed)

    def shown(self, name: str) -> CaseSet:
        """A set for who looks at its cases: none of them where it is sealed. Raises NotFound: CONJUNTO_AUSENTE."""
        found = self.read(name)
        return CaseSet(name, found.version, (), {}, sealed=True) if found.sealed else found

    def save(self, caller: Caller, name: str, body: dict[str, Any], identifier: str = "") -> Case:
        """A new case, or a new version of one, whose reviews begin again.

        Raises:
            Forbidden: SIN_PERMISO. NotFound: CONJUNTO_AUSENTE, CASO_AUSENTE.
            Conflict: CONJUNTO_SELLADO, OPINION_YA_ES_CASO.
            pydantic.ValidationError: a field is wrong.
        """
        _require(caller)
        with transaction(self._factory) as session:
            _open_set(session, name)
            rows = _present(session, name)
            if identifier and identifier not in {row.case_id for row in rows}:
                raise NotFound("CASO_AUSENTE", f"No hay un caso {identifier} en «{name}».", "Véalos en el conjunto.")
            from_opinion = body.get("source", "").startswith("opinión")
            if from_opinion and not identifier:
                _refuse_repeated(rows, body["source"])
            chosen = identifier or _free(session, name, _OPINION if from_opinion else _TYPED)
            case = Case.model_validate({**body, "id": chosen, "author": caller.name, "reviewed_by": ()})
            self._write(session, name, case, caller)
        return case

    def review(self, caller: Caller, name: str, identifier: str) -> None:
        """Say that one has read the sources and the case is right; its author cannot.

        Raises:
            Forbidden: SIN_PERMISO, REVISION_PROPIA. NotFound: CASO_AUSENTE.
            Conflict: CONJUNTO_SELLADO, YA_REVISADO.
        """
        _require(caller)
        with transaction(self._factory) as session:
            _open_set(session, name)
            case = _found(session, name, identifier)
            if caller.name == case.author:
                raise Forbidden("REVISION_PROPIA", "Lo revisa otra persona.", "Pídalo a quien no lo escribió.")
            if caller.name in case.reviewed_by or len(case.reviewed_by) >= _PEOPLE:
                raise Conflict("YA_REVISADO", f"{identifier} ya tiene esa revisión.")
            reviewed = case.model_copy(update={"reviewed_by": (*case.reviewed_by, caller.name)})
            self._write(session, name, reviewed, caller)

    def remove(self, caller: Caller, name: str, identifier: str) -> None:
        """Take a case out of the set; its versions stay. Raises as `review`."""
        _require(caller)
        with transaction(self._factory) as session:
            _open_set(session, name)
            self._write(session, name, _found(session, name, identifier), caller, removed=True)

    def seal(self, caller: Caller, name: str) -> None:
        """From now on only totals are shown, and no case changes; there is no way back.

        Raises:
            Forbidden: SIN_PERMISO. NotFound: CONJUNTO_AUSENTE. Conflict: CONJUNTO_SELLADO.
        """
        _require(caller)
        with transaction(self._factory) as session:
            _open_set(session, name).sealed = True

    def _write(self, session: Session, name: str, case: Case, caller: Caller, removed: bool = False) -> None:
        last = select(func.max(EvaluationCase.version)).where(
            EvaluationCase.set_name == name, EvaluationCase.case_id == case.id
        )
        session.add(
            EvaluationCase(
                set_name=name,
                case_id=case.id,
                version=(session.scalar(last) or 0) + 1,
                body=case.model_dump_json(exclude_defaults=True),
                removed=removed,
                person=caller.name,
                at=self._clock(),
            )
        )


def _set(session: Session, name: str) -> EvaluationSet:
    held = session.get(EvaluationSet, name)
    if held is None:
        raise NotFound("CONJUNTO_AUSENTE", f"No hay un conjunto «{name}».", "Use dev, test o los de la página.")
    return held


def _open_set(session: Session, name: str) -> EvaluationSet:
    held = _set(session, name)
    if held.sealed:
        raise Conflict("CONJUNTO_SELLADO", f"«{name}» está sellado: no se ve ni se cambia.", "Haga otro conjunto.")
    return held


def _present(session: Session, name: str) -> list[EvaluationCase]:
    """The newest version of each case that was not removed, by id."""
    rows = session.scalars(
        select(EvaluationCase)
        .where(EvaluationCase.set_name == name)
        .order_by(EvaluationCase.case_id, EvaluationCase.version)
    ).all()
    return [row for row in {row.case_id: row for row in rows}.values() if not row.removed]


def _described(session: Session, held: EvaluationSet) -> OwnSet:
    rows = _present(session, held.name)
    changes = session.scalar(select(func.count()).where(EvaluationCase.set_name == held.name)) or 0
    reviewed = sum(len(_case(row).reviewed_by) >= _PEOPLE for row in rows)
    return OwnSet(held.name, _version(rows), len(rows), reviewed, held.sealed, changes)


def _version(rows: list[EvaluationCase]) -> str:
    """Changes with what a case asks or expects, not with who reviewed it."""
    bodies = [_case(row).model_dump_json(exclude={"reviewed_by", "author"}) for row in rows]
    return hashlib.sha256("\n".join(bodies).encode()).hexdigest()[:12]


def _case(row: EvaluationCase) -> Case:
    return Case.model_validate_json(row.body)


def _found(session: Session, name: str, identifier: str) -> Case:
    row = next((row for row in _present(session, name) if row.case_id == identifier), None)
    if row is None:
        raise NotFound("CASO_AUSENTE", f"No hay un caso {identifier} en «{name}».", "Véalos en el conjunto.")
    return _case(row)


def _refuse_repeated(rows: list[EvaluationCase], source: str) -> None:
    for row in rows:
        if _case(row).source == source:
            raise Conflict("OPINION_YA_ES_CASO", f"Esa opinión ya es el caso {row.case_id}.", "Corríjalo ahí.")


def _free(session: Session, name: str, prefix: str) -> str:
    taken = set(session.scalars(select(EvaluationCase.case_id).where(EvaluationCase.set_name == name)))
    free = next((found for n in range(1, _LAST + 1) if (found := f"A-{prefix}-{n:03d}") not in taken), None)
    if free is None:
        raise BadInput("CASO_SIN_LUGAR", f"«{name}» ya tiene {_LAST} casos de esa clase.", "Use otro conjunto.")
    return free


def _require(caller: Caller) -> None:
    if not caller.has(Role.EVALUADOR):
        raise Forbidden("SIN_PERMISO", "Esto es de quienes evalúan.", "Pida el rol «evaluador».")
