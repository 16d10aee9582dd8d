"""The text of a PDF page in the order in which a person reads it, also where it is set in two columns.

The library gives characters in the order in which they were drawn. Runs of characters are put back into printed
rows; where most rows are parted at the same place, and the parts are prose and not cells, the page has two columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from ingest.documents.paragraphs import Row

_FOOT = re.compile(r"(?:p[áa]g(?:ina|\.)?\s*)?\d{1,3}(?:\s*(?:de|/)\s*\d{1,3})?$", re.IGNORECASE)
_LEAST_RIGHT, _LEAST_LEFT = 3, 6
_PROSE = 18


@dataclass(frozen=True, slots=True)
class Run:
    """Characters drawn together on one line; coordinates in points, from the lower left corner."""

    text: str
    left: float
    right: float
    base: float
    height: float


def rows_of_page(runs: Sequence[Run], page: int, width: float) -> list[Row]:
    """The printed rows of a page as paragraphs need them, without its number."""
    lowest = min(runs, key=lambda run: run.base, default=None)
    if lowest is not None and _FOOT.match(lowest.text):
        runs = [run for run in runs if run is not lowest]
    lines = lines_of(runs)
    gutter = _gutter(lines, width)
    if gutter is None:
        return _rows(lines, page, _pitch(lines))
    rows: list[Row] = []
    left: list[list[Run]] = []
    right: list[list[Run]] = []
    start = min(run.left for run in runs)
    pitch = _pitch([[run for run in line if run.left < gutter] for line in lines])
    # Columns are as wide as one another, however short the lines of the second are.
    wide = max(run.right for run in runs if run.right < gutter) - start

    def both() -> list[Row]:
        return _rows(left, page, pitch, start + wide) + _rows(right, page, pitch, gutter + wide)

    for line in lines:
        if any(run.left < gutter - 2 and run.right > gutter + 2 for run in line):
            rows += both() + _rows([line], page, pitch)
            left, right = [], []
            continue
        left.append([run for run in line if run.left < gutter])
        right.append([run for run in line if run.left >= gutter])
    return rows + both()


def _pitch(lines: list[list[Run]]) -> float:
    """The usual distance between lines of one paragraph: among the smaller ones of the page."""
    bases = [line[0].base for line in lines if line]
    gaps = sorted(above - below for above, below in pairwise(bases) if above - below > 2)
    if not gaps:
        return 0.0
    small = gaps[len(gaps) // 8]
    return median(gap for gap in gaps if 0.8 * small <= gap <= 1.3 * small)


def lines_of(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs by the line they stand on, from the top; runs that all but touch are one."""
    ordered = sorted(runs, key=lambda run: -run.base)
    lines: list[list[Run]] = []
    for run in ordered:
        if lines and abs(lines[-1][0].base - run.base) < 0.4 * max(run.height, 4):
            lines[-1].append(run)
        else:
            lines.append([run])
    return [_touching(sorted(line, key=lambda run: run.left)) for line in lines]


def _touching(line: list[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in line:
        if joined and run.left - joined[-1].right < 1.1 * max(run.height, 6):
            last = joined[-1]
            space = "" if last.text.endswith(" ") or run.left - last.right < 0.12 * run.height else " "
            joined[-1] = Run(
                last.text + space + run.text, last.left, max(last.right, run.right), last.base, last.height
            )
        else:
            joined.append(run)
    return joined


def _gutter(lines: list[list[Run]], width: float) -> float | None:
    """Where the second column starts, or None.

    Runs start one under the other near the middle, few lines cross that place, and what stands on both sides is
    prose: the cells of a table are short, and above and below a table lines do cross.
    """
    runs = [run for line in lines for run in line]
    middle = sorted(run.left for run in runs if 0.4 * width < run.left < 0.62 * width)
    if not middle:
        return None
    edge = max(middle, key=lambda left: sum(abs(left - other) < 4 for other in middle))
    right = [run for run in runs if abs(run.left - edge) < 4]
    left = [run for run in runs if run.right < edge]
    crossing = sum(any(run.left < edge - 5 and run.right > edge for run in line) for line in lines)
    if len(right) < _LEAST_RIGHT or len(left) < _LEAST_LEFT or crossing > 0.4 * len(lines):
        return None
    long = all(sum(len(run.text) for run in side) / len(side) > _PROSE for side in (left, right))
    return edge - 3 if long else None


def _rows(lines: list[list[Run]], page: int, pitch: float, edge: float = 0.0) -> list[Row]:
    """Lines as rows; `edge` is the right margin where it is known."""
    filled = [line for line in lines if line]
    if not filled:
        return []
    bases = [line[0].base for line in filled]
    margin = max(edge, *(line[-1].right for line in filled))
    rows: list[Row] = []
    for place, line in enumerate(filled):
        gap = place == 0 or (bases[place - 1] - bases[place] > 1.35 * pitch)
        cells = [run.text.strip() for run in line]
        width = (line[-1].right - line[0].left) / max(1, sum(len(cell) for cell in cells))
        room = (margin - line[-1].right) / width if width > 0 else 0.0
        rows.append(Row(" | ".join(cells), page, gap, room))
    return _tables(rows)


def _tables(rows: list[Row]) -> list[Row]:
    """Rows with cells that follow one another are a table; a lone one is a line with a wide blank."""
    marked: list[Row] = []
    for has_cells, group in groupby(rows, key=lambda row: " | " in row.text):
        together = list(group)
        table = has_cells and len(together) >= 3
        for row in together:
            text = row.text if table or not has_cells else row.text.replace(" | ", " ")
            marked.append(Row(text, row.page, row.gap, row.room, table))
    return marked
