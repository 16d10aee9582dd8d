"""What a department and the normative area look at: open, late, by matter, time to reply; and the same as XLSX."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from io import BytesIO
from statistics import median
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from assistant.consultations.handover import holder_of
from assistant.consultations.models import Consultation
from assistant.consultations.workflow import OPEN, WAITING, State

NO_MATTER = "Sin materia"


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Consultations that ask the same, oldest first: one answer settles them."""

    subject: str
    consultations: list[int]


@dataclass(frozen=True, slots=True)
class Board:
    """Counts of the consultations within somebody's reach. `days_to_reply` is a median of calendar days.

    `duplicates` (groups that ask the same) and `asked` (questions of the chat without criterion, by matter) are for the
    normative area.
    """

    open: int
    late: int
    by_state: dict[str, int]
    by_matter: dict[str, int]
    without_criterion: dict[str, int]
    days_to_reply: float | None
    days_by_matter: dict[str, float]
    duplicates: list[Duplicates] = field(default_factory=list)
    asked: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def board(rows: Sequence[Consultation], today: date, settled: frozenset[int]) -> Board:
    """The board on a day; `settled` are the consultations that became a criterion. What is asked most and has none is
    what should be regulated next.
    """
    active = [row for row in rows if row.state != State.CANCELLED.value]
    days: dict[str, list[int]] = {}
    for row in active:
        if row.replied and row.signed:
            days.setdefault(row.matter or NO_MATTER, []).append((row.replied - row.signed).days)
    every = [count for counts in days.values() for count in counts]
    return Board(
        open=sum(State(row.state) in OPEN for row in active),
        late=sum(is_late(row, today) for row in active),
        by_state=_counted(row.state for row in rows),
        by_matter=_counted(row.matter or NO_MATTER for row in active),
        without_criterion=_counted(row.matter or NO_MATTER for row in active if row.id not in settled),
        days_to_reply=float(median(every)) if every else None,
        days_by_matter={matter: float(median(counts)) for matter, counts in sorted(days.items())},
    )


def is_late(row: Consultation, today: date) -> bool:
    """Whether a reply was due before today."""
    return State(row.state) in WAITING and row.due is not None and row.due < today


def as_xlsx(rows: Sequence[Consultation], found: Board, today: date) -> bytes:
    """The consultations, the board and, where there are, the groups that ask the same. Text stays text: nothing that a
    person wrote is a formula.
    """
    book, out = Workbook(), BytesIO()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Consultas"
    _head(sheet, _HEADS)
    for row in rows:
        late = "sí" if is_late(row, today) else ""
        _row(
            sheet, [row.id, row.number or "", row.state, row.subject, row.matter, row.area, row.author, holder_of(row)]
        )
        for place, value in enumerate((row.created.date(), row.deadline, row.due, late, row.replied), 9):
            sheet.cell(sheet.max_row, place, value)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    summary = book.create_sheet("Tablero")
    days = "" if found.days_to_reply is None else found.days_to_reply
    for figures in (["Abiertas", found.open], ["Vencidas", found.late], ["Días para responder (mediana)", days]):
        _row(summary, figures)
    tables: tuple[tuple[str, str, Mapping[str, float]], ...] = (
        ("Estado", "Consultas", found.by_state),
        ("Materia", "Consultas", found.by_matter),
        ("Materia sin criterio", "Consultas", found.without_criterion),
        ("Materia", "Días para responder (mediana)", found.days_by_matter),
        ("Preguntado en el chat sin criterio", "Preguntas", found.asked),
    )
    for title, unit, counts in tables:
        if counts:
            _head(summary, [title, unit])
        for name, count in counts.items():
            _row(summary, [name, count])
    if found.duplicates:
        same = book.create_sheet("Piden lo mismo")
        _head(same, ["Asunto", "Consultas"])
        for group in found.duplicates:
            _row(same, [group.subject, ", ".join(map(str, group.consultations))])
    for each in book.worksheets:
        for column, width in zip("ABCDEFGHIJKLM", _WIDTHS if each is sheet else _TWO_COLUMNS, strict=False):
            each.column_dimensions[column].width = width
    book.save(out)
    return out.getvalue()


_HEADS = [
    "Id", "Número", "Estado", "Asunto", "Materia", "Área", "Elaboró", "La lleva", "Creada", "Plazo", "Vence", "Tarde",
    "Respondida",
]  # fmt: skip
_WIDTHS = (6, 28, 12, 60, 26, 34, 20, 20, 12, 12, 12, 7, 12)
_TWO_COLUMNS = (60, 26)


def _head(sheet: Worksheet, values: Sequence[str]) -> None:
    _row(sheet, values)
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)


def _row(sheet: Worksheet, values: Sequence[Any]) -> None:
    # A workbook cannot hold control characters, and a subject may carry them from a question.
    sheet.append([ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value for value in values])
    for cell in sheet[sheet.max_row]:
        if isinstance(cell.value, str):
            cell.data_type = "s"


def _counted(values: Any) -> dict[str, int]:
    return dict(Counter(values).most_common())
