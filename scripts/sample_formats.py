"""The formats of the sample documents: text, Markdown, HTML, Word, e-mail, PDF, two columns, and scans good and bad."""

from __future__ import annotations

import html
import io
import random
import textwrap
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import docx
import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer, Table, TableStyle
from sample_documents import MARK, Sample

_STYLE = ParagraphStyle("body", fontName="Helvetica", fontSize=10.5, leading=14, spaceAfter=9)
_HEAD = ParagraphStyle("head", parent=_STYLE, spaceAfter=7)


def write_text(sample: Sample, path: Path) -> None:
    """Plain text in lines of 88 characters."""
    lines = list(sample.head())
    for item in sample.body():
        rows = [" | ".join(row) for row in item] if isinstance(item, list) else textwrap.wrap(item, 88)
        lines += ["", *rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_markdown(sample: Sample, path: Path) -> None:
    """Markdown with bold data and a table."""
    head = sample.head()
    lines = [f"# {head[0]}", "", *(f"**{line}**\n" for line in head[1:])]
    for item in sample.body():
        if isinstance(item, list):
            rows = [f"| {' | '.join(row)} |" for row in item]
            lines += ["", rows[0], "|" + " --- |" * len(item[0]), *rows[1:], ""]
        else:
            lines += ["", item]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_html(sample: Sample, path: Path) -> None:
    """A page with a script that must not be read, and its table."""
    parts = [f"<p>{html.escape(line)}</p>" for line in sample.head()]
    for item in sample.body():
        if isinstance(item, list):
            rows = "".join(f"<tr>{''.join(f'<td>{html.escape(c)}</td>' for c in row)}</tr>" for row in item)
            parts.append(f"<table>{rows}</table>")
        else:
            parts.append(f"<p>{html.escape(item)}</p>")
    page = "".join(parts)
    path.write_text(
        f"<!doctype html><html lang='es'><head><meta charset='utf-8'><title>x</title><style>p{{}}</style></head>"
        f"<body><script>document.write('no se lee')</script>{page}</body></html>",
        encoding="utf-8",
    )


def write_docx(sample: Sample, path: Path) -> None:
    """Word, with the letterhead in the header and the points in an automatic list."""
    document = docx.Document()
    head = sample.head()
    document.sections[0].header.paragraphs[0].text = head[0]
    for line in head[1:]:
        document.add_paragraph(line)
    numbers = {f"{sample.label(place)} {point['text']}": point["text"] for place, point in enumerate(sample.points)}
    for item in sample.body():
        if isinstance(item, list):
            table = document.add_table(rows=0, cols=len(item[0]))
            for row in item:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        elif item in numbers and not sample.ordinals:
            document.add_paragraph(numbers[item], style="List Number")
        else:
            document.add_paragraph(item)
    document.save(str(path))


def write_email(sample: Sample, path: Path) -> None:
    """A covering e-mail with the document attached in Word, under a name that tries to leave its folder."""
    message = EmailMessage()
    message["From"] = "Oficialía Ficticia <oficialia@ejemplo.invalid>"
    message["To"] = "Cobranza <cobranza@ejemplo.invalid>"
    message["Subject"] = f"Se remite: {sample.subject}"
    message["Date"] = "Mon, 02 Feb 2026 10:00:00 -0600"
    message.set_content(f"{MARK}\n\nSe remite el documento adjunto para su atención.\n")
    copy = path.with_suffix(".docx")
    write_docx(sample, copy)
    message.add_attachment(
        copy.read_bytes(),
        maintype="application",
        subtype="vnd.openxmlformats-officedocument.wordprocessingml.document",
        filename=f"../../{sample.name}.docx",
    )
    copy.unlink()
    path.write_bytes(message.as_bytes())


def _story(sample: Sample) -> list[Flowable]:
    story: list[Flowable] = [Paragraph(html.escape(line), _HEAD) for line in sample.head()]
    story.append(Spacer(1, 8))
    for item in sample.body():
        if isinstance(item, list):
            table = Table(item, colWidths=[5.2 * cm, 3.8 * cm, 5.2 * cm], hAlign="LEFT")
            table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONTSIZE", (0, 0), (-1, -1), 9)]))
            story += [table, Spacer(1, 10)]
        else:
            story.append(Paragraph(html.escape(item), _STYLE))
    return story


def write_pdf(sample: Sample, path: Path) -> None:
    """PDF with text."""
    _print(sample, str(path), 1)


def _print(sample: Sample, target: str | io.BytesIO, columns: int) -> None:
    width, height = letter
    edge, gap = 2.2 * cm, 0.9 * cm
    wide = (width - 2 * edge - gap * (columns - 1)) / columns
    tall = height - 2 * edge
    frames = [Frame(edge + place * (wide + gap), edge, wide, tall, 0, 0, 0, 0) for place in range(columns)]
    document = BaseDocTemplate(target, pagesize=letter, title=sample.subject)
    document.addPageTemplates(PageTemplate(frames=frames, onPage=_foot))
    story = _story(sample)
    document.build([flow for flow in story if columns == 1 or not isinstance(flow, Table)])


def _foot(canvas: object, document: BaseDocTemplate) -> None:
    canvas.setFont("Helvetica", 8)  # type: ignore[attr-defined]
    canvas.drawCentredString(letter[0] / 2, 1.1 * cm, f"Página {document.page}")  # type: ignore[attr-defined]


def write_two_columns(sample: Sample, path: Path) -> None:
    """PDF with text in two columns."""
    _print(sample, str(path), 2)


def _sheets(sample: Sample, columns: int = 1, dots: int = 200) -> list[Image.Image]:
    stream = io.BytesIO()
    _print(sample, stream, columns)
    document = pdfium.PdfDocument(stream.getvalue())
    return [page.render(scale=dots / 72).to_pil().convert("L") for page in document]


def _save_scan(sheets: list[Image.Image], path: Path, dots: int) -> None:
    sheets[0].save(path, "PDF", resolution=dots, save_all=True, append_images=sheets[1:])


def write_scan(sample: Sample, path: Path) -> None:
    """A clean scan: pictures of the pages, without text."""
    _save_scan(_sheets(sample, dots=220), path, 220)


def write_stamped_scan(sample: Sample, path: Path) -> None:
    """A scan with a stamp of receipt over the text."""
    sheets = _sheets(sample, dots=220)
    stamp = Image.new("L", (620, 300), 255)
    draw = ImageDraw.Draw(stamp)
    draw.rectangle((8, 8, 611, 291), outline=120, width=8)
    draw.text((70, 90), "RECIBIDO", font=ImageFont.load_default(size=96), fill=130)
    turned = stamp.rotate(12, expand=True, fillcolor=255)
    sheet = sheets[0]
    place = (sheet.width - turned.width - 120, 620)
    sheet.paste(
        Image.composite(
            turned,
            sheet.crop((*place, place[0] + turned.width, place[1] + turned.height)),
            turned.point(lambda level: 110 if level < 200 else 0),
        ),
        place,
    )
    _save_scan(sheets, path, 220)


def write_bad_scan(sample: Sample, path: Path) -> None:
    """A poor scan: few dots, crooked, blurred and soiled; the dirt is the same every time."""
    chance = random.Random(7)
    sheets = []
    for sheet in _sheets(sample, dots=130):
        turned = sheet.rotate(1.1, fillcolor=245, resample=Image.Resampling.BICUBIC)
        soiled = turned.filter(ImageFilter.GaussianBlur(0.6)).point(lambda level: int(40 + level * 0.8))
        for _ in range(1500):
            x, y = chance.randrange(soiled.width), chance.randrange(soiled.height)
            soiled.putpixel((x, y), chance.choice((60, 230)))
        sheets.append(soiled)
    _save_scan(sheets, path, 130)


def write_two_column_scan(sample: Sample, path: Path) -> None:
    """A scan of two columns."""
    _save_scan(_sheets(sample, columns=2, dots=220), path, 220)


WRITERS: dict[str, Callable[[Sample, Path], None]] = {
    ".pdf": write_pdf,
    ".docx": write_docx,
    ".txt": write_text,
    ".html": write_html,
    ".eml": write_email,
    ".md": write_markdown,
}
