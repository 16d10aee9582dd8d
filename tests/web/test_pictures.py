"""The drawings of the README: text that stands alone, and like the page they were drawn from."""

from __future__ import annotations

import importlib
import re
from io import BytesIO
from pathlib import Path
from types import ModuleType
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
DRAWN = sorted((ROOT / "docs" / "pictures").iterdir())
SVG = "{http://www.w3.org/2000/svg}"
PLAIN = {"svg", "title", "desc", "style", "clipPath", "g", "rect", "path", "polygon", "text"}
ABOUT_THE_PAGE = "¿Qué dice el artículo 40 A de la LSS?"


@pytest.fixture
def pictures(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return importlib.import_module("pictures")


def opened(path: Path) -> Element:
    root: Element = fromstring(path.read_text(encoding="utf-8"))
    return root


def test_the_command_draws_those_that_are_kept(pictures: ModuleType) -> None:
    assert [path.name for path in DRAWN] == sorted(f"{name}.svg" for name in pictures.SCENES)


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_a_drawing_stands_alone_and_says_what_it_shows(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    root = opened(path)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= PLAIN
    assert not re.search(r"href|src=|\bon\w+=|@import|@font-face|url\((?!#)|data:", source)
    assert source.count("http") == 1  # the name of SVG itself
    assert len(source) < 60_000
    assert root.get("role") == "img"
    names = [
        element.get("id") for element in (root.find(f"{SVG}title"), root.find(f"{SVG}desc")) if element is not None
    ]
    assert root.get("aria-labelledby") == " ".join(str(name) for name in names)
    assert len(names) == 2


def test_the_drawings_show_the_answer_with_its_sources_and_the_calculation_to_its_total() -> None:
    said = {path.stem: "\n".join(str(run.text) for run in opened(path).iter(f"{SVG}text")) for path in DRAWN}
    assert "Respuesta fundada\nArtículo 40 A de la Ley del Seguro Social:" in said["respuesta"]
    assert "Fuentes\n1.\nartículo 40 A, primer párrafo" in said["respuesta"]
    assert "Copiar la cita con su texto" in said["respuesta"]
    assert "Descargar la hoja de cálculo" in said["calculo"]
    assert re.search(r"Total\n.+\n.+\n.+\n\$[\d,]+\.\d\d\n", said["calculo"])


@pytest.mark.browser
def test_a_drawing_looks_like_its_page(pictures: ModuleType, page: Page, visitor: Page) -> None:
    page.goto(f"/?q={ABOUT_THE_PAGE}")
    drawn = pictures.draw(pictures.Scene(lambda page: None, 1280, "Respuesta", "Un artículo"), page)
    true = Image.open(BytesIO(page.screenshot())).convert("RGB")
    visitor.set_viewport_size({"width": true.width, "height": true.height})
    visitor.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{drawn}")
    again = Image.open(BytesIO(visitor.screenshot())).convert("RGB")
    blank = Image.new("RGB", true.size, true.getpixel((2, true.height - 2)))
    assert distance(true, again) < distance(true, blank) / 5


def distance(one: Image.Image, other: Image.Image) -> float:
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean)
