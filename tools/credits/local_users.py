"""The users of a workstation, until accounts live in the database: `users.yaml` in the state directory."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from corpus.errors import BadInput, Forbidden
from tools.caller import Caller, Role, Territory

FILE = "users.yaml"

_EXAMPLES = """\
# Usuarios ficticios de ejemplo. Sustitúyalos por los de su oficina.
- {name: consulta.ejemplo, roles: [consulta], ooad: "01", subdelegaciones: ["01"]}
- {name: redactor.ejemplo, roles: [redactor], ooad: "01", subdelegaciones: ["01"]}
- {name: supervisor.ejemplo, roles: [supervisor], ooad: "01"}
- {name: normativo.ejemplo, roles: [normativo], national: true}
- {name: evaluador.ejemplo, roles: [evaluador]}
- {name: administrador.ejemplo, roles: [administrador]}
"""


class _User(BaseModel):
    name: str
    roles: frozenset[Role]
    national: bool = False
    ooad: str = Field("", pattern=r"^([0-9]{2})?$")
    subdelegaciones: frozenset[str] = frozenset()


def write_examples(state_dir: Path) -> Path:
    """Write the fictitious users where there is no file yet."""
    path = state_dir / FILE
    if not path.exists():
        state_dir.mkdir(parents=True, exist_ok=True)
        path.write_text(_EXAMPLES, encoding="utf-8")
    return path


def caller_named(state_dir: Path, name: str) -> Caller:
    """The user of that name. Raises Forbidden: USUARIO_DESCONOCIDO; BadInput: USUARIOS_INVALIDOS."""
    path = state_dir / FILE
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else []
        users = TypeAdapter(list[_User]).validate_python(rows or [])
    except (yaml.YAMLError, ValidationError) as error:
        raise BadInput("USUARIOS_INVALIDOS", f"«{path}» no es una lista de usuarios.", "Corrija el archivo.") from error
    for user in users:
        if user.name == name:
            territory = Territory(user.national, user.ooad, user.subdelegaciones)
            return Caller(user.name, user.roles, territory)
    raise Forbidden("USUARIO_DESCONOCIDO", f"No hay un usuario «{name}».", f"Regístrelo en «{path}».")
