"""What others say is no part of the question; what they are said to claim is, when it is all there is."""

from __future__ import annotations

import pytest

from assistant.understanding.hearsay import without_hearsay
from assistant.understanding.understand import understand


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("¿cuánto es el mínimo de gastos? el oficio dice 380", "¿cuánto es el mínimo de gastos?"),
        ("según la circular, ¿con qué garantía se empieza?", "¿con qué garantía se empieza?"),
        ("la guía dice que se retira el diez por ciento, ¿es así?", "se retira el diez por ciento"),
        ("mi contador dice que no hay multa, ¿cuánto se paga por no dar avisos?", "¿cuánto se paga por no dar avisos?"),
        ("un folleto viejo dice que el anexo es de tres por ciento", "el anexo es de tres por ciento"),
    ],
)
def test_search_goes_by_what_is_asked(told: str, asked: str) -> None:
    found = understand(told)
    assert found.standalone == asked
    assert found.told == told


@pytest.mark.parametrize(
    "told",
    [
        "¿qué dice el manual sobre las notificaciones?",
        "el patrón dice que ya pagó, ¿cómo se aclara?",
        "el artículo 21 del código dice que son cinco años, ¿y la ley?",
        "el numeral 27 del manual dice quién formula consultas",
    ],
)
def test_provisions_and_the_facts_of_a_case_stay(told: str) -> None:
    assert without_hearsay(told) == told
