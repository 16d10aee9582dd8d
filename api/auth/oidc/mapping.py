"""From the groups that the provider names to roles and territory. What no group gives is denied.

The mapping is data, a YAML file of the institution:

    claim: groups                      # where the groups are; `realm_access.roles` goes inside
    groups:
      cobranza-normativa: {roles: [normativo], national: true}
      cobranza-0105: {roles: [consulta, redactor], ooad: "01", subdelegaciones: ["05"]}
      cobranza-consulta: {roles: [consulta]}          # its territory comes from the claims below
    territory: {ooad: oficina_ooad, subdelegaciones: oficina_subdelegacion}   # optional
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from corpus.errors import BadInput, Forbidden
from tools.caller import Role, Territory

_Key = Annotated[str, Field(pattern=r"^[0-9]{2}$", strict=True)]
# Roles that reach no record of an office: their territory does not matter.
_WITHOUT_OFFICE = frozenset({Role.ADMINISTRADOR, Role.EVALUADOR})


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GroupGrant(_Strict):
    """What belonging to a group gives."""

    roles: Annotated[frozenset[Role], Field(min_length=1)]
    national: bool = False
    ooad: _Key | None = None
    subdelegaciones: frozenset[_Key] = frozenset()

    @model_validator(mode="after")
    def _one_reach(self) -> GroupGrant:
        if self.national and (self.ooad or self.subdelegaciones):
            raise ValueError("national excluye ooad y subdelegaciones")
        if self.subdelegaciones and not self.ooad:
            raise ValueError("subdelegaciones pide ooad")
        return self

    def territory(self, otherwise: Territory) -> Territory:
        """The group's own territory, or the person's."""
        if not self.national and not self.ooad:
            return otherwise
        return Territory(self.national, self.ooad or "", self.subdelegaciones)


class TerritoryClaims(_Strict):
    """Claims that hold a person's office."""

    ooad: str
    subdelegaciones: str = ""


class GroupMapping(_Strict):
    """The whole file."""

    claim: str = "groups"
    groups: Annotated[dict[str, GroupGrant], Field(min_length=1)]
    territory: TerritoryClaims | None = None

    def granted(self, claims: Mapping[str, Any]) -> tuple[frozenset[Role], Territory]:
        """Roles and territory of a person; no roles when no group is in the mapping.

        Two groups with different territories are refused: joining them would give the roles of one over the
        territory of the other.

        Raises:
            Forbidden: INSTITUCION_GRUPOS_CONTRARIOS. BadInput: TERRITORIO_INVALIDO.
        """
        own = self._own_territory(claims)
        named = [group for group in texts_at(claims, self.claim) if group in self.groups]
        grants = [self.groups[group] for group in named]
        reaches = {grant.territory(own) for grant in grants if not grant.roles <= _WITHOUT_OFFICE}
        if len(reaches) > 1:
            raise Forbidden(
                "INSTITUCION_GRUPOS_CONTRARIOS",
                f"Sus grupos dan territorios distintos: {', '.join(sorted(set(named)))}.",
                "Pida a quien administra las cuentas de la institución que deje uno.",
            )
        roles = frozenset(role for grant in grants for role in grant.roles)
        return roles, reaches.pop() if reaches else Territory()

    def _own_territory(self, claims: Mapping[str, Any]) -> Territory:
        if self.territory is None:
            return Territory()
        ooad = texts_at(claims, self.territory.ooad)
        places = texts_at(claims, self.territory.subdelegaciones) if self.territory.subdelegaciones else []
        # Two offices would need a choice; none is no territory.
        if len(ooad) != 1:
            return Territory()
        return Territory(False, ooad[0], frozenset(places))


def texts_at(claims: Mapping[str, Any], path: str) -> list[str]:
    """The texts of a claim: by its name, or step by step along the dots; one text counts as a list of one."""
    value: Any = claims.get(path)
    if value is None:
        value = claims
        for step in path.split("."):
            value = value.get(step) if isinstance(value, Mapping) else None
    found = value if isinstance(value, list) else [value]
    return [text for text in found if isinstance(text, str) and text]


def read_mapping(path: Path) -> GroupMapping:
    """Read and check the file. Raises BadInput: OIDC_MAPA_INVALIDO."""
    try:
        return GroupMapping.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        why = f"no se puede leer ({type(error).__name__})"
        cause: Exception = error
    except yaml.YAMLError as error:
        why, cause = "no es YAML", error
    except ValidationError as error:
        first = error.errors()[0]
        why, cause = f"{'.'.join(map(str, first['loc'])) or 'archivo'}: {first['msg']}", error
    raise BadInput(
        "OIDC_MAPA_INVALIDO",
        f"El mapa de grupos {path}: {why}.",
        "Corríjalo según docs/security.md; las claves de OOAD y subdelegación van entre comillas.",
    ) from cause
