"""Blind labelling: two people judge each item without seeing the other; a third decides where they disagree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, sessionmaker

from assistant.evaluations.agreement import kappa
from assistant.evaluations.models import EvaluationLabel, EvaluationResolution
from corpus.errors import Conflict, Forbidden
from tools.caller import Caller, Role
from tools.database import transaction

PEOPLE = 2
MAX_COMMENT = 2000
Item = tuple[str, int]
"""Case id and position: 0 the whole answer, 1 onwards its sentences."""


class Judgement(StrEnum):
    """What a person may say of an item."""

    CORRECTA = "correcta"
    PARCIAL = "parcial"
    INCORRECTA = "incorrecta"


@dataclass(frozen=True, slots=True)
class Label:
    """One verdict as it was given; `person` is «resolución de …» where a third person decided."""

    case: str
    position: int
    person: str
    verdict: str
    comment: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Judged:
    """An item that two people judged, with what a third decided if they disagreed."""

    item: Item
    people: tuple[str, str]
    verdicts: tuple[str, str]
    decided: str = ""

    @property
    def agreed(self) -> bool:
        return self.verdicts[0] == self.verdicts[1]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Items judged by two, those in which they agree, Cohen's kappa, and disagreements still open."""

    judged: int
    agreed: int
    kappa: float | None
    open: int


class Labelling:
    """Labels of one database; `clock` gives the moment."""

    def __init__(self, factory: sessionmaker[Session], clock: Callable[[], datetime]) -> None:
        self._factory = factory
        self._clock = clock

    def label(self, caller: Caller, run: str, verdicts: dict[Item, Judgement], comment: str = "") -> None:
        """Record one person's verdicts, all or none.

        Raises:
            Forbidden: SIN_PERMISO.
            Conflict: YA_ETIQUETADO, by this person, or already by two others.
        """
        _require(caller)
        with transaction(self._factory) as session:
            for (case, position), verdict in verdicts.items():
                people = set(session.scalars(_people(run, case, position)))
                if caller.name in people or len(people) >= PEOPLE:
                    raise Conflict("YA_ETIQUETADO", f"{case} ya tiene sus etiquetas.", "Siga con el caso siguiente.")
                session.add(
                    EvaluationLabel(
                        run=run,
                        case_id=case,
                        position=position,
                        person=caller.name,
                        verdict=verdict.value,
                        comment=comment[:MAX_COMMENT],
                        at=self._clock(),
                    )
                )

    def next_case(self, caller: Caller, run: str, cases: Sequence[str]) -> str | None:
        """The first case that this person has not judged and fewer than two have; those begun go first."""
        _require(caller)
        with transaction(self._factory) as session:
            rows = session.execute(
                select(EvaluationLabel.case_id, EvaluationLabel.person)
                .where(EvaluationLabel.run == run)
                .where(EvaluationLabel.position == 0)
            ).all()
        people: dict[str, set[str]] = {}
        for case, person in rows:
            people.setdefault(case, set()).add(person)
        free = [c for c in cases if caller.name not in people.get(c, set()) and len(people.get(c, set())) < PEOPLE]
        return next((case for case in free if case in people), free[0] if free else None)

    def judged(self, run: str) -> list[Judged]:
        """Every item that has both verdicts; one that has only one stays unseen."""
        with transaction(self._factory) as session:
            labels = session.scalars(
                select(EvaluationLabel).where(EvaluationLabel.run == run).order_by(EvaluationLabel.id)
            ).all()
            resolutions = session.scalars(select(EvaluationResolution).where(EvaluationResolution.run == run)).all()
        decided = {(row.case_id, row.position): row.verdict for row in resolutions}
        found: dict[Item, list[EvaluationLabel]] = {}
        for row in labels:
            found.setdefault((row.case_id, row.position), []).append(row)
        return [
            Judged(item, (a.person, b.person), (a.verdict, b.verdict), decided.get(item, ""))
            for item, rows in sorted(found.items())
            if len(rows) == PEOPLE
            for a, b in [sorted(rows, key=lambda row: row.person)]
        ]

    def labels(self, run: str) -> list[Label]:
        """The verdicts of the items that two people judged, and what a third decided; one alone stays unseen."""
        shown = {one.item for one in self.judged(run)}
        with transaction(self._factory) as session:
            given = session.scalars(select(EvaluationLabel).where(EvaluationLabel.run == run)).all()
            decided = session.scalars(select(EvaluationResolution).where(EvaluationResolution.run == run)).all()
        found = [
            Label(row.case_id, row.position, row.person, row.verdict, row.comment, row.at)
            for row in given
            if (row.case_id, row.position) in shown
        ]
        found += [
            Label(row.case_id, row.position, f"resolución de {row.person}", row.verdict, "", row.at) for row in decided
        ]
        return sorted(found, key=lambda one: (one.case, one.position, one.at))

    def resolve(self, caller: Caller, run: str, item: Item, verdict: Judgement) -> None:
        """Decide a disagreement.

        Raises:
            Forbidden: SIN_PERMISO; PARTE_DEL_DESACUERDO, a third person decides.
            Conflict: SIN_DESACUERDO, there is none, or it was decided.
        """
        _require(caller)
        open_one = next((one for one in self.judged(run) if one.item == item), None)
        if open_one is None or open_one.agreed or open_one.decided:
            raise Conflict("SIN_DESACUERDO", f"{item[0]} no tiene un desacuerdo por resolver.")
        if caller.name in open_one.people:
            raise Forbidden("PARTE_DEL_DESACUERDO", "Lo resuelve otra persona.", "Pídalo a quien no lo etiquetó.")
        with transaction(self._factory) as session:
            session.add(
                EvaluationResolution(
                    run=run,
                    case_id=item[0],
                    position=item[1],
                    person=caller.name,
                    verdict=verdict.value,
                    at=self._clock(),
                )
            )

    def agreement(self, run: str) -> Agreement:
        """Over the items of the run that two people judged."""
        judged = self.judged(run)
        agreed = sum(one.agreed for one in judged)
        waiting = sum(not one.agreed and not one.decided for one in judged)
        return Agreement(len(judged), agreed, kappa([one.verdicts for one in judged]), waiting)


def _people(run: str, case: str, position: int) -> Select[str]:
    return (
        select(EvaluationLabel.person)
        .where(EvaluationLabel.run == run)
        .where(EvaluationLabel.case_id == case)
        .where(EvaluationLabel.position == position)
    )


def _require(caller: Caller) -> None:
    if not caller.has(Role.EVALUADOR):
        raise Forbidden("SIN_PERMISO", "Esto es de quienes evalúan.", "Pida el rol «evaluador».")
