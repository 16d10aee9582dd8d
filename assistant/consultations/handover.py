"""Handing a draft over to a colleague: only to one who writes consultations and sees that territory."""

from __future__ import annotations

from collections.abc import Callable

from assistant.consultations.models import Consultation
from assistant.consultations.register import Register
from assistant.consultations.workflow import EDITABLE, WRITERS, State, require_writer
from corpus.errors import BadInput, Conflict, CriterioError, Forbidden
from tools.caller import Caller, Role
from tools.database import transaction

People = Callable[[str], Caller]
"""Who has that name; raises a CriterioError where nobody has it or the account is closed."""


class HandOver:
    """`people` finds a colleague by name: the accounts of the application, or the users of the workstation."""

    def __init__(self, register: Register, people: People) -> None:
        self._register = register
        self._people = people

    def give(self, identifier: int, name: str, caller: Caller, seen: int = 0, detail: str = "") -> Consultation:
        """Put a draft into a colleague's hands; `seen` is the version that the person was looking at (0: the present).

        Raises:
            Forbidden: SIN_PERMISO_DE_REDACTAR; CONSULTA_EN_OTRAS_MANOS, another holds it and the caller does not
                supervise. BadInput: COLEGA_NO_DISPONIBLE, one answer for whoever does not exist, does not write or is
                of another territory. Conflict: BORRADOR_CERRADO, BORRADOR_MODIFICADO. NotFound: CONSULTA_DESCONOCIDA.
        """
        require_writer(caller)
        row = self._register.get(identifier, caller)
        if State(row.state) not in EDITABLE:
            raise Conflict("BORRADOR_CERRADO", f"La consulta está {row.state}.", "Sólo se traspasa un borrador.")
        holder = holder_of(row)
        if not may_hand_over(row, caller):
            raise Forbidden(
                "CONSULTA_EN_OTRAS_MANOS",
                f"La consulta la lleva {holder}.",
                "Pídalo a esa persona o a quien supervisa.",
            )
        colleague = self._colleague(name.strip(), row)
        with transaction(self._register.factory) as session:
            self._register.change(session, row, seen or row.version, holder=colleague.name)
            said = f"de {holder} a {colleague.name}" + (f": {detail.strip()[:2000]}" if detail.strip() else "")
            self._register.note(session, identifier, caller, "traspasar", detail=said)
        self._register.record(caller, f"consulta.traspasar a {colleague.name}", identifier)
        return self._register.get(identifier, caller)

    def _colleague(self, name: str, row: Consultation) -> Caller:
        try:
            found = self._people(name)
        except CriterioError:
            found = None
        if found is None or not found.has(*WRITERS) or not found.territory.covers(row.ooad, row.subdelegacion):
            raise BadInput(
                "COLEGA_NO_DISPONIBLE",
                f"«{name[:100]}» no puede llevar esta consulta: no existe, no redacta o es de otro territorio.",
                "Escriba el nombre de usuario de quien redacta o supervisa en el mismo territorio.",
            )
        return found


def may_hand_over(row: Consultation, caller: Caller) -> bool:
    """Who holds it, or who supervises."""
    return caller.has(Role.SUPERVISOR) or (caller.has(*WRITERS) and holder_of(row) == caller.name)


def holder_of(row: Consultation) -> str:
    """Who has it in hand."""
    return row.holder or row.author
