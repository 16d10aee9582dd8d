"""Exceptions, limits and conditions that a sentence adds, over invented provisions: a good one, an altered one."""

from __future__ import annotations

import pytest

from assistant.verification.carve_outs import carve_fault
from assistant.verification.claim import Claim
from assistant.verification.evidence import units_of
from assistant.verification.exceptions import exception_fault
from assistant.verification.joints import joint_fault
from assistant.verification.moments import moment_fault

FUNERAL = (
    "El Instituto pagará la ayuda de funeral a la viuda o al hijo del pescador, previo dictamen del perito. "
    "No se pagará la ayuda al cuñado, salvo que acredite el gasto. "
    "La bodega y el muelle se inspeccionan cada temporada; la inspección procede únicamente de día."
)
PERMIT = (
    "Se otorgará el permiso cuando el armador presente la matrícula y el seguro de la nave. "
    "El permiso podrá renovarse si el armador paga los derechos o entrega una fianza."
)


@pytest.mark.parametrize(
    ("good", "altered"),
    [
        (
            "La ayuda de funeral no se paga al cuñado, salvo si acredita el gasto.",
            "La ayuda de funeral no se paga al cuñado, salvo si vivía con el pescador.",
        ),
        (
            "La viuda recibe la ayuda de funeral, pero no el cuñado.",
            "La viuda recibe la ayuda de funeral, pero no el hijo.",
        ),
        (
            "La ayuda es para la viuda y no para el cuñado.",
            "La ayuda es para la viuda y no para el hijo.",
        ),
        (
            "La bodega y el muelle se inspeccionan únicamente de día.",
            "Sólo la bodega se inspecciona cada temporada.",
        ),
        (
            "La viuda recibe la ayuda con un solo dictamen del perito.",
            "La ayuda se paga sólo a la viuda del pescador.",
        ),
        (
            "La ayuda se paga a la viuda, con dictamen del perito.",
            "La ayuda se paga a la viuda, sin dictamen del perito.",
        ),
        (
            "La ayuda se paga a la viuda aunque no haya otro beneficiario.",
            "La ayuda se paga a la viuda aunque no haya dictamen del perito.",
        ),
        (
            "Reciben la ayuda los deudos, incluso el hijo.",
            "Reciben la ayuda los deudos, incluso el cuñado.",
        ),
        (
            "El cuñado no recibe la ayuda, pero sí el hijo.",
            "El hijo no recibe la ayuda, pero sí el cuñado.",
        ),
    ],
)
def test_an_exception_is_one_that_the_cited_text_makes(good: str, altered: str) -> None:
    units = units_of("X:1", FUNERAL)
    assert carve_fault(Claim.read(good), units) == ""
    assert carve_fault(Claim.read(altered), units) != ""


@pytest.mark.parametrize(
    ("good", "altered"),
    [
        (
            "El permiso se renueva si el armador paga los derechos.",
            "El permiso se renueva sólo si el armador paga los derechos.",
        ),
        (
            "El permiso se renueva si el armador paga los derechos o bien entrega una fianza.",
            "El permiso se renueva si el armador paga los derechos y además entrega una fianza.",
        ),
        (
            "Para el permiso hacen falta la matrícula y a la vez el seguro.",
            "Para el permiso basta presentar la matrícula o, en su lugar, el seguro.",
        ),
        (
            "El permiso se otorga cuando se presenta la matrícula, además de otros papeles.",
            "El permiso se otorga cuando además se presenta la matrícula.",
        ),
    ],
)
def test_conditions_are_joined_as_the_cited_text_joins_them(good: str, altered: str) -> None:
    units = units_of("X:1", PERMIT)
    assert joint_fault(Claim.read(good), units) == ""
    assert joint_fault(Claim.read(altered), units) != ""


def test_an_exception_told_by_its_number_is_not_compared_word_by_word() -> None:
    units = units_of("X:1", "El permiso dura un año, salvo lo dispuesto en otra ley.")
    assert carve_fault(Claim.read("El permiso dura un año, salvo el caso del artículo 127."), units) == ""


def test_to_choose_either_is_not_to_speak_of_every_case() -> None:
    (unit,) = units_of("X:1", "El permiso lo firma el armador o el capitán, salvo en invierno.")
    assert exception_fault(Claim.read("Salvo en invierno, cualquiera de los dos firma el permiso."), unit) == ""
    assert exception_fault(Claim.read("El armador firma el permiso en todos los casos."), unit) != ""


def test_what_comes_first_may_be_told_as_before_and_after() -> None:
    def fault(text: str, source: str) -> str:
        (unit,) = units_of("X:1", source)
        return moment_fault(Claim.read(text).terms, unit, unit.concepts)

    ordered = "La nave se revisará con anticipación al viaje."
    assert fault("La nave se revisa antes del viaje.", ordered) == ""
    assert fault("La nave se revisa después del viaje.", "La nave se revisará en el muelle.") != ""
