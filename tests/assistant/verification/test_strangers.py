"""Actors that the cited provision never names, and the names that it may have for one."""

from __future__ import annotations

import pytest

from assistant.verification.claim import Claim
from assistant.verification.evidence import units_of
from assistant.verification.strangers import misplaced_fault, stranger_fault

NOTICE = (
    "El patrón presentará el aviso ante el Instituto, que lo comunicará a la Secretaría de Hacienda y Crédito Público."
)
COUNCIL = "Los miembros durarán seis años en su cargo y rendirán informe de la cuenta a la Procuraduría de la Defensa."


@pytest.mark.parametrize(
    ("law", "sentence", "stranger"),
    [
        (NOTICE, "El empleador avisa al IMSS y éste a Hacienda.", ""),
        (NOTICE, "La autoridad recibe el aviso de la empresa.", ""),
        (NOTICE, "El aviso del sindicato se presenta ante el Instituto.", "sindicato"),
        (NOTICE, "El Instituto lo comunica a la Secretaría del Trabajo.", "Secretaría del Trabajo"),
        (NOTICE, "El Instituto lo comunica a la Secretaría de Energía.", "Secretaría de Energía"),
        (NOTICE, "El aviso llega al Consejo Técnico.", "Consejo Técnico"),
        (NOTICE, "Según la Ley del Congreso de la Unión, el patrón avisa.", ""),
        (COUNCIL, "Los miembros de la Asamblea General duran seis años.", ""),
        (COUNCIL, "Los miembros del Consejo Técnico duran seis años.", "Consejo Técnico"),
        (COUNCIL, "La Procuraduría de la Defensa recibe el informe.", ""),
    ],
)
def test_an_actor_is_named_by_any_of_its_names(law: str, sentence: str, stranger: str) -> None:
    units = units_of("LEY:1", law, title="De la Asamblea General")
    fault = stranger_fault(Claim.read(sentence), units)
    assert (f"«{stranger}»" in fault) if stranger else not fault


DUTIES = (
    "El patrón presentará el aviso de baja dentro del plazo señalado. "
    "El notario conservará copia certificada del instrumento durante diez ejercicios."
)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("El notario conserva copia certificada del instrumento por diez ejercicios.", False),
        ("El patrón presenta el aviso de baja en el plazo señalado.", False),
        ("El notario presenta el aviso de baja en el plazo señalado.", True),
    ],
)
def test_an_actor_of_another_sentence_is_told(sentence: str, told: bool) -> None:
    assert bool(misplaced_fault(Claim.read(sentence), units_of("LEY:1", DUTIES))) is told
