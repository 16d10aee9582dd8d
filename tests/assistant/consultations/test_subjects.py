"""The subject of an oficio as a Spanish phrase, and its questions one by one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.areas import Areas
from assistant.consultations.draft import ConsultationDraft, Person, Scope, Unit
from assistant.consultations.letterhead import with_letterhead
from assistant.consultations.scope import classify
from assistant.consultations.subjects import questions_of, subject_of


@pytest.mark.parametrize(
    ("text", "subject", "questions"),
    [
        ("¿La póliza se debe imprimir?", "si la póliza se debe imprimir", ["¿La póliza se debe imprimir?"]),
        ("¿Cuántos notificadores hay?", "cuántos notificadores hay", ["¿Cuántos notificadores hay?"]),
        ("¿Con qué formato se presenta?", "con qué formato se presenta", ["¿Con qué formato se presenta?"]),
        ("que plazo hay", "que plazo hay", ["¿Que plazo hay?"]),
        ("procede la dación en pago", "si procede la dación en pago", ["¿Procede la dación en pago?"]),
        ("¿IMSS puede condonar?", "si IMSS puede condonar", ["¿IMSS puede condonar?"]),
        ("¿Si no paga se embarga?", "si no paga se embarga", ["¿Si no paga se embarga?"]),
        (
            "Un patrón dio fianza. ¿Debe imprimirse? ¿Basta el archivo?",
            "si debe imprimirse",
            ["¿Debe imprimirse?", "¿Basta el archivo?"],
        ),
        (
            "redacta una consulta formal sobre fianzas electrónicas",
            "fianzas electrónicas",
            ["[FALTA] La pregunta concreta sobre: fianzas electrónicas"],
        ),
    ],
)
def test_subject_and_questions(text: str, subject: str, questions: list[str]) -> None:
    assert subject_of(text, Scope.GENERAL) == f"Consulta técnica sobre {subject}"
    assert subject_of(text, Scope.OPERATIVE) == f"Consulta operativa sobre {subject}"
    assert questions_of(text) == questions


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("¿La fianza en formato electrónico se imprime?", Scope.GENERAL),
        ("¿Con qué formato se presenta?", Scope.OPERATIVE),
        ("¿Se notifica por correo certificado?", Scope.GENERAL),
        ("¿Qué se hace si SISCOB no abre?", Scope.OPERATIVE),
        ("¿Procede la dación en pago del crédito 261234560?", Scope.CONCRETE),
    ],
)
def test_words_of_the_law_make_no_operative_doubt(text: str, scope: Scope) -> None:
    areas = Areas.load(Path(__file__).parents[3] / "corpus" / "areas.yaml")
    assert classify(text, areas).scope is scope


@given(st.text(min_size=1, max_size=400))
def test_whatever_is_typed_fits_the_draft(text: str) -> None:
    assert len(subject_of(text, Scope.GENERAL)) <= 200
    assert questions_of(text)


def test_the_letterhead_of_the_last_oficio_is_not_typed_again() -> None:
    post = "Titular de la División de Cobro Coactivo"
    last = ConsultationDraft(
        unit=Unit(organ="Órgano ficticio", key="239001"), place="[FALTA]", addressee=Person(name="Ana", post=post),
        signer=Person(name="Luis", post="Titular"), initials="LA/bc", subject="Otro asunto", opinion="Otra opinión",
    )  # fmt: skip
    new = ConsultationDraft(addressee=Person(post=post), subject="Asunto")
    begun = with_letterhead(new, last)
    assert (begun.unit, begun.signer, begun.initials, begun.addressee.name) == (last.unit, last.signer, "LA/bc", "Ana")
    assert (begun.place, begun.subject, begun.opinion) == ("[FALTA]", "Asunto", "")
    elsewhere = with_letterhead(ConsultationDraft(addressee=Person(post="Otra área")), last)
    assert elsewhere.addressee.name == "[FALTA]"
    assert with_letterhead(new, None) == new
