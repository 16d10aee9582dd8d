"""Which denials are sure contradictions, which are only doubtful, and which agree: over invented provisions."""

from __future__ import annotations

import pytest

from assistant.verification.claim import Claim
from assistant.verification.evidence import Unit
from assistant.verification.polarity import polarity_finding

DUTY = "El patrón entregará la constancia al trabajador dentro de los cinco días siguientes."
LICENCE = "Los almacenes deberán contar con autorización de la Secretaría para operar."
NEVER = "La autoridad no podrá embargar las herramientas del artesano."
OMISSION = "Se sancionará al notario que omita entregar la copia al interesado."


def _finding(text: str, source: str) -> str:
    found = polarity_finding(Claim(text).terms, Unit("X:1", source))
    return "sure" if found.sure else "doubtful" if found.message else ""


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("El patrón no entrega la constancia al trabajador.", DUTY),
        ("El patrón tampoco entrega la constancia al trabajador.", DUTY),
        ("El almacén puede operar aunque no cuente con autorización de la Secretaría.", LICENCE),
        ("La autoridad puede embargar las herramientas del artesano.", NEVER),
        ("Las herramientas del artesano sí se pueden embargar por la autoridad.", NEVER),
    ],
)
def test_a_fact_turned_round_is_sure(text: str, source: str) -> None:
    assert _finding(text, source) == "sure"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Si no cuenta con autorización de la Secretaría, el almacén no puede operar.", LICENCE),
        ("Sin autorización de la Secretaría, un almacén no puede operar.", LICENCE),
        ("La constancia no sólo se entrega al trabajador.", DUTY),
        ("La constancia se entrega al trabajador y no al sindicato.", DUTY),
        ("Tardarse no quita al patrón la obligación de entregar la constancia.", DUTY),
        ("El notario que no entrega la copia al interesado recibe una sanción.", OMISSION),
        ("Las herramientas del artesano son inembargables.", NEVER),
        ("La autoridad no podrá embargar las herramientas del artesano.", NEVER),
    ],
)
def test_a_denial_in_other_words_is_never_sure(text: str, source: str) -> None:
    assert _finding(text, source) != "sure"


def test_an_accented_yes_is_no_condition() -> None:
    assert [term.key for term in Claim("Sí procede si paga.").terms if term.key == "CONDICION"] == ["CONDICION"]
