"""Every tool over MCP with every role, against the table of the documentation: what is offered, and what runs."""

from __future__ import annotations

import asyncio
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from mcp import Client

from assistant.build import build_library, build_registry, load_values, load_working_days
from corpus.settings import Settings
from tools.caller import ANONYMOUS, Caller, Role, Territory
from tools.credits.generator import seed_credits
from tools.database import make_engine, migrate, sessions
from tools.mcp_server import build_server
from tools.registry import Registry, ToolContext

DOCUMENT = Path(__file__).parents[2] / "docs" / "security.md"
TODAY = date(2026, 11, 21)
CREDITS = {"credit_status", "portfolio"}


def documented() -> dict[str, dict[str, bool]]:
    """Tool to column to whether it is allowed."""
    part = DOCUMENT.read_text(encoding="utf-8").split("### Tools")[1].split("\n### ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("|")]
    head, _, *body = rows
    allowed = [dict(zip(head[1:], (cell == "yes" for cell in row[1:]), strict=True)) for row in body]
    return {name: may for row, may in zip(body, allowed, strict=True) for name in re.findall(r"`(\w+)`", row[0])}


@pytest.fixture(scope="module")
def settings(laws_state: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    url = f"sqlite:///{tmp_path_factory.mktemp('tools') / 'c.db'}"
    migrate(url)
    engine = make_engine(url)
    seed_credits(sessions(engine), 12, TODAY)
    engine.dispose()
    return Settings(state_dir=laws_state, database_url=url)


@pytest.fixture(scope="module")
def registry(settings: Settings) -> Registry:
    return build_registry(build_library(settings), settings)


async def tried(registry: Registry, settings: Settings, caller: Caller) -> tuple[set[str], dict[str, str]]:
    """What is offered to the caller, and the code of each call without arguments; empty when it ran."""
    context = ToolContext(TODAY, load_values(settings), load_working_days(settings), caller)
    async with Client(build_server(registry, lambda: context)) as client:
        offered = {tool.name for tool in (await client.list_tools()).tools}
        codes = {}
        for tool in registry:
            arguments: dict[str, Any] = {"portfolio": {"which": "mayores"}, "credit_status": {"number": "260000001"}}
            told = await client.call_tool(tool.name, arguments.get(tool.name, {"sin": "argumentos"}))
            content: dict[str, Any] = told.structured_content or {}
            codes[tool.name] = content["error"]["code"] if told.is_error else ""
    return offered, codes


def test_the_table_names_every_tool(registry: Registry) -> None:
    assert set(documented()) == {tool.name for tool in registry}


@pytest.mark.parametrize("role", [None, *Role])
def test_each_role_is_offered_and_runs_what_the_table_says(
    registry: Registry, settings: Settings, role: Role | None
) -> None:
    caller = Caller("ana", frozenset({role}), Territory(national=True)) if role else ANONYMOUS
    column = role.value if role else "nobody"
    expected = {name for name, columns in documented().items() if columns[column]}
    offered, codes = asyncio.run(tried(registry, settings, caller))
    assert offered == expected
    refused = {name for name, code in codes.items() if code in ("SIN_PERMISO", "NO_IDENTIFICADO")}
    assert refused == set(codes) - expected
    if expected >= CREDITS:
        assert {codes[name] for name in CREDITS} == {""}


def test_a_role_without_territory_and_a_key_without_credits_reach_none(registry: Registry, settings: Settings) -> None:
    nowhere = Caller("ana", frozenset({Role.NORMATIVO}))
    assert asyncio.run(tried(registry, settings, nowhere))[1]["credit_status"] == "CREDITO_NO_ENCONTRADO"
    keyless = Caller("ana", frozenset({Role.NORMATIVO}), Territory(national=True), reads_credits=False)
    offered, codes = asyncio.run(tried(registry, settings, keyless))
    assert not CREDITS & offered
    assert {codes[name] for name in CREDITS} == {"SIN_PERMISO"}
