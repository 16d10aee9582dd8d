"""What may be done and what must be done, over invented provisions."""

from __future__ import annotations

import pytest

from assistant.verification.claim import Claim
from assistant.verification.evidence import units_of
from assistant.verification.modality import modality_fault

LENT = "El almacén podrá prestar herramientas a los socios, siempre que presenten credencial vigente."
KEPT = "El encargado deberá registrar cada préstamo en el libro y conservará los comprobantes."
CALLED = "Las juntas del almacén se celebrarán por videoconferencia o en el domicilio social."
DUTIES = "El socio tendrá las siguientes obligaciones:\nI. Devolver las herramientas limpias.\nII. Reparar las rotas."
CHOSEN = "La inscripción en el padrón será optativa para los socios antes de pedir herramientas."
ASKED = "A petición de los socios, el almacén entregará un recibo foliado."
EVEN = "El almacén cobrará una cuota, con independencia de que al concluir el préstamo pueda cobrar otra por daños."


def _fault(law: str, said: str) -> str:
    units = units_of("X:1", law)
    return modality_fault(Claim.read(said).terms, units[-1], units)


@pytest.mark.parametrize(
    ("law", "said"),
    [
        (LENT, "El almacén tiene que prestar herramientas a los socios."),
        (LENT, "El almacén está obligado a prestar herramientas a los socios."),
        (KEPT, "El encargado puede registrar cada préstamo en el libro."),
        (KEPT, "El encargado registra cada préstamo en el libro, si así lo desea."),
        (KEPT, "Registrar cada préstamo en el libro es optativo para el encargado."),
        (KEPT, "El encargado puede abstenerse de registrar cada préstamo en el libro."),
        (KEPT, "El encargado registra el préstamo en el libro si el director lo autoriza."),
        (KEPT, "El encargado registra el préstamo en el libro o no, a su criterio."),
        (CHOSEN, "Los socios tienen que hacer la inscripción en el padrón antes de pedir herramientas."),
        (DUTIES, "El socio puede reparar las rotas si le conviene."),
    ],
)
def test_a_faculty_is_no_duty_and_a_duty_leaves_no_choice(law: str, said: str) -> None:
    assert _fault(law, said)


@pytest.mark.parametrize(
    ("law", "said"),
    [
        (LENT, "El almacén puede prestar herramientas a los socios."),
        (LENT, "Los socios tienen que presentar credencial vigente."),
        (LENT, "Para que le presten herramientas, el socio debe presentar credencial."),
        (KEPT, "El encargado tiene que conservar los comprobantes."),
        (KEPT, "Quien pueda registrar préstamos es el encargado, y conserva los comprobantes."),
        (KEPT, "Nadie más que el encargado puede registrar los préstamos."),
        (KEPT, "Registrar cada préstamo no es optativo."),
        (CALLED, "Las juntas pueden celebrarse por videoconferencia o en el domicilio social."),
        (CHOSEN, "Los socios pueden inscribirse en el padrón antes de pedir herramientas."),
        (ASKED, "Los socios pueden pedir al almacén un recibo foliado."),
        (EVEN, "Concluido el préstamo, el almacén todavía puede cobrar otra cuota por daños."),
        (DUTIES, "El socio debe devolver las herramientas limpias."),
    ],
)
def test_other_words_for_the_same_modality_are_no_fault(law: str, said: str) -> None:
    assert not _fault(law, said)
