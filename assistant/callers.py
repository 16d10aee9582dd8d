"""Who asks in the terminal: a user of the workstation; without a name, nobody's data is within reach."""

from __future__ import annotations

from corpus.settings import Settings
from tools.caller import ANONYMOUS, Caller
from tools.credits.local_users import caller_named as local_user


def caller_named(name: str) -> Caller:
    """The caller of that name; the anonymous one, who sees the regulations and nobody's credits, without a name.

    Raises:
        Forbidden: USUARIO_DESCONOCIDO; BadInput: USUARIOS_INVALIDOS.
    """
    return local_user(Settings().state_dir, name) if name else ANONYMOUS
