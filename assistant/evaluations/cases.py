"""Cases of the answer evaluation: their schema, the files of them with line numbers, and what is wrong in them."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from assistant.answers import AnswerStatus
from assistant.evaluations.fixtures import CaseDocument, CasePerson, CreditFixture
from assistant.evaluations.wrong_fields import told
from corpus.errors import BadInput
from corpus.provisions import Provision, Status
from corpus.store import CorpusStore


class ExpectedTool(BaseModel):
    """The tool that must have run, and the part of its result (or the error code) that must be equal."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    result: dict[str, Any] | None = None
    error: str | None = None


class Expectation(BaseModel):
    """What a right answer has; `says` and `never` are regular expressions over folded text."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    status: AnswerStatus
    status_also: tuple[AnswerStatus, ...] = ()
    cites_all: tuple[str, ...] = ()
    cites_any: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    tool: ExpectedTool | None = None

    @field_validator("says", "never")
    @classmethod
    def _compiles(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"la expresión «{pattern}» no se puede leer ({error})") from None
        # The text is compared without accents: one written here would never be found.
        return tuple(_without_accents(pattern) for pattern in patterns)


def _without_accents(pattern: str) -> str:
    return "".join(unicodedata.normalize("NFD", char)[0] for char in pattern)


class Case(BaseModel):
    """One question with its conversation, day, person and expectation."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^A-[A-Z]+-\d{3}$")
    kind: str
    question: str = Field(min_length=1)
    before: tuple[str, ...] = ()
    date: datetime.date
    user: CasePerson | None = None
    fixture: CreditFixture | None = None
    documents: tuple[CaseDocument, ...] = ()
    expect: Expectation
    reference: str = ""
    source: str = ""
    author: str = ""
    reviewed_by: tuple[str, ...] = ()

    @property
    def needs(self) -> str:
        """What must be set up before it can be asked, in words; empty where nothing."""
        if self.fixture is not None or "{{" in self.question:
            return "créditos ficticios"
        return "documentos propios del caso" if self.documents else ""


@dataclass(frozen=True, slots=True)
class CaseSet:
    """A named set; `version` changes with any byte of its files."""

    name: str
    version: str
    cases: tuple[Case, ...]
    places: dict[str, str]
    sealed: bool = False
    """Only totals are shown and no text is kept."""


def missing_provisions(cases: CaseSet, store: CorpusStore) -> list[str]:
    """One sentence for each expected provision that the corpus lacks, that no longer holds, or reformed since."""
    return [
        f"{cases.places[case.id]}, {case.id}, campo «{field}»: {problem}."
        for case in cases.cases
        for field, problem in provision_problems(case, store)
    ]


def provision_problems(case: Case, store: CorpusStore) -> list[tuple[str, str]]:
    """(field, what is wrong) of each expected provision that is not as the case takes it to be.

    A wording that holds only from after the day of the case is not the one that the expectation was written from.
    """
    own = {f"{document.instrument}:1" for document in case.documents}
    fields = (("cites_all", case.expect.cites_all), ("cites_any", case.expect.cites_any))
    return [
        (f"expect.{field}", f"{wanted} {problem}")
        for field, wanteds in fields
        for wanted in wanteds
        if wanted not in own and (problem := _problem(store.get(wanted), case.date))
    ]


def _problem(provision: Provision | None, day: datetime.date) -> str:
    if provision is None:
        return "no está en el corpus"
    if provision.status is not Status.VIGENTE:
        return f"está {provision.status.value}"
    if provision.valid_from and provision.valid_from > day:
        return f"se reformó el {provision.valid_from}, después del día del caso ({day}): revise lo que se espera"
    return ""


def read_cases(path: Path) -> list[tuple[Case, int]]:
    """Every case of one file with its line.

    Raises:
        BadInput: `CASO_INVALIDO`, with `file`, `line` and `field`.
    """
    text = path.read_text("utf-8")
    try:
        tree, rows = yaml.compose(text, yaml.SafeLoader), yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise invalid(path, line, "yaml", error.problem or "no se puede leer") from None
    if not isinstance(tree, yaml.SequenceNode):
        raise invalid(path, 1, "yaml", "se esperaba una lista de casos")
    return [_case(path, row, node) for row, node in zip(rows, tree.value, strict=True)]


def _case(path: Path, row: Any, node: yaml.Node) -> tuple[Case, int]:
    line = node.start_mark.line + 1
    if not isinstance(row, dict):
        raise invalid(path, line, "yaml", "cada caso es un mapa de campos")
    present = {key: value for key, value in row.items() if value is not None}
    try:
        return Case.model_validate({**present, "expect": _without_nulls(present.get("expect"))}), line
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise invalid(path, _line_of(node, first["loc"]), field, told(first)) from None


def _without_nulls(expect: Any) -> Any:
    return {k: v for k, v in expect.items() if v is not None} if isinstance(expect, dict) else expect


def _line_of(node: yaml.Node, place: tuple[int | str, ...]) -> int:
    """The line of the deepest part of `place` that the file has."""
    line = node.start_mark.line + 1
    for part in place:
        if isinstance(node, yaml.MappingNode):
            pair = next(((k, v) for k, v in node.value if k.value == part), None)
            if pair is None:
                return line
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line


def invalid(path: Path, line: int, field: str, reason: str) -> BadInput:
    """The refusal of a file of cases, with the place."""
    return BadInput(
        "CASO_INVALIDO",
        f"{path.name}, línea {line}, campo «{field}»: {reason}.",
        "Corrija el archivo y repita.",
        file=path.name,
        line=line,
        field=field,
    )
