"""Neighbouring terms, things of the law and everyday words, over invented provisions."""

from __future__ import annotations

import pytest

from assistant.verification import Fault
from assistant.verification.claim import Claim
from assistant.verification.evidence import Weights, units_of
from assistant.verification.support import Thresholds, support
from assistant.verification.text import concept
from assistant.verification.vocabulary import vocabulary

RENT = "El arrendatario entregará al propietario un informe mensual de las mejoras que realice en los bienes muebles."
FINE = "Las multas que imponga la Comisión aumentarán cuando el expendio no retire las mercancías del almacén."
GRANT = "El apoyo se otorgará en forma provisional a los artesanos que acrediten su residencia en el municipio."


def _faults(text: str, provision: str) -> set[Fault]:
    found = support(Claim.read(text), units_of("X:1", provision), (), Thresholds(), Weights())
    return {report.fault for report in found.faults}


@pytest.mark.parametrize(
    ("provision", "good", "altered"),
    [
        (RENT, "El arrendatario entrega un informe mensual.", "El arrendatario entrega un informe trimestral."),
        (RENT, "El informe es de las mejoras en bienes muebles.", "El informe es de las mejoras en inmuebles."),
        (FINE, "Las multas aumentan si no se retiran las mercancías.", "Los recargos aumentan si no se retiran."),
        (FINE, "Aumentan las multas de la Comisión.", "Bajan las multas de la Comisión."),
        (GRANT, "El apoyo se otorga en forma provisional.", "El apoyo se otorga en forma definitiva."),
    ],
)
def test_a_neighbouring_term_is_not_the_term(provision: str, good: str, altered: str) -> None:
    assert Fault.OPOSICION not in _faults(good, provision)
    assert Fault.OPOSICION in _faults(altered, provision)


def test_what_is_said_beside_its_neighbour_or_denied_is_no_other_term() -> None:
    assert Fault.OPOSICION not in _faults("El apoyo es provisional, y no definitivo.", GRANT)


@pytest.mark.parametrize(
    ("provision", "good"),
    [
        (RENT, "Cada mes hay que decirle al dueño qué mejoras se hicieron en los muebles."),
        (FINE, "Basta con no sacar las mercancías del almacén para que suban las multas."),
        (GRANT, "A los artesanos les toca el apoyo provisional con tal de que prueben su residencia en el municipio."),
    ],
)
def test_everyday_words_prove_nothing(provision: str, good: str) -> None:
    assert Fault.CLAUSULA not in _faults(good, provision)


@pytest.mark.parametrize(
    ("provision", "altered"),
    [
        (RENT, "El arrendatario entrega al propietario un informe mensual de las mejoras y un avalúo del presupuesto."),
        (FINE, "Las multas que imponga la Comisión aumentan cuando se dicte la sentencia."),
        (GRANT, "El apoyo se otorga en forma provisional a los artesanos con invalidez."),
    ],
)
def test_a_thing_of_the_law_that_the_provision_never_mentions_is_told(provision: str, altered: str) -> None:
    assert Fault.CLAUSULA in _faults(altered, provision)


def test_no_word_is_both_telling_and_ordinary() -> None:
    assert not vocabulary().telling & vocabulary().ordinary
    assert concept("sentencia") in vocabulary().telling
