"""What a department and the normative area look at: open, late, by matter, time to reply; and the same as XLSX."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from io import BytesIO
from statistics import median
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet.worksheet import Worksheet

from assistant.consultations.models import Consultation
from assistant.consultations.workflow import OPEN, WAITING, State


@dataclass(frozen=True, slots=True)
class Board:
    """Counts of the consultations within somebody's reach. `days_to_reply` is a median of calendar days."""

    open: int
    late: int
    by_state: dict[str, int]
    by_matter: dict[str, int]
    without_criterion: dict[str, int]
    days_to_reply: float | None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def board(rows: Sequence[Consultation], today: date, settled: frozenset[int]) -> Board:
    """The board on a day; `settled` are the consultations that became a criterion. What is asked most and has none is
    what should be regulated next.
    """
    active = [row for row in rows if row.state != State.CANCELLED.value]
    replied = [(row.replied - row.signed).days for row in active if row.replied and row.signed]
    return Board(
        open=sum(State(row.state) in OPEN for row in active),
        late=sum(is_late(row, today) for row in active),
        by_state=_counted(row.state for row in rows),
        by_matter=_counted(row.matter or "Sin materia" for row in active),
        without_criterion=_counted(row.matter or "Sin materia" for row in active if row.id not in settled),
        days_to_reply=float(median(replied)) if replied else None,
    )


def is_late(row: Consultation, today: date) -> bool:
    """Whether a reply was due before today."""
    return State(row.state) in WAITING and row.due is not None and row.due < today


def as_xlsx(rows: Sequence[Consultation], found: Board, today: date) -> bytes:
    """Two sheets: the consultations, and the board. Text stays text: nothing that a person wrote is a formula."""
    book, out = Workbook(), BytesIO()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Consultas"
    heads = ["Id", "Número", "Estado", "Asunto", "Materia", "Área", "Elaboró", "Creada", "Vence", "Tarde", "Respondida"]
    _row(sheet, heads)
    for row in rows:
        late = "sí" if is_late(row, today) else ""
        _row(sheet, [row.id, row.number or "", row.state, row.subject, row.matter, row.area, row.author])
        for place, value in enumerate((row.created.date(), row.due, late, row.replied), 8):
            sheet.cell(sheet.max_row, place, value)
    sheet.freeze_panes = "A2"
    summary = book.create_sheet("Tablero")
    days = "" if found.days_to_reply is None else found.days_to_reply
    for figures in (["Abiertas", found.open], ["Vencidas", found.late], ["Días para responder (mediana)", days]):
        _row(summary, figures)
    for title, counts in (("Materia", found.by_matter), ("Materia sin criterio", found.without_criterion)):
        _row(summary, [title, "Consultas"])
        for name, count in counts.items():
            _row(summary, [name, count])
    book.save(out)
    return out.getvalue()


def _row(sheet: Worksheet, values: Sequence[Any]) -> None:
    # A workbook cannot hold control characters, and a subject may carry them from a question.
    sheet.append([ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value for value in values])
    for cell in sheet[sheet.max_row]:
        if isinstance(cell.value, str):
            cell.data_type = "s"


def _counted(values: Any) -> dict[str, int]:
    return dict(Counter(values).most_common())
