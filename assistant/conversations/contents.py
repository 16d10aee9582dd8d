"""What a file of a conversation says, as plain JSON: the forms only lay it out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from assistant.answers import Answer, Citation
from assistant.conversations.models import Conversation, Exchange
from assistant.shown import CONTEXT, ShownAnswer, ShownSentence, marks_of, measured, operand, operand_name, shown
from assistant.typesetting import without_controls
from tools.wording import long_date

_STEPS = ["Paso", "Cómo", "Valor", "Fundamento"]
_HISTORY = ["Fecha", "Hecho", "Documento"]
_COLUMNS: dict[str, Callable[[dict[str, Any]], str]] = {
    "Crédito": lambda row: row["number"],
    "Registro patronal": lambda row: row["registro_patronal"],
    "Patrón": lambda row: row["employer"],
    "OOAD": lambda row: row["ooad"] or "varios",
    "Subdelegación": lambda row: row["subdelegacion"] or "varias",
    "Créditos": lambda row: str(row["credits"]),
    "Saldo histórico": lambda row: measured(row["balance"], "pesos"),
}
_CREDITS = ["Crédito", "Patrón", "OOAD", "Subdelegación", "Saldo histórico"]
_EMPLOYERS = ["Registro patronal", "Patrón", "OOAD", "Subdelegación", "Créditos", "Saldo histórico"]
_PLACES = ["OOAD", "Subdelegación", "Créditos", "Saldo histórico"]


def contents(conversation: Conversation, branch: Sequence[Exchange]) -> dict[str, Any]:
    """The branch as every form tells it, without the characters that no document may hold."""
    return without_controls(
        {
            "titulo": conversation.title or "Conversación",
            "fecha": long_date(conversation.updated.date()),
            "preguntas": [_exchange(row) for row in branch],
        }
    )


def _exchange(row: Exchange) -> dict[str, Any]:
    answer = Answer.model_validate(row.answer)
    view = shown(answer)
    return {
        "pregunta": row.asked,
        "veredicto": view.title,
        "parrafos": [_paragraph(each) for each in view.sentences],
        "tablas": _tables(answer, view),
        "titulo_fuentes": CONTEXT if view.kind == "no_criterion" else "Fuentes",
        "fuentes": [
            _source(number, citation, quoted=number in view.quoted)
            for number, citation in enumerate(answer.citations, 1)
        ],
        "nota": _note(answer, row.at.date()),
    }


def _paragraph(each: ShownSentence) -> dict[str, Any]:
    """A name with its quotes, or a sentence alone; the numbers are those of the sources."""
    if each.quotation is None:
        marks = "".join(f" [{number}]" for number, _ in each.marks)
        doubt = "" if each.sentence.supported else " (sin verificar)"
        return {"texto": f"{each.sentence.text}{marks}{doubt}", "citas": []}
    quotes = [
        f"{'[…] ' if quote.skips else ''}«{quote.citation.quote}» [{quote.number}]" for quote in each.quotation.quotes
    ]
    return {"texto": f"{each.quotation.name}:", "citas": quotes}


def _tables(answer: Answer, view: ShownAnswer) -> list[dict[str, Any]]:
    tables = [_portfolio(listed) for listed in view.lists]
    tables += [_history(credit) for credit in view.credits]
    for result in view.results:
        tables.append(_table(result["title"], _STEPS, [_step(step, answer.citations) for step in result["steps"]], [2]))
        if schedule := result.get("schedule"):
            columns = [str(name).capitalize() for name in schedule[0]]
            rows = [[operand(str(value)) for value in entry.values()] for entry in schedule]
            tables.append(_table("Calendario", columns, rows, range(1, len(columns))))
    return tables


def _table(title: str, columns: list[str], rows: list[list[str]], numeric: Sequence[int]) -> dict[str, Any]:
    return {"titulo": title, "columnas": columns, "renglones": rows, "numericas": list(numeric)}


def _step(step: dict[str, Any], citations: Sequence[Citation]) -> list[str]:
    operands = "; ".join(f"{operand_name(name)}: {operand(value)}" for name, value in step["operands"].items())
    marks = [f"[{number}]" for number, _ in marks_of(step["basis"], citations)]
    how = f"{step['formula']} ({operands})" if operands else step["formula"]
    return [step["name"], how, measured(step["value"], step["unit"]), " ".join(marks)]


def _portfolio(listed: dict[str, Any]) -> dict[str, Any]:
    first = listed["rows"][0]
    columns = _CREDITS if first.get("number") else _EMPLOYERS if first.get("registro_patronal") else _PLACES
    rows = [[_COLUMNS[name](row) for name in columns] for row in listed["rows"]]
    return _table(listed["title"], columns, rows, [len(columns) - 1])


def _history(credit: dict[str, Any]) -> dict[str, Any]:
    rows = [[operand(item["day"]), item["what"], item["document"]] for item in credit["timeline"]]
    return _table(f"Crédito {credit['number']}: qué ha pasado", _HISTORY, rows, [])


def _source(number: int, citation: Citation, *, quoted: bool) -> dict[str, Any]:
    """`texto` is empty where the answer quotes it already."""
    facts = [f"página {citation.page}"]
    if citation.version[:1].isdigit():
        facts.append(f"texto al {operand(citation.version)}")
    facts.append("verificada" if citation.verified else "no verificada")
    return {
        "numero": number,
        "cita": citation.label,
        "texto": "" if quoted else citation.quote,
        "datos": ", ".join(facts),
    }


def _note(answer: Answer, asked: date) -> str:
    model = "sin modelo" if answer.composer == "extractive" else f"modelo {answer.composer}"
    return f"Respuesta del {long_date(asked)}; acervo {answer.corpus_version or 'sin versión'}; {model}."
