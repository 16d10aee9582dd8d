"""An answer on the terminal: sentences, then the numbered quotes with page and version."""

from __future__ import annotations

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from assistant.answers import Answer, AnswerStatus

_TITLES = {
    AnswerStatus.ANSWERED: "Respuesta fundada",
    AnswerStatus.NO_CRITERION: "Sin criterio",
    AnswerStatus.NEEDS_INPUT: "Falta un dato",
    AnswerStatus.REFUSED: "Fuera de alcance",
}


def show_answer(answer: Answer, console: Console | None = None) -> None:
    """Print it."""
    console = console or Console()
    body = Text("\n\n".join(sentence.text for sentence in answer.sentences))
    console.print(Panel(body, title=_TITLES[answer.status], title_align="left"))
    for number, citation in enumerate(answer.citations, 1):
        mark = "verificada" if citation.verified else citation.verdict.value
        console.print(
            f"[{number}] {citation.label} · página {citation.page} · texto al {citation.version} · {mark}", markup=False
        )
    if answer.consultation_offer is not None:
        console.print("Para preparar la consulta: criterio draft new", markup=False)
