"""A person enters with the institution's account in a real Chromium: another site, its form, and back again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from tests.api.oidc.institution import Provider, settings
from tests.web.conftest import ROOT, free_port

pytest.importorskip("oidc_provider_mock", reason="oidc-provider-mock no está instalado (make setup-dev)")
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def provider() -> Iterator[Provider]:
    provider = Provider(free_port())
    yield provider
    provider.stop()


@pytest.fixture
def address(provider: Provider, tmp_path: Path) -> Iterator[str]:
    """Criterio under `localhost`, for a browser another site than the provider's 127.0.0.1; a client without secret."""
    settings(tmp_path, provider.issuer)
    port = free_port()
    address = f"http://localhost:{port}"
    environment = {
        **os.environ,
        "CRITERIO_STATE_DIR": str(tmp_path),
        "CRITERIO_AUTH": "required",
        "CRITERIO_OIDC_ISSUER": provider.issuer,
        "CRITERIO_OIDC_CLIENT_ID": "criterio",
        "CRITERIO_OIDC_RETURN_URL": f"{address}/entrar/institucional/regreso",
    }
    run = [sys.executable, "-m", "criterio", "serve", "--port", str(port)]
    process = subprocess.Popen(run, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(200):
        try:
            httpx.get(f"http://127.0.0.1:{port}/healthz")
            break
        except httpx.TransportError:
            assert process.poll() is None, "the server did not start"
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(20)


def test_to_the_provider_and_back(address: str, provider: Provider, browser: Browser) -> None:
    provider.enrol("u-1", "cobranza-normativa", name="ana.lopez")
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/calculos?importe=100")
    assert "/entrar?siguiente=" in page.url
    page.get_by_role("link", name="Entrar con la cuenta institucional").click()
    assert page.url.startswith(provider.issuer)
    page.locator("input[name=sub]").first.fill("u-1")
    page.locator("button[type=submit]").first.click()
    page.wait_for_url(f"{address}/calculos?importe=100")
    assert "ana.lopez" in page.locator("header").inner_text()
    names = {cookie["name"] for cookie in context.cookies()}
    assert "criterio_sesion" in names
    assert "criterio_entrada" not in names
    context.close()
