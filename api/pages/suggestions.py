"""What to ask first, by what the person does; a test asks every one."""

from __future__ import annotations

from tools.caller import Role

MOST = 4
COMMON = (
    "¿A partir de cuándo se cobran recargos si el patrón no paga las cuotas?",
    "¿Cuánto debe hoy de la COP de enero un patrón que no ha pagado $84,321.55?",
    "Me embargaron más de lo que debo, ¿qué bienes no se pueden embargar?",
    "¿A qué área consulto cuando no hay criterio?",
)
BY_ROLE: dict[Role, tuple[str, ...]] = {
    Role.CONSULTA: (
        "¿Qué plazo tiene el patrón para aclarar una cédula de liquidación?",
        "¿En cuánto tiempo prescribe un crédito fiscal?",
    ),
    Role.REDACTOR: (
        "¿Qué requisitos debe tener un acto administrativo que se notifica?",
        "¿Cuándo se extingue la facultad de fijar en cantidad líquida un crédito?",
    ),
    Role.SUPERVISOR: (
        "¿Qué garantías vencen en los próximos 60 días?",
        "¿Puede el director prorrogar el pago de cuotas?",
    ),
    Role.NORMATIVO: (
        "¿De qué manera se interrumpe la prescripción?",
        "¿A qué área consulto cuando no hay criterio?",
    ),
    Role.EVALUADOR: ("¿De cuánto es la multa por no pagar las cuotas a tiempo?",),
    Role.ADMINISTRADOR: ("¿De cuánto es la multa por no pagar las cuotas a tiempo?",),
}


def suggestions(roles: frozenset[Role]) -> tuple[str, ...]:
    """At most four questions, those of the roles first (in the order of `Role`), each once."""
    own = [text for role in Role if role in roles for text in BY_ROLE[role]]
    return tuple(dict.fromkeys((*own, *COMMON)))[:MOST]
