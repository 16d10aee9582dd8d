"""The pictures of the README as drawings in text: what a real page shows, written as SVG that a person can read.

Run: `python scripts/pictures.py FOLDER [http://server]` with the server of `criterio serve` and the laws.
A drawing has boxes and runs of text and nothing else: no font, no script, no picture inside, nothing from elsewhere.
Each run carries its width, so that it stands where it stood with whatever font the reader has. (Chromium's PDF turned
into SVG is thirty times as large and holds the outlines of a font, which are not ours, in place of the words.)
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from playwright.sync_api import Page, sync_playwright
from screenshots import CALCULATION, QUESTION, asked, chromium, with_panel

WALK = (Path(__file__).parent / "pictures.js").read_text(encoding="utf-8")
FONT = '"Noto Sans", system-ui, "Segoe UI", sans-serif'

Mark = dict[str, Any]
"""One mark of `pictures.js`: `kind` box, edge, arrow or text, with its place in pixels of the window."""


@dataclass(frozen=True)
class Scene:
    """A picture of a whole page: what is done, how wide the window is, and its words for who does not see it."""

    act: Callable[[Page], None]
    width: int
    title: str
    description: str


SCENES = {
    "respuesta": Scene(
        with_panel,
        1200,
        "Una respuesta de Criterio con sus fuentes",
        f"A la pregunta «{QUESTION}» responde «Respuesta fundada» con las palabras de cada artículo y el número de "
        "su cita; a la derecha está abierto el artículo 40 A de la Ley del Seguro Social, con ellas resaltadas.",
    ),
    "calculo": Scene(
        asked(CALCULATION),
        1000,
        "Un cálculo de actualización y recargos paso por paso",
        f"A la pregunta «{CALCULATION}» responde con el total y una tabla: en cada renglón un paso, cómo se hizo con "
        "sus operandos, su valor y el número de la cita que lo funda.",
    ),
}


class Drawing:
    """Marks to lines of SVG; looks of text and cuts that repeat are named once."""

    def __init__(self) -> None:
        self.looks: dict[str, str] = {}
        self.cuts: dict[str, str] = {}

    def line(self, mark: Mark) -> str:
        """One mark as one element."""
        element = getattr(self, mark["kind"])(mark)
        if not mark["cut"]:
            return str(element)
        x, y, width, height = map(number, mark["cut"])
        area = f'<rect x="{x}" y="{y}" width="{width}" height="{height}"/>'
        name = self.cuts.setdefault(area, f"c{len(self.cuts) + 1}")
        return f'<g clip-path="url(#{name})">{element}</g>'

    def box(self, mark: Mark) -> str:
        """A background with its border, which lies inside of the box."""
        stroke = mark["stroke"]
        inset = stroke["width"] / 2 if stroke else 0
        place = [mark["x"] + inset, mark["y"] + inset, mark["width"] - 2 * inset, mark["height"] - 2 * inset]
        x, y, width, height = map(number, place)
        radius = f' rx="{number(mark["radius"] - inset)}"' if mark["radius"] > inset else ""
        line = f' stroke="{colour(stroke["color"])}" stroke-width="{number(stroke["width"])}"' if stroke else ""
        return f'<rect x="{x}" y="{y}" width="{width}" height="{height}"{radius} fill="{colour(mark["fill"])}"{line}/>'

    def edge(self, mark: Mark) -> str:
        """A border on one side: 0 above, 1 right, 2 below, 3 left; it follows the corners of its box."""
        across = mark["turn"] % 2 == 1
        far = mark["turn"] in (1, 2)
        long, deep = (mark["height"], mark["width"]) if across else (mark["width"], mark["height"])

        def at(along: float, inwards: float) -> str:
            depth = deep - inwards if far else inwards
            x, y = (depth, along) if across else (along, depth)
            return f"{number(mark['x'] + x)} {number(mark['y'] + y)}"

        bend, thick = mark["radius"], mark["thick"]
        if not bend:
            corners = [at(0, 0), at(long, 0), at(long, thick), at(0, thick)]
            return f'<path d="M{" L".join(corners)}Z" fill="{colour(mark["fill"])}"/>'
        outer = f"M{at(0, bend)} Q{at(0, 0)} {at(bend, 0)} L{at(long - bend, 0)} Q{at(long, 0)} {at(long, bend)}"
        inner = f"Q{at(long, thick)} {at(long - bend, thick)} L{at(bend, thick)} Q{at(0, thick)} {at(0, bend)}Z"
        return f'<path d="{outer} {inner}" fill="{colour(mark["fill"])}"/>'

    def arrow(self, mark: Mark) -> str:
        """The triangle of what opens and closes."""
        x, y, size = mark["x"], mark["y"], mark["size"]
        corners = [(x, y), (x + size, y), (x + size / 2, y + size)] if mark["open"] else []
        corners = corners or [(x, y), (x + size, y + size / 2), (x, y + size)]
        points = " ".join(f"{number(across)},{number(down)}" for across, down in corners)
        return f'<polygon points="{points}" fill="{colour(mark["fill"])}"/>'

    def text(self, mark: Mark) -> str:
        """A run of text on its baseline, as wide as it was."""
        rules = [f"font-size:{number(mark['size'])}px", f"fill:{colour(mark['color'])}"]
        rules += ["font-weight:bold"] if int(mark["weight"]) >= 600 else []
        rules += ["font-style:italic"] if mark["italic"] else []
        rules += ["text-decoration:underline"] if mark["underline"] else []
        rules += ["font-family:monospace"] if mark["mono"] else []
        rules += ["text-anchor:end"] if mark["anchor"] == "end" else []
        name = self.looks.setdefault(";".join(rules), f"t{len(self.looks) + 1}")
        place = f'x="{number(mark["x"])}" y="{number(mark["y"])}" textLength="{number(mark["width"])}"'
        return f'<text class="{name}" {place} lengthAdjust="spacingAndGlyphs">{escape(mark["text"])}</text>'


def draw(scene: Scene, page: Page) -> str:
    """The page as it stands, in a window as high as all of it."""
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": scene.width, "height": height})
    return svg(scene, page.evaluate(WALK))


def svg(scene: Scene, shown: dict[str, Any]) -> str:
    """The whole document, one element a line."""
    drawing = Drawing()
    lines = [drawing.line(mark) for mark in shown["marks"]]
    width, height = shown["width"], shown["height"]
    looks = [f".{name}{{{rules}}}" for rules, name in drawing.looks.items()]
    cuts = [f'<clipPath id="{name}">{area}</clipPath>' for area, name in drawing.cuts.items()]
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"',
        '  role="img" aria-labelledby="titulo desc">',
        f'<title id="titulo">{escape(scene.title)}</title>',
        f'<desc id="desc">{escape(scene.description)}</desc>',
        f"<style>text{{font-family:{FONT}}}",
        *looks,
        "</style>",
        *cuts,
        f'<rect width="{width}" height="{height}" fill="{colour(shown["page"])}"/>',
    ]
    return "\n".join([*head, *lines, "</svg>", ""])


def number(value: float) -> str:
    """Tenths of a pixel are enough for the eye."""
    return f"{value:.1f}".removesuffix(".0")


def colour(written: str) -> str:
    """`rgb(97, 18, 50)` as `#611232`."""
    if not written.startswith("rgb("):
        return written.replace(" ", "")
    return "#" + "".join(f"{int(part):02x}" for part in written[4:-1].split(","))


def main() -> None:
    """Read the arguments and draw the scenes."""
    folder = Path(sys.argv[1])
    address = sys.argv[2] if len(sys.argv) > 2 else "http://127.0.0.1:8000"
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, chromium(playwright) as browser:
        for name, scene in SCENES.items():
            page = browser.new_page(base_url=address, viewport={"width": scene.width, "height": 800})
            scene.act(page)
            drawn = draw(scene, page)
            (folder / f"{name}.svg").write_text(drawn, encoding="utf-8")
            print(f"{folder / name}.svg: {len(drawn.encode()) / 1000:.1f} kB")
            page.close()


if __name__ == "__main__":
    main()
