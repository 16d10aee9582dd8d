"""A result on the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from corpus.citations import format_citation
from tools.result import CalculationResult


def show_result(result: CalculationResult, console: Console | None = None) -> None:
    """Print steps, parameters, readings and warnings."""
    console = console or Console()
    table = Table(title=result.title, show_lines=True)
    for heading in ("Paso", "Cómo", "Valor", "Fundamento"):
        table.add_column(heading, justify="right" if heading == "Valor" else "left")
    for step in result.steps:
        operands = "\n".join(f"{name}: {value}" for name, value in step.operands.items())
        how = f"{step.formula}\n{operands}" if operands else step.formula
        basis = "\n".join(format_citation(identifier, "short") for identifier in step.basis)
        table.add_row(step.name, how, step.value, basis)
    console.print(table)
    if result.schedule:
        facts = "hecho" in result.schedule[0]
        schedule = Table(title="Cronología" if facts else "Calendario de pagos")
        for heading in result.schedule[0]:
            schedule.add_column(heading.capitalize(), justify="left" if facts else "right", overflow="fold")
        for row in result.schedule:
            schedule.add_row(*row.values())
        console.print(schedule)
    console.print(result.summary, markup=False, style="bold")
    for use in result.parameters:
        console.print(
            f"· {use.title}: {use.value} desde {use.valid_from} ({use.certainty}; {use.source})", markup=False
        )
    for reading in result.readings:
        console.print(
            f"· Lectura {reading.option}={reading.used}; con {reading.alternative} el total sería "
            f"{reading.alternative_total}. {reading.why}",
            markup=False,
        )
    for warning in result.warnings:
        console.print(f"Aviso: {warning}", markup=False)
