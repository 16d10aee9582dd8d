"""From a question without criterion to the oficio, in the browser of who drafts."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, expect

from tests.web.conftest import Office
from tests.web.test_chat_page import ask

pytestmark = [pytest.mark.browser, pytest.mark.laws]
ABSTENTION = "¿qué porcentaje de reducción da el Acuerdo 187/2003?"


@pytest.mark.parametrize("through", ["chat", pytest.param("history", marks=pytest.mark.slow)])
def test_what_has_no_criterion_becomes_a_draft_and_a_document(browser: Browser, office: Office, through: str) -> None:
    page = browser.new_context(base_url=office.address).new_page()
    office.enter(page, "redactor")
    ask(page, ABSTENTION)
    if through == "history":
        page.goto("/historial")
        page.locator(".conversations a").first.click()
    page.get_by_role("link", name="Redactar consulta").click()
    expect(page.get_by_role("heading", name="¿Procede?")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Acuerdo 187/2003")
    page.get_by_role("button", name="Redactar el borrador").click()
    expect(page.locator("main")).to_contain_text("Estado: borrador")
    page.get_by_role("link", name="Antecedentes").click()
    expect(page.get_by_label("Antecedentes")).to_be_focused()
    page.get_by_label("Antecedentes").fill("El patrón presentó su solicitud el 3 de marzo de 2026.")
    page.get_by_role("button", name="Guardar").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Oficio en Word").click()
    written = Document(BytesIO(Path(download.value.path()).read_bytes()))
    words = "\n".join(paragraph.text for paragraph in written.paragraphs)
    assert "El patrón presentó su solicitud el 3 de marzo de 2026." in words
    page.context.close()
