"""Writes a listing in batches: what is new is added, what changed is updated, what is equal is left alone."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session, sessionmaker

from corpus.errors import Forbidden, NotFound
from tools.audit import AuditEvent, AuditLog
from tools.calculators.business_days import Calendar
from tools.caller import Caller, Role
from tools.credits.importing.mapping import Mapping
from tools.credits.importing.reading import read_rows
from tools.credits.importing.rows import Parsed, RowError, parse_row
from tools.credits.models import Credit, CreditEvent, Employer
from tools.database import transaction

_Batch = dict[tuple[str, str, str], Parsed]
BATCH = 1000
_EMPLOYER = ("registro_patronal", "rfc", "name")
_WRITTEN = tuple(field.name for field in fields(Parsed) if field.name not in (*_EMPLOYER, "line"))
_UPDATED = ("balance", "notified", "effective", "due", "incidencia", "incidencia_since", "ooad", "subdelegacion")


@dataclass
class ImportReport:
    """What a run did, or would do; `errors` rows were left out and are told in the report."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    equal: int = 0
    errors: int = 0
    dry_run: bool = False


class _Undo(Exception):
    """Ends a dry run's transaction without writing."""


class Importer:
    """Loads listings for a caller, who writes only within the own territory."""

    def __init__(self, factory: sessionmaker[Session], audit: AuditLog, calendar: Calendar) -> None:
        self._factory = factory
        self._audit = audit
        self._calendar = calendar

    def load(
        self, path: Path, mapping: Mapping, caller: Caller, errors: TextIO, *, dry_run: bool = False
    ) -> ImportReport:
        """Read, check and write `path`; each wrong row goes to `errors` as CSV: line, field, code, message.

        Raises:
            Forbidden: SIN_PERMISO. BadInput: ARCHIVO_ILEGIBLE, COLUMNA_AUSENTE.
        """
        if not caller.has(Role.SUPERVISOR, Role.ADMINISTRADOR):
            self._audit.record(AuditEvent(caller.name, "credits.import", path.name, "denied"))
            raise Forbidden("SIN_PERMISO", "Su función no permite cargar créditos.", "Pídalo a quien supervisa.")
        report, told = ImportReport(dry_run=dry_run), csv.writer(errors)
        told.writerow(("renglon", "campo", "codigo", "mensaje"))
        batch: _Batch = {}
        for parsed in self._parsed(path, mapping, caller, report, told):
            if parsed.key in batch or len(batch) == BATCH:
                self._write(batch, caller, report, told)
                batch = {}
            batch[parsed.key] = parsed
        self._write(batch, caller, report, told)
        counts = {name: str(value) for name, value in asdict(report).items()}
        self._audit.record(AuditEvent(caller.name, "credits.import", path.name, "ok", counts))
        return report

    def _parsed(
        self, path: Path, mapping: Mapping, caller: Caller, report: ImportReport, told: Any
    ) -> Iterator[Parsed]:
        for line, row in read_rows(path, mapping):
            report.rows += 1
            try:
                parsed = parse_row(line, row, mapping, self._calendar)
                _check_reach(parsed.ooad, parsed.subdelegacion, caller)
            except RowError as wrong:
                _tell(told, report, line, wrong)
            else:
                yield parsed

    def _write(self, batch: _Batch, caller: Caller, report: ImportReport, told: Any) -> None:
        if not batch:
            return
        try:
            with transaction(self._factory) as session:
                employers = _employers(session, batch)
                held = _held(session, employers, batch)
                fresh = [row for key, row in batch.items() if key not in held]
                _create(session, fresh, employers)
                report.created += len(fresh)
                for key, credit in held.items():
                    try:
                        # Somebody else's credit is not taken over by a listing that calls it one's own.
                        _check_reach(credit.ooad, credit.subdelegacion, caller)
                    except RowError as wrong:
                        _tell(told, report, batch[key].line, wrong)
                    else:
                        changed = _update(session, credit, batch[key])
                        report.updated += changed
                        report.equal += not changed
                if report.dry_run:
                    raise _Undo
        except _Undo:
            return


def _check_reach(ooad: str, subdelegacion: str, caller: Caller) -> None:
    if not caller.territory.covers(ooad, subdelegacion):
        outside = NotFound("FUERA_DE_SU_AMBITO", "El crédito no es de su ámbito.", "Cárguelo quien lo cobra.")
        raise RowError("subdelegacion", outside)


def _tell(told: Any, report: ImportReport, line: int, wrong: RowError) -> None:
    report.errors += 1
    told.writerow((line, wrong.field, wrong.code, wrong.message))


def _employers(session: Session, batch: _Batch) -> dict[str, int]:
    """Registro to id; the ones that are new are written."""
    told = {row.registro_patronal: row for row in batch.values()}
    known = select(Employer.registro_patronal, Employer.id).where(Employer.registro_patronal.in_(told))
    found = {row[0]: row[1] for row in session.execute(known)}
    fresh = [row for registro, row in told.items() if registro not in found]
    if fresh:
        values = [{**{name: getattr(row, name) for name in _EMPLOYER}, "fictitious": False} for row in fresh]
        made = insert(Employer).returning(Employer.registro_patronal, Employer.id)
        found.update({row[0]: row[1] for row in session.execute(made, values)})
    return found


def _held(session: Session, employers: dict[str, int], batch: _Batch) -> dict[tuple[str, str, str], Any]:
    """The credits of the batch that are already there, by key."""
    registros = {identifier: registro for registro, identifier in employers.items()}
    columns = [Credit.id, Credit.employer_id, Credit.number, Credit.period, *(getattr(Credit, n) for n in _UPDATED)]
    statement = select(*columns).where(
        Credit.employer_id.in_(registros), Credit.number.in_({row.number for row in batch.values()})
    )
    rows = {(registros[row.employer_id], row.number, row.period): row for row in session.execute(statement)}
    return {key: row for key, row in rows.items() if key in batch}


def _create(session: Session, rows: list[Parsed], employers: dict[str, int]) -> None:
    if not rows:
        return
    values = [
        {**{name: getattr(row, name) for name in _WRITTEN}, "employer_id": employers[row.registro_patronal]}
        for row in rows
    ]
    # Without render_nulls a row that lacks a date is a statement apart, with its triggers.
    made = insert(Credit).returning(Credit.id, sort_by_parameter_order=True).execution_options(render_nulls=True)
    ids = list(session.scalars(made, values))
    moves = [_move(identifier, row) for identifier, row in zip(ids, rows, strict=True)]
    session.execute(insert(CreditEvent), moves)


def _update(session: Session, held: Any, row: Parsed) -> bool:
    changes = {name: getattr(row, name) for name in _UPDATED if getattr(row, name) != getattr(held, name)}
    if not changes:
        return False
    session.execute(update(Credit).where(Credit.id == held.id).values(**changes))
    if "incidencia" in changes or "incidencia_since" in changes:
        session.execute(insert(CreditEvent), [_move(held.id, row)])
    return True


def _move(identifier: int, row: Parsed) -> dict[str, Any]:
    return {
        "credit_id": identifier, "kind": "movement", "code": row.incidencia, "day": row.incidencia_since,
        "ended": None, "document": "carga", "person": "",
    }  # fmt: skip
