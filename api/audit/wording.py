"""What the audit log says, in the words of who reads it: what is stored are codes, which never change."""

from __future__ import annotations

_ACTIONS = {
    "conversations.purge": "depurar conversaciones",
    "credit.look_up": "ver un crédito",
    "credits.import": "importar créditos",
    "portfolio.arrears": "ver la mora por subdelegación",
    "portfolio.debtors": "listar los mayores deudores",
    "portfolio.guarantees": "listar garantías por vencer",
    "portfolio.largest": "listar los créditos mayores",
    "portfolio.misplaced": "listar créditos con incidencia equivocada",
    "portfolio.notified_unpaid": "listar notificados sin pagar",
    "portfolio.to_notify": "listar créditos por notificar",
    "portfolio.transfers": "listar traspasos sin atender",
}
_RESULTS = {"ok": "hecho", "denied": "negado", "not_found": "no se encontró", "invalid": "dato ilegible"}


def action_words(action: str) -> str:
    """An action in words; what has none is told by its code, its parts apart."""
    if action.startswith("tool."):
        return f"usar la herramienta {action.removeprefix('tool.')}"
    return _ACTIONS.get(action) or action.replace("_", " ").replace(".", ": ")


def result_words(result: str) -> str:
    """How it ended, in words."""
    return _RESULTS.get(result, result)
