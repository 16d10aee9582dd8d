"""Pictures of every page as a person sees it: light, dark, forced colours, 320 pixels, at 200 % and printed.

Run: `python scripts/screenshots.py FOLDER [http://server]` (by default the server of `criterio serve`).
Nothing of what it writes is kept in the repository.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

QUESTION = "¿a partir de cuándo se cobran recargos si el patrón no paga las cuotas?"
CALCULATION = "debe 84,321.55 de la COP de agosto 2025 y paga el 20 de marzo de 2026, ¿cuánto es?"
MISSING = "¿cuánto debe un patrón que no pagó $50,000 de la COP?"
ABSTENTION = "¿qué porcentaje de reducción da el Acuerdo 187/2003?"
AGREEMENT = "convenio en 12 parcialidades de 500,000 de COP"
CALCULATOR = "/calculos?importe=84321.55&tipo=COP&mes=2025-08&pago=2026-03-20"


def asked(question: str) -> Callable[[Page], None]:
    """Ask in the chat and wait for the whole answer."""

    def act(page: Page) -> None:
        page.goto("/")
        page.get_by_label("Su pregunta").fill(question)
        page.keyboard.press("Enter")
        page.locator(".stamp").last.wait_for(timeout=60_000)

    return act


def with_panel(page: Page) -> None:
    """The provision beside the answer, at the quoted words."""
    asked(QUESTION)(page)
    page.locator(".cite").first.click()
    page.locator(".panel .provision").wait_for()


def several(page: Page) -> None:
    """Two questions pasted, before they are sent."""
    page.goto("/")
    page.get_by_label("Su pregunta").fill("¿Qué dice el artículo 40 A de la LSS?\n¿Qué bienes no se pueden embargar?")


def calendar(page: Page) -> None:
    """An agreement with its payments."""
    asked(AGREEMENT)(page)
    page.get_by_text("Calendario (").click()


def kept(page: Page) -> None:
    """A conversation of the history."""
    asked(QUESTION)(page)
    page.goto("/historial")
    page.locator(".conversations a").first.click()


def listed(page: Page) -> None:
    """The history with a conversation."""
    asked(QUESTION)(page)
    page.goto("/historial")


def opened(path: str) -> Callable[[Page], None]:
    """A page by its address."""
    return lambda page: page.goto(path) and None


SCENES: dict[str, Callable[[Page], None]] = {
    "inicio": opened("/"),
    "respuesta": asked(QUESTION),
    "precepto": with_panel,
    "calculo": asked(CALCULATION),
    "falta-dato": asked(MISSING),
    "sin-criterio": asked(ABSTENTION),
    "varias-preguntas": several,
    "convenio": calendar,
    "historial": listed,
    "conversacion": kept,
    "marco": opened("/embed"),
    "no-se-encontro": opened("/corpus/LSS:9999"),
    "normativa": opened("/corpus?q=recargos"),
    "ley": opened("/corpus/LSS"),
    "articulo": opened("/corpus/CFF:21"),
    "calculadora": opened(CALCULATOR),
}
LOOKS = {
    "claro": {"viewport": {"width": 1280, "height": 900}},
    "oscuro": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "forzados": {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active"},
    "320": {"viewport": {"width": 320, "height": 640}},
    # 200 % of a window of 1280 by 900 is a window of 640 by 450.
    "200": {"viewport": {"width": 640, "height": 450}},
}


def photograph(browser: Browser, address: str, folder: Path) -> None:
    """Every scene in every look, and the answer as it prints."""
    for look, options in LOOKS.items():
        for name, act in SCENES.items():
            context = browser.new_context(base_url=address, **options)  # type: ignore[arg-type]
            page = context.new_page()
            act(page)
            page.screenshot(path=folder / f"{name}-{look}.png")
            if look == "claro":
                page.emulate_media(media="print")
                page.screenshot(path=folder / f"{name}-impreso.png", full_page=True)
            context.close()


def chromium(playwright: Playwright) -> Browser:
    """The Chromium of the system; without it the program ends and says what to install."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        sys.exit("Falta Chromium: apt install chromium")
    return playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])


def main() -> None:
    """Read the arguments and take the pictures."""
    folder = Path(sys.argv[1])
    address = sys.argv[2] if len(sys.argv) > 2 else "http://127.0.0.1:8000"
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, chromium(playwright) as browser:
        photograph(browser, address, folder)
    print(f"{len(list(folder.glob('*.png')))} imágenes en {folder}")


if __name__ == "__main__":
    main()
