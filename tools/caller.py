"""Who is asking: name, roles and territory. Every query and every tool call receives one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    CONSULTA = "consulta"
    REDACTOR = "redactor"
    SUPERVISOR = "supervisor"
    NORMATIVO = "normativo"
    EVALUADOR = "evaluador"
    ADMINISTRADOR = "administrador"


@dataclass(frozen=True, slots=True)
class Territory:
    """What a caller may see: the country, an OOAD, or some of its subdelegaciones (two-digit text keys)."""

    national: bool = False
    ooad: str = ""
    subdelegaciones: frozenset[str] = frozenset()

    def covers(self, ooad: str, subdelegacion: str) -> bool:
        """Whether a record of that OOAD and subdelegación is within reach; an empty territory covers none."""
        if self.national:
            return True
        if not self.ooad or self.ooad != ooad:
            return False
        return not self.subdelegaciones or subdelegacion in self.subdelegaciones


@dataclass(frozen=True, slots=True)
class Caller:
    """The person or machine on whose behalf something runs.

    `reads_credits` is False for one who shows a key that was not given credits, whatever its owner may do.
    """

    name: str
    roles: frozenset[Role]
    territory: Territory = Territory()
    reads_credits: bool = True

    def has(self, *roles: Role) -> bool:
        return bool(self.roles.intersection(roles))


ANONYMOUS = Caller("anónimo", frozenset())
