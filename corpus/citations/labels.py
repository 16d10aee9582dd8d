"""Article numbers: `40-A`, `40 A`, `40A`, `4o.-A`, `17-H Bis`, `32-B Quáter`, `156-Bis`."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.latin_numbers import LATIN

from .reader import CONJUNCTIONS, Reader
from .words import MONTHS, roman_value, word_set

_DASHES = frozenset({"-", "–", "‑", "—", "−"})
_ORDINAL_MARKS = frozenset({"o", "º", "°", "ª"})
_ROMAN_LETTERS = frozenset({"I", "V", "X"})
_UNITS = word_set(
    """
    dia dias mes meses ano anos hora horas minuto minutos semana semanas peso pesos vez veces uma umas
    salario salarios por millon millones mil centavos bimestre bimestres periodo periodos trabajador
    trabajadores patron patrones credito creditos habil habiles natural naturales unidad unidades ejercicio
    ejercicios parcialidad parcialidades mensualidad mensualidades pago pagos persona personas
    """
)
_AFTER_LOOSE_LETTER = word_set(
    """
    de del fraccion fracciones fracc frac fr inciso incisos inc parrafo parrafos parr primer segundo ultimo
    y e o
    """
)


@dataclass(frozen=True, slots=True)
class Label:
    """An article number as the id writes it; `fraction` is the other reading of "15 I" (fraction I of 15)."""

    slug: str
    end: int
    fraction: str = ""
    number: str = ""


def read_label(reader: Reader, index: int) -> Label | None:
    """The article number that starts at a token, or None where the digits are something else."""
    token = reader.at(index)
    if token.kind != "n" or len(token.text) > 4 or not token.text.isascii():
        return None
    if reader.dotted(index) or reader.norm(index + 1) == "%" or reader.norm(index - 1) == "$":
        return None
    if reader.norm(index + 1) == "/" and reader.at(index + 2).kind == "n":
        return None
    number = str(int(token.text))
    at = _ordinal_mark(reader, index + 1)
    letter = _letter(reader, at)
    if letter is None:
        latin, after = _latin(reader, at)
        return Label("-".join(part for part in (number, latin) if part), after, number=number)
    text, after, spaced = letter
    latin, after = _latin(reader, after)
    slug = "-".join(part for part in (number, text, latin) if part)
    fraction = f"{number}/{text}" if spaced and text in _ROMAN_LETTERS and not latin else ""
    return Label(slug, after, fraction, number)


def _ordinal_mark(reader: Reader, at: int) -> int:
    """Skip the "o." of "4o."; a final point belongs to it."""
    if reader.norm(at) in _ORDINAL_MARKS and reader.joined(at):
        at += 1
        if reader.norm(at) == "." and reader.joined(at):
            at += 1
    elif reader.norm(at) == "." and reader.norm(at + 1) in _DASHES and reader.joined(at + 1) and reader.joined(at + 2):
        at += 1 if len(reader.norm(at + 2)) == 1 and reader.at(at + 2).kind == "w" else 0
    return at


def _letter(reader: Reader, at: int) -> tuple[str, int, bool] | None:
    """The letter of the number, the index after it, and whether a blank separates it."""
    if reader.norm(at) in _DASHES and (reader.joined(at) or reader.joined(at + 1)):
        token = reader.at(at + 1)
        if token.kind == "w" and len(token.text) == 1:
            return token.text.upper(), at + 2, False
        return None
    token = reader.at(at)
    if token.kind != "w" or len(token.text) != 1:
        return None
    if reader.norm(at + 1) == ")" and token.text.islower():
        return None
    if reader.joined(at):
        return token.text.upper(), at + 1, False
    return (token.text.upper(), at + 1, True) if _spaced_letter(reader, at) else None


def _spaced_letter(reader: Reader, at: int) -> bool:
    """Whether a lone letter after a blank belongs to the number: "40 A" does, "40 a 45" and "15 A LOS" do not."""
    token, following = reader.at(at), reader.at(at + 1)
    if reader.norm(at) in CONJUNCTIONS and (token.text.islower() or following.kind == "n"):
        return False
    if token.text.isupper():
        shouting = following.kind == "w" and len(following.text) > 1 and following.text.isupper()
        if reader.norm(at) == "a" and following.kind == "n":
            return False
        return not shouting or roman_value(following.text) is not None or _known_follower(reader, at + 1)
    if reader.norm(at) != "a":
        return following.kind in ("e", "p") or _known_follower(reader, at + 1)
    return following.kind == "e" or following.norm in (",", ";", ")", "?") or _known_follower(reader, at + 1)


def _known_follower(reader: Reader, at: int) -> bool:
    norm = reader.norm(at)
    if norm in LATIN or norm in _AFTER_LOOSE_LETTER:
        return True
    return reader.forms.names.longest(reader.norms, at) is not None or (reader.loose and roman_value(norm) is not None)


def _latin(reader: Reader, at: int) -> tuple[str, int]:
    """The Latin suffix at an index, "" where there is none; "Bis 1" gives "Bis-1"."""
    start = at + 1 if reader.norm(at) in _DASHES else at
    norm = reader.norm(start)
    if norm not in LATIN:
        return "", at
    after = start + 1
    token = reader.at(after)
    if token.kind == "n" and len(token.text) <= 2 and reader.at(after + 1).norm not in _UNITS:
        return f"{LATIN[norm]}-{token.text}", after + 1
    return LATIN[norm], after


def counts_something(reader: Reader, after: int) -> bool:
    """Whether the number that ends at `after` counts a thing ("30 días", "2 por ciento", "3 de enero")."""
    norm = reader.norm(after)
    if norm in _UNITS or norm == "%":
        return True
    if norm == "de" and reader.norm(after + 1) in MONTHS:
        return True
    return (
        norm in (".", ",")
        and reader.joined(after)
        and reader.at(after + 1).kind == "n"
        and (reader.joined(after + 1) and len(reader.at(after + 1).text) == 3)
    )


def range_end(reader: Reader, index: int) -> tuple[Label, int] | None:
    """The last member of "287 a 291", "197 al 263", "17-C a la 17-J"; None where no range follows."""
    at = index
    if reader.norm(at) in ("a", "al"):
        at += 1
        if reader.norm(at) in ("el", "la"):
            at += 1
    elif reader.norm(at) in _DASHES and reader.joined(at) and reader.at(at + 1).kind == "n":
        label = read_label(reader, at + 1)
        previous = reader.at(index - 1)
        if label and previous.kind == "n" and int(previous.text) < int(label.number) <= int(previous.text) + 200:
            return label, label.end
        return None
    else:
        return None
    if reader.norm(at) in ("articulo", "art"):
        at += 1
    label = read_label(reader, at)
    if label is None or counts_something(reader, label.end):
        return None
    return label, label.end
