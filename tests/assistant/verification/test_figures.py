"""Values, bounds and words of time over a short invented provision, said otherwise and changed."""

from __future__ import annotations

import pytest

from assistant.verification.bounds import limit_fault
from assistant.verification.claim import Claim
from assistant.verification.evidence import units_of
from assistant.verification.figures import figure_fault

LAW = """El inquilino pagará la renta dentro de los diez días siguientes al inicio del mes.
Si el arrendador repara la azotea, avisará al inquilino en un plazo no menor de cuarenta días hábiles.
El depósito será del cincuenta por ciento de la renta mensual del inmueble.
La fianza será del veinte por ciento del valor del mueble arrendado.
El administrador rendirá cuentas semestralmente, ante dos testigos, y lo publicará en el Diario Oficial.
Al moroso se le impondrá prisión de uno a seis años o multa de $62,390.00 a $124,760.00.
El contrato regirá desde el 6 de enero de 1994. Habrá más de trece llaves.
El seguro rige desde el primero de julio de mil novecientos noventa y siete y cubre dos mil pesos con cinco centavos."""


def fault(sentence: str) -> str:
    units = [unit for unit in units_of("X:1", LAW) if not unit.pair]
    claim = Claim.read(sentence)
    return figure_fault(claim, units, ()) or limit_fault(claim, units)


@pytest.mark.parametrize(
    "sentence",
    [
        "El depósito es de la mitad de la renta.",
        "Hay que saber que la renta se paga en diez días.",
        "El administrador rinde cuentas cada seis meses.",
        "El administrador rinde cuentas dos veces al año, y salen en el Diario Oficial.",
        "La prisión del moroso es de 1 a 6 años.",
        "La multa del moroso va de 62 390 a 124 760 pesos.",
        "La multa del moroso llega a 124,760 pesos como máximo.",
        "De las tres personas del contrato, una es la morosa.",
        "Pasados los diez días, el inquilino ya no paga a tiempo la renta.",
        "El arrendador avisa al inquilino con al menos cuarenta días hábiles.",
        "El contrato rige desde el 6/01/1994.",
        "El seguro rige desde el 01-07-1997.",
        "El seguro cubre $2,000.05.",
        "El seguro cubre 2,000 pesos 05/100.",
    ],
)
def test_a_value_said_otherwise_stands(sentence: str) -> None:
    assert fault(sentence) == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "El depósito es de la cuarta parte de la renta.",
        "La fianza es del cincuenta por ciento del valor del mueble arrendado.",
        "El depósito es del veinte por ciento de la renta y la fianza, del cincuenta por ciento del mueble.",
        "El administrador rinde cuentas cada tres meses.",
        "El administrador rinde cuentas trimestralmente.",
        "El administrador rinde cuentas ante tres testigos.",
        "El arrendador avisa al inquilino en cuarenta días naturales.",
        "El arrendador avisa al inquilino en un máximo de cuarenta días hábiles.",
        "El inquilino paga la renta después de los diez días siguientes al inicio del mes.",
        "La multa del moroso es de $124,760.00 como mínimo.",
        "El contrato rige desde el 6 de enero de 1995.",
        "El contrato rige desde el 6/02/1994.",
        "El seguro rige desde el 1/07/1998.",
        "El seguro cubre dos mil pesos.",
        "El seguro cubre $2,000.50.",
    ],
)
def test_another_value_or_the_other_bound_is_named(sentence: str) -> None:
    assert fault(sentence) != ""
