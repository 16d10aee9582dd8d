"""The Word template of the oficio, made by code; a unit takes it, puts its letterhead, and leaves it in its place."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Inches, Pt, RGBColor

_FONT = "Arial"


def default_template() -> bytes:
    """A .docx with the fields of `content` in the layout of an oficio, US Letter."""
    document = Document()
    _set_up(document)
    for text in ("{{ institucion|upper }}", "{{ organo }}", "{{ oficina[0] }}", "{{ oficina[1] }}"):
        _line(document, text, WD_ALIGN_PARAGRAPH.CENTER, bold=text.startswith("{{ inst"))
    number = _line(document, "Oficio núm. ", WD_ALIGN_PARAGRAPH.RIGHT)
    number.add_run("{{ numero }}").bold = True
    number.paragraph_format.space_before = Pt(14)
    _block(document, "if expediente", "Expediente: {{ expediente }}", align=WD_ALIGN_PARAGRAPH.RIGHT, after=0)
    _line(document, "{{ lugar_fecha }}", WD_ALIGN_PARAGRAPH.RIGHT)
    subject = _line(document, "Asunto: ", bold=True)
    subject.add_run("{{ asunto }}")
    subject.paragraph_format.left_indent = Cm(6.5)
    subject.paragraph_format.space_before = Pt(4)
    subject.paragraph_format.space_after = Pt(12)
    _line(document, "{{ destinatario }}", bold=True)
    _line(document, "{{ cargo }}")
    _line(document, "Presente.").paragraph_format.space_after = Pt(10)
    _body(document, "{{ apertura }}")
    _block(document, "if requisitos_circular", "{{ requisitos_circular }}")
    _sections(document)
    _body(document, "Sin otro particular, le envío un cordial saludo.")
    farewell = _line(document, "Atentamente", bold=True)
    farewell.paragraph_format.space_after = Pt(36)
    name = _line(document, "{{ firma }}", bold=True)
    for paragraph in (farewell, name):
        # A signature never stands alone on another page.
        paragraph.paragraph_format.keep_with_next = True
    _line(document, "{{ cargo_firma }}").paragraph_format.space_after = Pt(12)
    _block(document, "for copia in copias", "c.c.p. {{ copia }}", after=0)
    _line(document, "{{ iniciales }}")
    _block(document, "if huella", "Huella SHA-256: {{ huella }}", align=WD_ALIGN_PARAGRAPH.LEFT)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _sections(document: Any) -> None:
    _heading(document, "{{ titulos.antecedentes }}")
    _block(document, "for parrafo in antecedentes", "{{ parrafo }}")
    _block(document, "if importe", "Importe involucrado: {{ importe }}.")
    _block(document, "for calculo in calculos", "{{ calculo }}")
    _heading(document, "{{ titulos.planteamiento }}")
    _block(document, "for pregunta in preguntas", "{{ pregunta }}")
    _heading(document, "{{ titulos.marco }}")
    _provisions(document)
    _block(document, "if revisado", "{{ revisado }}")
    _alternatives(document)
    _heading(document, "{{ titulos.opinion }}")
    _block(document, "for parrafo in opinion", "{{ parrafo }}")
    _block(document, "if fundamento", "Fundamento: {{ fundamento }}.")
    _heading(document, "{{ titulos.peticion }}")
    _block(document, "for parrafo in peticion", "{{ parrafo }}")
    _line(document, "{%p if anexos %}")
    _heading(document, "{{ titulos.anexos }}")
    _block(document, "for anexo in anexos", "{{ anexo }}", align=WD_ALIGN_PARAGRAPH.LEFT)
    _line(document, "{%p endif %}")


def _provisions(document: Any) -> None:
    """Each citation with its words below, indented, a paragraph for each of theirs."""
    _line(document, "{%p for precepto in marco %}")
    cited = _line(document, "[{{ precepto.numero }}] {{ precepto.cita[0]|upper }}{{ precepto.cita[1:] }}", bold=True)
    cited.add_run("{% if precepto.version %} ({{ precepto.version }}){% endif %}").font.size = Pt(9.5)
    cited.paragraph_format.keep_with_next = True
    cited.paragraph_format.space_after = Pt(3)
    _line(document, "{%p for parrafo in precepto.parrafos %}")
    words = _line(document, "{{ parrafo }}", WD_ALIGN_PARAGRAPH.JUSTIFY)
    words.paragraph_format.left_indent = words.paragraph_format.right_indent = Cm(0.8)
    words.paragraph_format.space_after = Pt(6)
    _line(document, "{%p endfor %}")
    _line(document, "{%p endfor %}")


def _alternatives(document: Any) -> None:
    _line(document, "{%p if alternativas %}")
    _heading(document, "{{ titulos.alternativas }}")
    _line(document, "{%p for opcion in alternativas %}")
    option = _line(document, "{{ opcion.letra }})", WD_ALIGN_PARAGRAPH.JUSTIFY, bold=True)
    option.add_run(" {{ opcion.texto }}")
    option.add_run("{% if opcion.consecuencia %} Efecto y riesgo:{% endif %}").italic = True
    option.add_run("{% if opcion.consecuencia %} {{ opcion.consecuencia }}{% endif %}")
    option.paragraph_format.space_after = Pt(6)
    _line(document, "{%p endfor %}")
    _line(document, "{%p endif %}")


def _number_pages(section: Any) -> None:
    """ "Página 1 de 3" at the foot, as fields that Word counts."""
    foot = section.footer.paragraphs[0]
    for text, field in (("Página ", "PAGE"), (" de ", "NUMPAGES")):
        foot.add_run(text).font.size = Pt(8)
        shown = foot.add_run("1")
        shown.font.size = Pt(8)
        counted = foot._p.makeelement(qn("w:fldSimple"), {qn("w:instr"): field})
        foot._p.append(counted)
        counted.append(shown._r)


def _set_up(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.2)
    for name in ("Normal", "Heading 1"):
        style = document.styles[name]
        style.font.name, style.font.size = _FONT, Pt(11)
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(key), _FONT)
        for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(key), None)
    language = document.styles["Normal"].element.get_or_add_rPr()
    mark = language.makeelement(qn("w:lang"), {qn("w:val"): "es-MX"})
    language.append(mark)
    # A line that ends in a break within a paragraph is not stretched to the margin.
    settings = document.settings.element
    settings.find(qn("w:compat")).insert(0, settings.makeelement(qn("w:doNotExpandShiftReturn"), {}))
    _number_pages(section)
    document.core_properties.language = "es-MX"
    document.core_properties.title = "{{ asunto }}"


def _heading(document: Any, text: str) -> None:
    """A real heading, for who goes from one to the next; its look is set on the text, over the theme's."""
    heading = document.add_heading(text, level=1)
    heading.paragraph_format.keep_with_next = True
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(12), Pt(4)
    for run in heading.runs:
        run.font.name, run.font.size, run.font.bold = _FONT, Pt(11), True
        run.font.color.rgb = RGBColor(0, 0, 0)


def _line(document: Any, text: str, align: Any = WD_ALIGN_PARAGRAPH.LEFT, *, bold: bool = False) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.add_run(text).bold = bold
    return paragraph


def _body(document: Any, text: str) -> None:
    _line(document, text, WD_ALIGN_PARAGRAPH.JUSTIFY).paragraph_format.space_after = Pt(8)


def _block(document: Any, opening: str, text: str, align: Any = WD_ALIGN_PARAGRAPH.JUSTIFY, after: float = 6) -> None:
    """A paragraph that stands only where its part does, or once per item."""
    _line(document, f"{{%p {opening} %}}")
    _line(document, text, align).paragraph_format.space_after = Pt(after)
    _line(document, f"{{%p end{opening.split()[0]} %}}")
