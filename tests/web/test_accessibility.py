"""axe-core over every page and the states of the chat, in both themes and for each role; forced colours, zoom, motion.

axe-core is for tests only and is not in the repository: `npm install --prefix DIR axe-core` and
`CRITERIO_AXE=DIR/node_modules/axe-core/axe.min.js`; `node_modules/` at the root of the project is found by itself.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import Office, violations
from tests.web.test_chat_page import ask
from tests.web.test_network import Proxy, proxy, send
from tools.caller import Role

__all__ = ["proxy"]
pytestmark = [pytest.mark.browser, pytest.mark.laws]
THEMES = ("light", "dark")
CALCULATION = "debe 84,321.55 de la COP de agosto 2025 y paga el 20 de marzo de 2026"
PAGES = (
    "/",
    "/?q=40-A",
    "/corpus",
    "/historial",
    "/corpus?q=recargos",
    "/corpus/LSS",
    "/corpus/LSS:40-A",
    "/calculos",
    "/calculos?importe=84321.55&tipo=COP&mes=2025-08&pago=2026-03-20",
    "/entrar",
    "/embed",
    "/embed/pregunta?q=40-A",
)
REFUSED = ("/no-existe", "/corpus/LSS:9999", "/calculos?importe=x", "/administracion")
OF_ROLES = {
    Role.SUPERVISOR: (
        "/",
        "/consultas",
        "/consultas/nueva",
        "/consultas/nueva?pregunta=Embargo",
        "/entrar",
        "/historial",
    ),
    Role.NORMATIVO: ("/consultas",),
    Role.EVALUADOR: ("/evaluaciones",),
    Role.ADMINISTRADOR: (
        "/administracion",
        "/administracion/fuentes",
        "/administracion/parametros",
        "/administracion/cuentas",
        "/administracion/bitacora",
        "/administracion/bitacora?accion=entrar",
    ),
}


def broken(page: Page, axe: str, paths: tuple[str, ...], status: int | None = 200) -> dict[str, list[str]]:
    """What axe finds in each page that has something; every page must answer with `status`, where it is known."""
    found = {}
    for path in paths:
        answer = page.goto(path)
        assert answer is not None
        assert status is None or answer.status == status, (path, answer.status)
        assert "text/html" in answer.headers["content-type"], path
        found[path] = violations(page, axe)
    return {path: rules for path, rules in found.items() if rules}


@pytest.mark.parametrize("theme", THEMES)
def test_no_page_has_violations(page: Page, axe: str, theme: str) -> None:
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    assert broken(page, axe, PAGES) == {}


@pytest.mark.parametrize("theme", THEMES)
def test_no_refusal_has_violations_and_each_is_a_page_in_spanish(
    visitor: Page, server: str, axe: str, theme: str
) -> None:
    visitor.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    found = {path: broken(visitor, axe, (f"{server}{path}",), None) for path in REFUSED}
    assert {path: rules for path, rules in found.items() if rules} == {}
    visitor.goto(f"{server}/corpus/LSS:9999")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("No se encontró")
    expect(visitor.locator("main")).to_contain_text("PRECEPTO_DESCONOCIDO")


@pytest.mark.parametrize("role", OF_ROLES)
def test_the_pages_of_each_role_have_none(browser: Browser, office: Office, axe: str, role: Role) -> None:
    page = browser.new_context(base_url=office.address).new_page()
    office.enter(page, role.value)
    found = {}
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        found[theme] = broken(page, axe, OF_ROLES[role])
    assert found == {theme: {} for theme in THEMES}
    page.context.close()


@pytest.mark.parametrize(("address", "theme"), [("/", "light"), pytest.param("/embed", "dark", marks=pytest.mark.slow)])
def test_the_chat_has_none_in_any_state(page: Page, axe: str, address: str, theme: str) -> None:
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.goto(address)
    found = {}
    ask(page, CALCULATION)
    page.locator(".cite").first.focus()
    found["quote"] = violations(page, axe)
    page.locator(".sources a").first.click()
    expect(page.locator(".panel .provision")).to_be_visible()
    page.get_by_text("del documento oficial").last.click()
    found["panel"] = violations(page, axe)
    page.get_by_role("button", name="Cerrar").click()
    for state, question in (
        ("missing", "¿cuánto debe un patrón que no pagó $50,000 de la COP?"),
        ("calendar", "convenio en 12 parcialidades de 500,000 de COP"),
        ("abstention", "¿qué porcentaje de reducción da el Acuerdo 187/2003?"),
    ):
        send(page, question)
        expect(page.locator("li.answered").last.locator(".stamp")).to_be_visible(timeout=20_000)
        for summary in page.locator("li.answered").last.locator("summary").all():
            summary.click()
        found[state] = violations(page, axe)
    page.get_by_label("Su pregunta").fill("¿uno?\n¿dos?")
    found["several"] = violations(page, axe)
    assert {state: rules for state, rules in found.items() if rules} == {}


def test_the_chat_has_none_while_it_waits_and_when_it_fails(visitor: Page, proxy: Proxy, axe: str) -> None:
    visitor.goto(proxy.address)
    proxy.holding = True
    send(visitor, "40-A")
    expect(visitor.get_by_role("button", name="Detener")).to_be_visible()
    assert violations(visitor, axe) == []
    visitor.get_by_role("button", name="Detener").click()
    expect(visitor.locator(".verdict.error")).to_be_visible()
    assert violations(visitor, axe) == []


def test_a_credit_in_the_chat_has_none(browser: Browser, office: Office, axe: str) -> None:
    page = browser.new_context(base_url=office.address).new_page()
    office.enter(page, "supervisor")
    ask(page, "¿cómo va el crédito 260000001?")
    assert violations(page, axe) == []
    page.context.close()


def test_forced_colours_keep_borders_and_marks(page: Page, axe: str) -> None:
    page.emulate_media(forced_colors="active")
    page.goto("/")
    ask(page, CALCULATION)
    page.locator(".sources a").first.click()
    mark = page.locator(".panel mark")
    expect(mark).to_be_visible()
    assert mark.evaluate("mark => getComputedStyle(mark).outlineStyle") == "solid"
    for name in (".cite", "[data-send]"):
        assert page.locator(name).first.evaluate("one => getComputedStyle(one).borderTopWidth") != "0px", name
    assert violations(page, axe) == []


def test_nothing_moves_where_motion_is_not_wanted_or_anywhere(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/")
    ask(page, "40-A")
    page.locator(".cite").first.click()
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.parametrize("path", ["/", "/corpus/CFF:21", "/historial", "/calculos"])
def test_at_twice_the_size_nothing_is_cut(page: Page, path: str) -> None:
    # 200 % of a window of 1280 by 720 is a window of 640 by 360.
    page.set_viewport_size({"width": 640, "height": 360})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_at_twice_the_size_the_question_leaves_the_answer_in_sight(page: Page) -> None:
    page.set_viewport_size({"width": 640, "height": 360})
    page.goto("/")
    ask(page, "40-A")
    assert page.locator(".composer").evaluate("composer => getComputedStyle(composer).position") == "static"
    page.locator(".cite").first.click()
    mark = page.locator(".panel mark")
    expect(mark).to_be_in_viewport()


def test_few_announcements_and_the_focus_follows(page: Page) -> None:
    page.goto("/")
    page.evaluate("""() => {
        window.said = [];
        const live = document.querySelector('[data-live]');
        new MutationObserver(() => window.said.push(live.textContent)).observe(live, { childList: true });
    }""")
    ask(page, "40-A")
    assert page.evaluate("window.said") == ["Respuesta lista. ✔ Respuesta fundada"]
    assert page.evaluate("document.activeElement.className") == "message answered"
    stops = []
    for _ in range(4):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.className || document.activeElement.localName"))
    assert stops[0] == "cite"
    page.keyboard.press("Shift+Tab")
    page.locator(".cite").first.press("Enter")
    expect(page.locator(".panel .provision")).to_be_visible()
    assert page.evaluate("document.querySelector('.panel').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "cite"
