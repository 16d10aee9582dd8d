"""Provision ids to written citations, and the public labels of the JSON contracts."""

from __future__ import annotations

import re
from datetime import date

from corpus.document_numbers import document_name, is_document
from corpus.provisions import private_instrument

from .forms import Form, load_forms
from .words import fold, ordinal_unit, ordinal_value, roman_value

_MONTHS = (
    "",
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)
_ORDINALS = (
    "",
    "primer",
    "segundo",
    "tercer",
    "cuarto",
    "quinto",
    "sexto",
    "séptimo",
    "octavo",
    "noveno",
    "décimo",
    "décimo primer",
    "décimo segundo",
    "décimo tercer",
    "décimo cuarto",
    "décimo quinto",
    "décimo sexto",
    "décimo séptimo",
    "décimo octavo",
    "décimo noveno",
    "vigésimo",
)
_NUMBER = re.compile(r"(\d+)((?:-[A-Z]{1,2})?)((?:-(?!\d)[A-Za-zéá]{3,}(?:-\d)?)?)$")


def format_citation(provision_id: str, style: str = "formal") -> str:
    """The written form of a provision id; reading it back with `find_citations` gives the same id.

    Points of circulars and the like are written ("punto 1, inciso a), de la circular 12/FICT/2026"), not read back.

    `formal`: "artículo 40 A, primer párrafo, de la Ley del Seguro Social". `short`: "LSS 40 A, p. 1".

    Raises:
        ValueError: the style is none of the two.
    """
    if style not in ("formal", "short"):
        raise ValueError(f"unknown citation style: {style}")
    instrument, _, path = provision_id.partition(":")
    form = load_forms().get(instrument)
    steps = path.split("/")
    if is_document(instrument):
        return _point(instrument, steps, style)
    if steps[0] == "T":
        return _transitorio(instrument, form, steps, style)
    if form and form.kind == "manual":
        return _function(instrument, form, steps, style)
    if style == "short":
        name = _short_name(instrument, form)
        return ", ".join([f"{name} {article_label(instrument, steps[0])}", *_parts(steps[1:], short=True)])
    parts = ", ".join([f"artículo {article_label(instrument, steps[0])}", *_parts(steps[1:], short=False)])
    joint = ", " if len(steps) > 1 else " "
    return f"{parts}{joint}{_of(instrument, form)}"


def article_label(instrument: str, slug: str) -> str:
    """An article number as its law prints it: `40-A` is "40 A" in the LSS, `4-A` is "4o.-A" in the CFF."""
    form = load_forms().get(instrument)
    match = _NUMBER.match(slug)
    if match is None or (form and slug in form.hyphened):
        return slug
    number, letter, latin = match.groups()
    if form and form.ordinal and int(number) < 10:
        number = f"{number}o."
    joint = form.suffix if form else "-"
    return number + letter.replace("-", joint) + latin.replace("-", " ")


def public_label(provision_id: str) -> str:
    """As the JSON contracts write it: "40 A", "7.1.3 numeral 27", "Transitorio Séptimo DOF 20-12-2001"."""
    instrument, _, path = provision_id.partition(":")
    steps = path.split("/")
    form = load_forms().get(instrument)
    if is_document(instrument):
        return ", ".join([_point_name(steps[0]), *_parts(steps[1:], short=False)])
    if steps[0] == "T" and len(steps) >= 3:
        own = _own_date(instrument, form)
        decree = "" if steps[1] == own else f" DOF {_dmy(steps[1])}"
        return ", ".join([f"Transitorio {steps[2]}", *_parts(steps[3:], short=False)]) + decree
    if form and form.kind == "manual":
        return (
            ", ".join([f"{steps[0]} numeral {steps[1]}", *_parts(steps[2:], short=False)])
            if len(steps) > 1
            else steps[0]
        )
    return ", ".join([article_label(instrument, steps[0]).replace("o.", ""), *_parts(steps[1:], short=False)])


def _short_name(instrument: str, form: Form | None) -> str:
    return instrument if form is None or form.yearly or not form.short else form.short


def _of(instrument: str, form: Form | None) -> str:
    title = form.title if form else instrument
    if form and form.yearly:
        title = f"{title} para el Ejercicio Fiscal de {instrument.rpartition('-')[2]}"
    return f"{_article_of(title)} {title}"


def _article_of(title: str) -> str:
    """ "de la" or "del", by the gender of the first word."""
    return "de la" if fold(title.split()[0]) in ("ley", "constitucion", "resolucion", "carta") else "del"


def _parts(steps: list[str], short: bool) -> list[str]:
    return [_part(step, short) for step in steps]


def _part(step: str, short: bool) -> str:
    paragraph = re.fullmatch(r"p(-?\d+)", step)
    if paragraph:
        number = int(paragraph[1])
        if number < 0:
            return f"{('último', 'penúltimo', 'antepenúltimo')[-number - 1]} párrafo"
        return f"p. {number}" if short else _paragraph(number)
    if step.isdecimal():
        return f"numeral {step}"
    if re.fullmatch(r"t\d+", step):
        return f"tabla {step[1:]}"
    main, _, latin = step.partition("-")
    if len(main) == 1 and main.isupper() and not set(main) & set("IVXL"):
        return f"apartado {step}"
    if main.isupper() and roman_value(main):
        written = main + (f" {latin}" if latin else "")
        return f"fr. {written}" if short else f"fracción {written}"
    return f"inciso {step})"


def _paragraph(number: int) -> str:
    return f"{_ORDINALS[number]} párrafo" if number < len(_ORDINALS) else f"párrafo {number}"


def _function(instrument: str, form: Form, steps: list[str], style: str) -> str:
    name = instrument if style == "short" else f"{_article_of(form.title)} {form.title}"
    if len(steps) < 2:
        return f"{steps[0]} {name}"
    parts = ", ".join([f"{steps[0]} numeral {steps[1]}", *_parts(steps[2:], style == "short")])
    return f"{name} {parts}" if style == "short" else f"{parts}, {name}"


def _point(instrument: str, steps: list[str], style: str) -> str:
    name = document_name(instrument)
    parts = ", ".join([_point_name(steps[0]), *_parts(steps[1:], style == "short")])
    if style == "short":
        return f"{name}, {parts}"
    joint = ", de" if len(steps) > 1 else " de"
    return f"{parts}{joint}{' la' if name.startswith('circular') else 'l'} {name}"


def _point_name(step: str) -> str:
    """ "1" is "punto 1"; "Anexo-1" and "Transitorio-2" say what they are."""
    return f"punto {step}" if step.isdecimal() else step.replace("-", " ").lower()


def _transitorio(instrument: str, form: Form | None, steps: list[str], style: str) -> str:
    if len(steps) < 3:
        return f"transitorios {_of(instrument, form)}"
    _, day, ordinal, *rest = steps
    own = day == _own_date(instrument, form)
    if style == "short":
        decree = "" if own else f" DOF {_dmy(day)}"
        return ", ".join([f"{_short_name(instrument, form)} transitorio {ordinal}", *_parts(rest, short=True)]) + decree
    named = f"transitorio {ordinal}" if ordinal.startswith("Artículo") else f"artículo {ordinal} transitorio"
    label = ", ".join([named, *_parts(rest, short=False)]) + ("," if rest else "")
    if own:
        return f"{label} {_of(instrument, form)}"
    moment = date.fromisoformat(day[:10])
    written = f"{moment.day} de {_MONTHS[moment.month]} de {moment.year}"
    written += f" ({day[11:]})" if day[10:] else ""
    return f"{label} {_of(instrument, form)}, del decreto publicado el {written}"


def _own_date(instrument: str, form: Form | None) -> str:
    if form is None:
        return ""
    if form.yearly:
        year = instrument.rpartition("-")[2]
        found = form.published_by_year.get(int(year)) if year.isdecimal() else None
        return found.isoformat() if found else ""
    return form.published.isoformat() if form.published else ""


def _dmy(iso: str) -> str:
    year, month, day = iso[:10].split("-")
    return f"{day}-{month}-{year}" + (f" ({iso[11:]})" if iso[10:] else "")


def parse_label(instrument: str, label: str) -> str | None:
    """The id of a public label ("40 A", "7.1.3 numeral 27", "Transitorio Séptimo DOF 20-12-2001") of an instrument.

    None where the label is not a provision. It is the inverse of `public_label` and tolerates staff's spellings.
    """
    from .parser import find_citations

    identifier = private_instrument(instrument)
    form = load_forms().get(identifier)
    written = label.strip()
    if form is None or not written:
        return None
    if ordinal_unit(fold(written.split()[0])) or ordinal_value(fold(written.split()[0])) is not None:
        written = f"Transitorio {written}"
    for text in (f"{identifier} {written}", f"{identifier} artículo {written}"):
        found = [citation for citation in find_citations(text) if citation.instrument == identifier and citation.path]
        if len(found) == 1 and not found[0].until:
            return f"{identifier}:{found[0].path}"
    return None
