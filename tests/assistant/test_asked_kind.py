"""A question for a term, a share, an amount or a number of something is not settled by a text that has none."""

from __future__ import annotations

import pytest

from assistant.asked_kind import holds_what_is_asked

TERM = "El patrón cubrirá la cédula dentro de los quince días hábiles siguientes."
PLAIN = "Integrar y enviar a la Jefatura los expedientes de cancelación."


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("¿en cuántos días se paga?", TERM),
        ("¿qué porcentaje se paga?", "El pago inicial será del 20% del monto."),
        ("de cuánto es la multa", "Multa de veinte a setenta y cinco veces el valor de la Unidad."),
        ("¿cuántos testigos se nombran?", "El ejecutor nombrará dos testigos."),
    ],
)
def test_a_value_of_the_kind_is_seen_and_its_lack_too(question: str, value: str) -> None:
    assert holds_what_is_asked(question, [PLAIN, value])
    assert not holds_what_is_asked(question, [PLAIN])


def test_a_question_for_no_value_asks_nothing_of_the_text() -> None:
    assert holds_what_is_asked("¿quién integra el expediente?", [PLAIN])
