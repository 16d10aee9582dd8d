"""A question that takes something false for granted is corrected; one that does not is left alone."""

from __future__ import annotations

import pytest

from assistant.verification import Cited, Draft, Stated, Verifier

pytestmark = pytest.mark.laws


def _premises(verifier: Verifier, question: str, *quoted: str) -> list[str]:
    sentences = [Stated("", (Cited(identifier),), "connective") for identifier in quoted]
    draft = Draft(sentences, question=question)
    return [premise.message for premise in verifier.verify(draft).premises]


def test_an_article_that_does_not_exist_is_named(verifier: Verifier) -> None:
    found = _premises(verifier, "¿qué dice el artículo 40 Z de la LSS?")
    assert len(found) == 1
    assert "No existe el artículo 40 Z de la Ley del Seguro Social" in found[0]
    assert "LSS 40 F" in found[0]


def test_a_bare_number_that_no_law_has_is_named(verifier: Verifier) -> None:
    assert _premises(verifier, "¿aplica el artículo 999-X?")


def test_a_derogated_article_is_named(verifier: Verifier) -> None:
    assert "derogado" in _premises(verifier, "¿qué plazo da el artículo 64 del CFF?")[0]


@pytest.mark.parametrize(
    ("question", "provision", "says"),
    [
        (
            "¿por qué las cédulas de liquidación deben ser pagadas por el patrón dentro de los treinta días hábiles?",
            "LSS:39-C",
            "quince días hábiles",
        ),
        (
            "si el plazo para el pago en parcialidades no excederá de 60 meses según el 40 C de la LSS, ¿lo pido?",
            "LSS:40-C",
            "cuarenta y ocho meses",
        ),
    ],
)
def test_a_wrong_term_is_corrected(verifier: Verifier, question: str, provision: str, says: str) -> None:
    found = _premises(verifier, question, provision)
    assert any(says in message for message in found), found


@pytest.mark.parametrize(
    "question",
    [
        "¿qué dice el artículo 40 A de la LSS?",
        "¿cuánto es el recargo de 3 meses sobre $84,321.55?",
        "¿el plazo para pagar las cédulas de liquidación es de quince días hábiles?",
        "hola",
        "",
    ],
)
def test_a_question_without_false_premise_is_left_alone(verifier: Verifier, question: str) -> None:
    assert _premises(verifier, question, "LSS:39-C") == []


@pytest.mark.parametrize(
    ("question", "provision"),
    [
        ("¿cómo se cuentan los 15 días para pagar las cédulas de liquidación notificadas al patrón?", "LSS:39-C"),
        ("¿la multa por incumplir el pago es del 75% del concepto omitido?", "LSS:304"),
        ("como se causan recargos cada mes sobre los saldos insolutos, ¿qué tasa de prórroga va?", "LIF-2026:11"),
        ("si las cuotas se deben pagar en cinco años, ¿prescribe uno de ocho años?", "LSS:298"),
    ],
)
def test_what_lies_in_a_range_or_tells_the_case_is_left_alone(
    verifier: Verifier, question: str, provision: str
) -> None:
    assert _premises(verifier, question, provision) == []


@pytest.mark.parametrize(
    "question",
    [
        "¿qué dice el oficio 0952179000/UFC/USE/UISS/23?",
        "¿qué establece el acuerdo ACDO.AS2.HCT.300419/150.P.DIR?",
        "¿qué porcentaje de reducción da el Acuerdo 187/2003?",
    ],
)
def test_a_document_that_nobody_gave_us_is_named_and_not_told(verifier: Verifier, question: str) -> None:
    (found,) = _premises(verifier, question)
    assert found.startswith("El acervo no tiene")
    assert "no se sabe lo que dice" in found
