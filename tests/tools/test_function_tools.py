"""The registry for LlamaIndex agents: the same validation, permissions and figures."""

from __future__ import annotations

from datetime import date

import pytest
from llama_index.core.tools import FunctionTool
from pydantic import BaseModel

from corpus.errors import BadInput
from corpus.legal_values import LegalValues
from tools.calculator_tools import CALCULATORS
from tools.caller import Caller, Role
from tools.function_tools import function_tools
from tools.registry import Registry, Tool, ToolContext

TODAY = date(2026, 11, 21)


class _Nothing(BaseModel):
    pass


def _reserved(caller_sees: _Nothing, _context: ToolContext) -> _Nothing:
    return caller_sees


RESERVED = Tool("reservada", "Sólo supervisores.", _Nothing, _reserved, (), frozenset({Role.SUPERVISOR}))


@pytest.fixture
def tools(values: LegalValues) -> dict[str, FunctionTool]:
    found = function_tools(Registry((*CALCULATORS, RESERVED)), ToolContext(TODAY, values))
    return {str(tool.metadata.name): tool for tool in found}


def test_a_function_tool_computes_what_the_registry_does(tools: dict[str, FunctionTool]) -> None:
    output = tools["mora_rate"].call(year=2026)
    assert output.raw_output["steps"][0]["value"] == "2.07"


def test_its_schema_names_the_arguments(tools: dict[str, FunctionTool]) -> None:
    schema = tools["surcharges"].metadata.get_parameters_dict()
    assert {"amount", "kind", "period", "paid"} <= set(schema["properties"])


def test_bad_arguments_are_refused_with_a_code(tools: dict[str, FunctionTool]) -> None:
    with pytest.raises(BadInput, match="Revise: year"):
        tools["mora_rate"].call(year="este")


def test_what_the_caller_may_not_use_is_not_offered(values: LegalValues) -> None:
    supervisor = Caller("jefa", frozenset({Role.SUPERVISOR}))
    registry = Registry((*CALCULATORS, RESERVED))
    offered = function_tools(registry, ToolContext(TODAY, values, caller=supervisor))
    assert len(offered) == len(CALCULATORS) + 1
    assert len(function_tools(registry, ToolContext(TODAY, values))) == len(CALCULATORS)
