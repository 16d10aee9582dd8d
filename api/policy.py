"""The one policy: which action each route is, and which roles may do it. What is not written here is denied.

The table of `docs/security.md` says the same in words, and a test compares both with every route and every role.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from tools.caller import Role


class Action(StrEnum):
    """What a request does; a token names the ones that it may do."""

    PUBLICO = "publico"
    CONSULTAR = "consultar"
    CONVERSAR = "conversar"
    LEER_CREDITOS = "leer_creditos"
    REDACTAR = "redactar"
    DECIDIR = "decidir"
    EVALUAR = "evaluar"
    ADMINISTRAR = "administrar"
    INCRUSTAR = "incrustar"


_EVERYBODY = frozenset(Role)
_STAFF = frozenset({Role.CONSULTA, Role.REDACTOR, Role.SUPERVISOR, Role.NORMATIVO})

# Who may do each action. Narrower steps (signing, publishing) and territory are decided by the services of each matter.
ROLES: dict[Action, frozenset[Role]] = {
    Action.PUBLICO: _EVERYBODY,
    Action.CONSULTAR: _EVERYBODY,
    Action.CONVERSAR: _EVERYBODY,
    Action.LEER_CREDITOS: _STAFF,
    Action.REDACTAR: frozenset({Role.REDACTOR, Role.SUPERVISOR, Role.NORMATIVO}),
    Action.DECIDIR: frozenset({Role.SUPERVISOR, Role.NORMATIVO}),
    Action.EVALUAR: frozenset({Role.EVALUADOR}),
    Action.ADMINISTRAR: frozenset({Role.ADMINISTRADOR}),
    Action.INCRUSTAR: frozenset({Role.ADMINISTRADOR}),
}
# Without an account: health and entry always; on its own machine also the regulations, and the browser's conversations.
ALWAYS_OPEN = frozenset({Action.PUBLICO})
OPEN_ON_LOOPBACK = frozenset({Action.PUBLICO, Action.CONSULTAR, Action.CONVERSAR})


@dataclass(frozen=True, slots=True)
class Rule:
    """Routes whose template begins with `prefix` (whole segments) and the action that they are."""

    prefix: str
    action: Action
    methods: frozenset[str] = frozenset()

    def covers(self, method: str, path: str) -> bool:
        """Whether this rule speaks of the route."""
        inside = path == self.prefix or path.startswith(self.prefix.rstrip("/") + "/")
        return inside and (not self.methods or method in self.methods)


def _rules(action: Action, *prefixes: str, methods: str = "") -> tuple[Rule, ...]:
    return tuple(Rule(prefix, action, frozenset(methods.split())) for prefix in prefixes)


# The first rule that covers a route decides; the narrow ones go first.
RULES: tuple[Rule, ...] = (
    *_rules(Action.CONSULTAR, "/embed/pregunta"),
    *_rules(Action.INCRUSTAR, "/api/v1/embed"),
    # The empty chat: a portal's frame gets its key after it has loaded.
    *_rules(Action.PUBLICO, "/embed", methods="GET"),
    *_rules(Action.PUBLICO, "/healthz", "/readyz", "/metrics", "/entrar", "/salir", "/widget.js"),
    *_rules(Action.PUBLICO, "/api/v1/me", "/api/v1/session", "/docs", "/openapi.json"),
    *_rules(Action.CONSULTAR, "/api/v1/ask", "/api/v1/chat", "/api/v1/search", "/api/v1/provisions"),
    *_rules(Action.CONSULTAR, "/api/v1/instruments", "/api/v1/history", "/api/v1/citing", "/api/v1/pages"),
    *_rules(Action.CONSULTAR, "/api/v1/tools", "/api/v1/feedback", "/calculos", "/corpus"),
    *_rules(Action.CONVERSAR, "/api/v1/conversations", "/historial", "/api/v1/tokens"),
    *_rules(Action.LEER_CREDITOS, "/api/v1/credits", "/creditos"),
    *_rules(Action.REDACTAR, "/api/v1/consultations", "/consultas"),
    *_rules(Action.EVALUAR, "/api/v1/evaluations", "/evaluaciones"),
    *_rules(Action.ADMINISTRAR, "/api/v1/admin", "/administracion"),
)
_HOME = "/"


def action_of(method: str, template: str) -> Action | None:
    """The action of a route, by its template (`/api/v1/provisions/{provision_id:path}`); None is denied."""
    if template == _HOME:
        return Action.CONSULTAR
    path = re.split(r"/?\{", template, maxsplit=1)[0]
    verb = "GET" if method == "HEAD" else method
    return next((rule.action for rule in RULES if rule.covers(verb, path)), None)


def allowed(action: Action, roles: frozenset[Role]) -> bool:
    """Whether any of the roles may do it."""
    return bool(ROLES[action] & roles)
