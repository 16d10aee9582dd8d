"""The life of a consultation: which step leads where, and who may take it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.errors import Conflict, Forbidden, NotFound
from tools.caller import Caller, Role


class State(StrEnum):
    DRAFT = "borrador"
    REVIEW = "en revisión"
    SIGNED = "firmada"
    SENT = "enviada"
    ATTENDED = "en atención"
    REPLIED = "respondida"
    CLOSED = "cerrada"
    CANCELLED = "cancelada"


class Step(StrEnum):
    SUBMIT = "enviar a revisión"
    RETURN = "devolver"
    SIGN = "firmar"
    SEND = "enviar"
    ATTEND = "atender"
    REPLY = "responder"
    CLOSE = "cerrar"
    CANCEL = "cancelar"


@dataclass(frozen=True, slots=True)
class Rule:
    """A step: the states it leaves, the one it reaches, the roles that may take it."""

    leaves: frozenset[State]
    reaches: State
    roles: frozenset[Role]


def _rule(leaves: tuple[State, ...], reaches: State, *roles: Role) -> Rule:
    return Rule(frozenset(leaves), reaches, frozenset(roles))


WRITERS = (Role.REDACTOR, Role.SUPERVISOR)
EDITABLE = frozenset({State.DRAFT, State.REVIEW})
OPEN = frozenset({State.DRAFT, State.REVIEW, State.SIGNED, State.SENT, State.ATTENDED})
WAITING = frozenset({State.SENT, State.ATTENDED})
"""Of another area's reply."""
RULES = {
    Step.SUBMIT: _rule((State.DRAFT,), State.REVIEW, *WRITERS),
    Step.RETURN: _rule((State.REVIEW,), State.DRAFT, Role.SUPERVISOR),
    Step.SIGN: _rule((State.REVIEW,), State.SIGNED, Role.SUPERVISOR),
    Step.SEND: _rule((State.SIGNED,), State.SENT, *WRITERS),
    Step.ATTEND: _rule((State.SENT,), State.ATTENDED, Role.NORMATIVO),
    Step.REPLY: _rule((State.SENT, State.ATTENDED), State.REPLIED, Role.NORMATIVO, *WRITERS),
    Step.CLOSE: _rule((State.REPLIED,), State.CLOSED, Role.SUPERVISOR, Role.NORMATIVO),
    Step.CANCEL: _rule((State.DRAFT, State.REVIEW, State.SIGNED), State.CANCELLED, Role.SUPERVISOR, Role.REDACTOR),
}


def require_step(step: Step, state: State, caller: Caller) -> State:
    """The state that the step reaches.

    Raises:
        Forbidden: PASO_NO_PERMITIDO, none of the caller's roles may take it.
        Conflict: PASO_FUERA_DE_ORDEN, it does not leave from this state.
    """
    rule = RULES[step]
    if not caller.has(*rule.roles):
        names = ", ".join(sorted(role.value for role in rule.roles))
        raise Forbidden("PASO_NO_PERMITIDO", f"Su papel no permite {step.value}.", f"Lo hace: {names}.")
    if state not in rule.leaves:
        names = ", ".join(sorted(found.value for found in rule.leaves))
        raise Conflict(
            "PASO_FUERA_DE_ORDEN", f"No se puede {step.value}: está {state.value}.", f"Procede cuando está: {names}."
        )
    return rule.reaches


def steps_for(state: State, caller: Caller) -> list[Step]:
    """The steps that the caller may take now."""
    return [step for step, rule in RULES.items() if state in rule.leaves and caller.has(*rule.roles)]


def require_writer(caller: Caller) -> None:
    """Raises Forbidden: SIN_PERMISO_DE_REDACTAR, where the caller may not write consultations."""
    if not caller.has(*WRITERS):
        raise Forbidden(
            "SIN_PERMISO_DE_REDACTAR", "Su papel no permite redactar consultas.", "Pídalo a quien redacta o supervisa."
        )


def sees(caller: Caller, author: str, ooad: str, subdelegacion: str, state: State) -> bool:
    """Whether a consultation is within reach: one's own, those of one's territory, and for the normative area those
    that reached it.
    """
    if not caller.roles:
        return False
    if caller.has(Role.NORMATIVO) and caller.territory.national:
        return state not in EDITABLE or author == caller.name
    return author == caller.name or caller.territory.covers(ooad, subdelegacion)


def no_such_consultation(identifier: int) -> NotFound:
    """The refusal for one that does not exist or is out of reach: the two are the same on purpose."""
    return NotFound(
        "CONSULTA_DESCONOCIDA", f"No hay una consulta {identifier} a su alcance.", "Vea: criterio draft list."
    )
