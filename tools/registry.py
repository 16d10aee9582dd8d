"""The registry: a tool is a typed function with a description in Spanish, a legal basis and a required role.

One definition serves the chat, the command line, HTTP and MCP; `Registry.call` validates, checks and runs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from corpus.errors import BadInput, Forbidden, NotFound, Unidentified
from corpus.legal_values import LegalValues
from tools.audit import AuditEvent, AuditLog, NoAudit
from tools.calculators.business_days import Calendar
from tools.caller import ANONYMOUS, Caller, Role

Arguments = TypeVar("Arguments", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What a tool runs with: the day in Mexico, the dated values, the calendar, who asks, where it is audited."""

    today: date
    values: LegalValues
    calendar: Calendar = field(default_factory=Calendar)
    caller: Caller = ANONYMOUS
    audit: AuditLog = field(default_factory=NoAudit)


@dataclass(frozen=True, slots=True)
class Tool(Generic[Arguments]):
    """One tool. `description` is what a model and a person read; `roles` empty means anybody."""

    name: str
    description: str
    arguments: type[Arguments]
    run: Callable[[Arguments, ToolContext], BaseModel]
    basis: tuple[str, ...] = ()
    roles: frozenset[Role] = frozenset()


def may_use(caller: Caller, tool: Tool[Any]) -> bool:
    """Whether the caller may run the tool; those with roles are the ones that read credits."""
    return not tool.roles or (caller.reads_credits and caller.has(*tool.roles))


class Registry:
    """The tools by name."""

    def __init__(self, tools: Iterable[Tool[Any]]) -> None:
        self._tools = {tool.name: tool for tool in tools}

    def __iter__(self) -> Any:
        return iter(self._tools.values())

    def get(self, name: str) -> Tool[Any]:
        """A tool by name.

        Raises:
            NotFound: HERRAMIENTA_DESCONOCIDA.
        """
        found = self._tools.get(name)
        if found is None:
            raise NotFound(
                "HERRAMIENTA_DESCONOCIDA", f"No existe la herramienta «{name}».", f"Hay: {', '.join(self._tools)}."
            )
        return found

    def call(self, name: str, arguments: Mapping[str, Any], context: ToolContext) -> BaseModel:
        """Validate the arguments, check the caller's role, run, and audit what touches somebody's data.

        Raises:
            BadInput: ARGUMENTOS_INVALIDOS, names the fields; or what the tool refuses.
            Unidentified: NO_IDENTIFICADO; Forbidden: SIN_PERMISO.
        """
        tool = self.get(name)
        if not may_use(context.caller, tool):
            context.audit.record(AuditEvent(context.caller.name, f"tool.{name}", name, "denied"))
            if context.caller == ANONYMOUS:
                raise Unidentified(
                    "NO_IDENTIFICADO", "Esto sólo se muestra a quien se identifica.", "Inicie sesión o diga su usuario."
                )
            raise Forbidden(
                "SIN_PERMISO", "Su función no permite usar esta herramienta.", "Pida acceso a quien administra."
            )
        try:
            validated = tool.arguments.model_validate(dict(arguments))
        except ValidationError as error:
            fields = ", ".join(".".join(map(str, item["loc"])) or "cuerpo" for item in error.errors())
            raise BadInput("ARGUMENTOS_INVALIDOS", f"Revise: {fields}.", f"Vea la herramienta {name}.") from error
        result = tool.run(validated, context)
        if tool.roles:  # the others touch nobody's data
            context.audit.record(AuditEvent(context.caller.name, f"tool.{name}", name, "ok"))
        return result
