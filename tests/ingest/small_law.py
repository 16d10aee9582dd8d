"""Small laws of ours, printed as PDF in the layout of the consolidated texts: head, foot, bold labels, notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from reportlab.lib.pagesizes import letter
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

LEFT, FIRST, RIGHT = 70.0, 85.0, 540.0
TOP, BOTTOM = 673.0, 74.0
PITCH, GAP = 11.5, 23.0
SIZE = 10.0


@dataclass
class SmallLaw:
    """Call its methods in the order of the text, then `save`."""

    title: str = "Ley de los Cuadernos"
    published: str = "3 de marzo de 1999"
    last_reform: str = "10-02-2024"
    pages: list[list[tuple[str, float, float, str, float]]] = field(default_factory=lambda: [[]])
    _base: float = TOP
    pictures: list[tuple[int, float, float, float, float]] = field(default_factory=list)

    def front(self) -> SmallLaw:
        self.centred(self.title.upper(), size=11)
        self.centred(f"Nueva Ley publicada en el Diario Oficial de la Federación el {self.published}", size=8)
        self.centred("TEXTO VIGENTE", size=8)
        self.centred(f"Última reforma publicada DOF {self.last_reform}", size=8)
        return self.para("Al margen un sello con el Escudo Nacional, que dice: Estados Unidos Mexicanos.")

    def centred(self, text: str, size: float = 11, bold: bool = True) -> SmallLaw:
        font = "Helvetica-Bold" if bold else "Helvetica"
        self._put(text, (LEFT + RIGHT - stringWidth(text, font, size)) / 2, font, size, GAP)
        return self

    def title_of_decree(self, text: str) -> SmallLaw:
        self._wrap("", text, LEFT, LEFT, "Helvetica-Bold", 11, GAP)
        return self

    def article(self, label: str, text: str, face: str = "Helvetica") -> SmallLaw:
        self._wrap(label, text, FIRST, LEFT, font=face)
        return self

    def para(self, text: str, left: float = FIRST, wrap: float | None = None) -> SmallLaw:
        self._wrap("", text, left, LEFT if wrap is None else wrap)
        return self

    def item(self, label: str, text: str, left: float = 84.0, wrap: float = 106.0, bold: bool = True) -> SmallLaw:
        self._wrap(label, text, left, wrap, label_font="Helvetica-Bold" if bold else "Helvetica")
        return self

    def note(self, text: str) -> SmallLaw:
        """At the right, small and in italics, right below the paragraph; long ones wrap to the left of it."""
        words, lines = text.split(), [""]
        for word in words:
            if stringWidth(f"{lines[-1]} {word}", "Times-Italic", 8) > 380:
                lines.append("")
            lines[-1] = f"{lines[-1]} {word}".strip()
        for line in lines:
            self._put(line, RIGHT - stringWidth(line, "Times-Italic", 8), "Times-Italic", 8, 9.5)
        return self

    def row(self, *cells: tuple[float, str]) -> SmallLaw:
        """One row of a table: cells at their places on one line."""
        self._base -= 13.0
        if self._base < BOTTOM:
            self.page_break()
            self._base -= PITCH
        for left, text in cells:
            self.pages[-1].append((text, left, self._base, "Helvetica", SIZE))
        return self

    def picture(self, width: float = 300, height: float = 100) -> SmallLaw:
        self._base -= height + GAP
        self.pictures.append((len(self.pages), 120, self._base, width, height))
        return self

    def page_break(self) -> SmallLaw:
        self.pages.append([])
        self._base = TOP + PITCH
        return self

    def lines(self, *texts: str, left: float = LEFT) -> SmallLaw:
        """Lines as they are, one under the other, without wrapping."""
        for text in texts:
            self._put(text, left, "Helvetica", SIZE, PITCH)
        return self

    def _put(self, text: str, left: float, font: str, size: float, gap: float) -> None:
        self._base -= gap
        if self._base < BOTTOM:
            self.page_break()
            self._base -= PITCH
        self.pages[-1].append((text, left, self._base, font, size))

    def _wrap(
        self,
        label: str,
        text: str,
        left: float,
        wrap: float,
        font: str = "Helvetica",
        size: float = SIZE,
        gap: float = GAP,
        label_font: str = "Helvetica-Bold",
    ) -> None:
        start = left
        x = left
        line: list[tuple[str, str]] = []
        first = True

        def flush() -> None:
            nonlocal first
            self._base -= gap if first else PITCH
            if self._base < BOTTOM:
                self.page_break()
                self._base -= PITCH
            at = start
            for face in dict.fromkeys(face for face, _ in line):
                words = " ".join(word for owner, word in line if owner == face)
                self.pages[-1].append((words, at, self._base, face, size))
                at += stringWidth(words + " ", face, size)
            first = False

        pieces = [(label_font, word) for word in label.split()] + [(font, word) for word in text.split()]
        for face, word in pieces:
            width = stringWidth(word, face, size)
            if line and x + width > RIGHT:
                flush()
                line, start, x = [], wrap, wrap
            line.append((face, word))
            x += width + stringWidth(" ", face, size)
        flush()

    def save(self, path: Path) -> Path:
        canvas = Canvas(str(path), pagesize=letter)
        canvas.setTitle(self.title)
        for number, page in enumerate(self.pages, 1):
            canvas.setFont("Times-Bold", 8)
            canvas.drawRightString(RIGHT, 741, self.title.upper())
            canvas.setFont("Times-Roman", 6.5)
            canvas.drawString(136, 729, "CÁMARA DE DIPUTADOS DEL H. CONGRESO DE LA UNIÓN")
            canvas.drawString(136, 721, "Secretaría General")
            canvas.drawString(136, 714, "Secretaría de Servicios Parlamentarios")
            canvas.drawRightString(RIGHT, 729, f"Última Reforma DOF {self.last_reform}")
            canvas.setFont("Times-Roman", 9)
            canvas.drawCentredString(306, 37, f"{number} de {len(self.pages)}")
            for text, left, base, font, size in page:
                canvas.setFont(font, size)
                canvas.drawString(left, base, text)
            for sheet, left, base, width, height in self.pictures:
                if sheet == number:
                    canvas.drawInlineImage(_table_picture(), left, base, width, height)
            canvas.showPage()
        canvas.save()
        return path


def _table_picture() -> object:
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (1200, 400), "white")
    draw = ImageDraw.Draw(image)
    face = ImageFont.load_default(size=60)
    for place, text in enumerate(("Cuaderno Precio", "Grande 25", "Chico 10")):
        draw.text((60, 40 + 110 * place), text, fill="black", font=face)
    return image
