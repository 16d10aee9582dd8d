"""The real server as a process, and a real Chromium in front of it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from api.auth.access import Access, now_s
from corpus.settings import Settings
from tests.api.people import PHRASE
from tools.caller import Caller, Role, Territory
from tools.credits.generator import seed_credits

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
ROOT = Path(__file__).parents[2]
AXE = Path(os.environ.get("CRITERIO_AXE") or ROOT / "node_modules" / "axe-core" / "axe.min.js")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(state: Path, **settings: str) -> Iterator[str]:
    """The real server of that state, ready to answer."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "criterio", "serve", "--port", str(port)],
        env={**os.environ, "CRITERIO_STATE_DIR": str(state), **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(120):
        try:
            if httpx.get(f"{address}/readyz", timeout=20).status_code == 200:
                break
        except httpx.TransportError:
            assert process.poll() is None, "the server did not start"
            time.sleep(0.25)
    try:
        yield address
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="session")
def server(laws_state: Path) -> Iterator[str]:
    with serving(laws_state) as address:
        yield address


@dataclass(frozen=True)
class Office:
    """A server that asks everybody who they are, with a person of each role and fictitious credits of its own."""

    address: str
    settings: Settings

    def enter(self, page: Page, name: str) -> None:
        page.goto(f"{self.address}/entrar")
        page.get_by_label("Usuario").fill(name)
        page.get_by_label("Contraseña").fill(PHRASE)
        page.get_by_role("button", name="Entrar").click()
        page.wait_for_url(f"{self.address}/")


@pytest.fixture(scope="session")
def office(laws_state: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    database = f"sqlite:///{tmp_path_factory.mktemp('office') / 'criterio.db'}"
    settings = Settings(state_dir=laws_state, database_url=database)
    access = Access(settings)
    seed_credits(access.factory, 20, date(2026, 11, 20))
    for role in Role:
        access.accounts.add(Caller(role.value, frozenset({role}), Territory(national=True)), PHRASE, now_s())
    with serving(laws_state, CRITERIO_DATABASE_URL=database, CRITERIO_AUTH="required") as address:
        yield Office(address, settings)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the module: while it is open its event loop runs, and no other test could start one."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("Falta Chromium: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(server: str, browser: Browser) -> Iterator[Page]:
    """A page of the server; anything written to the console as an error fails the test."""
    page = browser.new_page(base_url=server, viewport={"width": 1280, "height": 900})
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    assert errors == []


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """A page of no server, whose console may hold errors."""
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def axe() -> str:
    if not AXE.is_file():
        pytest.skip(f"Falta axe-core en {AXE}: npm install axe-core, o indique CRITERIO_AXE.")
    return AXE.read_text(encoding="utf-8")


def violations(page: Page, axe: str) -> list[str]:
    """What axe finds, as «rule: selector»."""
    page.evaluate(axe)
    result = page.evaluate("axe.run().then(({ passes, violations }) => ({ passes, violations }))")
    assert result["passes"], "axe ran no rule"
    return [f"{rule['id']}: {node['target']}" for rule in result["violations"] for node in rule["nodes"]]
