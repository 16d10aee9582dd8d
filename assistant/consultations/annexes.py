"""The annexes that a draft begins with: the answer with its sources, and the sheet of each calculation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdfium2

from assistant.answers import Answer, Citation
from assistant.consultations.minimising import Minimiser
from assistant.consultations.pdf import write_pdf
from tools.render.spreadsheet import write_xlsx
from tools.result import CalculationResult
from tools.wording import long_date

_SOURCE = "anexo.typ"


@dataclass(frozen=True, slots=True)
class GeneratedAnnex:
    """A file with the line that lists it in the oficio; `text` is what can be read in it."""

    name: str
    listed: str
    content: bytes
    text: str


def generated_annexes(question: str, answer: Answer, minimiser: Minimiser) -> list[GeneratedAnnex]:
    """The answer as an accessible PDF and each calculation as a workbook that recalculates; no personal data."""
    sheets = [_sheet(place, result) for place, result in enumerate(calculations_of(answer, minimiser), 1)]
    return [_answer(question, answer, minimiser), *sheets]


def calculations_of(answer: Answer, minimiser: Minimiser) -> list[CalculationResult]:
    """Every calculation of the answer, once: those asked for and what a credit owes."""
    found: dict[tuple[str, str], CalculationResult] = {}
    for result in _results(answer):
        made = CalculationResult.model_validate(minimiser.found(result))
        found.setdefault((made.calculation, made.summary), made)
    return list(found.values())


def _results(answer: Answer) -> Iterator[dict[str, Any]]:
    for call in answer.tools:
        if not isinstance(call.result, dict):
            continue
        if "calculation" in call.result and "steps" in call.result:
            yield call.result
        credits = call.result.get("credits")
        if isinstance(credits, list) and len(credits) == 1 and credits[0].get("owed"):
            yield credits[0]["owed"]


def _sheet(place: int, result: CalculationResult) -> GeneratedAnnex:
    out, name = BytesIO(), f"calculo-{place}.xlsx"
    write_xlsx(result, out)
    return GeneratedAnnex(name, f"Hoja de cálculo: {result.title} ({name}).", out.getvalue(), result.summary)


def _answer(question: str, answer: Answer, minimiser: Minimiser) -> GeneratedAnnex:
    parts = minimiser.found(_parts(question, answer))
    # The words of the law are nobody's data, and stay to the letter.
    parts["fuentes"] = [_source(place, citation) for place, citation in enumerate(_sources(answer), 1)]
    content, name = write_pdf(parts, _SOURCE), "respuesta.pdf"
    document = pypdfium2.PdfDocument(content)
    try:
        pages = len(document)
        text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    sheets = "1 hoja" if pages == 1 else f"{pages} hojas"
    return GeneratedAnnex(
        name, f"Respuesta del asistente a la duda, con sus fuentes ({name}, {sheets}).", content, text
    )


def _parts(question: str, answer: Answer) -> dict[str, Any]:
    places = {citation.id: place for place, citation in enumerate(_sources(answer), 1)}
    return {
        "titulo": "Respuesta del asistente a la duda, con sus fuentes",
        "pregunta": " ".join(question.split()),
        "dia": long_date(answer.as_of) if answer.as_of else "",
        "corpus": answer.corpus_version,
        "redaccion": "citas textuales, sin modelo" if answer.composer == "extractive" else answer.composer,
        "oraciones": [
            {
                "texto": sentence.text,
                "fuentes": ", ".join(str(places[item]) for item in sentence.citations if item in places),
            }
            for sentence in answer.sentences
        ],
        "avisos": answer.notices,
    }


def _sources(answer: Answer) -> list[Citation]:
    return [citation for citation in answer.citations if citation.verified]


def _source(place: int, citation: Citation) -> dict[str, Any]:
    return {
        "numero": place,
        "cita": citation.label or citation.id,
        "texto": citation.quote,
        "version": citation.version,
        "pagina": citation.page,
        "id": citation.id,
    }
