"""A result as Markdown, to paste in a file or to show in the chat."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.citations import format_citation
from tools.result import CalculationResult


def as_markdown(result: CalculationResult) -> str:
    """Title, summary, steps, schedule, parameters, readings and warnings."""
    return "\n".join(_lines(result)) + "\n"


def _lines(result: CalculationResult) -> Iterator[str]:
    yield from (f"## {result.title}", "", f"**{_safe(result.summary)}**", "")
    yield from _table(
        ["Paso", "Cómo", "Valor", "Fundamento"],
        [
            [
                step.name,
                "; ".join([step.formula, *(f"{name}: {value}" for name, value in step.operands.items())]),
                step.value,
                "; ".join(format_citation(identifier, "short") for identifier in step.basis),
            ]
            for step in result.steps
        ],
    )
    if result.schedule:
        yield ""
        headings = list(result.schedule[0])
        yield from _table([name.capitalize() for name in headings], [list(row.values()) for row in result.schedule])
    if result.parameters:
        yield from ("", "**Parámetros**", "")
        for use in result.parameters:
            published = f", publicado el {use.published}" if use.published else ""
            source = f"{_safe(use.source)} (fuente {use.certainty})"
            yield f"- {use.title}: {use.value}, desde {use.valid_from}{published}. {source}"
    if result.readings:
        yield from ("", "**Lecturas**", "")
        for reading in result.readings:
            other = f"con `{reading.alternative}` el total sería {reading.alternative_total}"
            yield f"- `{reading.option}` = `{reading.used}`; {other}. {reading.why}"
    if result.warnings:
        yield from ("", "**Avisos**", "")
        yield from (f"- {_safe(warning)}" for warning in result.warnings)


def _table(headings: list[str], rows: list[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(headings)} |"
    yield f"|{'---|' * len(headings)}"
    for row in rows:
        yield f"| {' | '.join(_safe(cell) for cell in row)} |"


def _safe(text: str) -> str:
    """Without what would break a table or become markup: bars, line ends, angle brackets."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
