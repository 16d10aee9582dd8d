"""A calculation told in sentences: its summary, each step, the open points, the basis and the warnings."""

from __future__ import annotations

from assistant.answers import Sentence
from assistant.shown import measured, operand, operand_name
from corpus.citations import format_citation
from tools.result import CalculationResult


def told_calculation(result: CalculationResult, note: str = "") -> list[Sentence]:
    """The sentences, `note` after the summary."""
    sentences = [Sentence(text=result.summary + note, citations=result.basis, role="figure")]
    for step in result.steps:
        operands = "; ".join(f"{operand_name(name)} {operand(value)}" for name, value in step.operands.items())
        value = measured(step.value, step.unit)
        text = f"{step.name}: {value}. {step.formula}{f' ({operands})' if operands else ''}."
        sentences.append(Sentence(text=text, citations=step.basis, role="figure"))
    sentences.extend(
        Sentence(
            text=f"Punto abierto: {reading.why} Con la otra lectura el total sería ${reading.alternative_total:,.2f}.",
            role="figure",
        )
        for reading in result.readings
    )
    if result.basis:
        names = "; ".join(dict.fromkeys(format_citation(identifier) for identifier in result.basis))
        sentences.append(Sentence(text=f"Fundamento: {names}.", citations=result.basis, role="figure"))
    sentences.extend(Sentence(text=warning, role="notice") for warning in result.warnings)
    return sentences
