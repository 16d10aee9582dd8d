"""Which law a provision belongs to: by name, acronym, definition of the context, or pointing back.

A name that is not in `forms.yaml` is still read ("Ley de Vías Generales de Comunicación") so that its articles are
never taken for ours.
"""

from __future__ import annotations

from dataclasses import dataclass

from .model import Basis
from .namesakes import read_namesake
from .reader import Reader
from .words import fold, ordinal_value, roman_value, word_set

_HEADS = {
    "ley": "ley",
    "leyes": "ley",
    "codigo": "codigo",
    "reglamento": "reglamento",
    "constitucion": "constitucion",
    "ordenamiento": "",
    "ordenamientos": "",
    "decreto": "decreto",
    "estatuto": "reglamento",
    "manual": "manual",
}
_SELF = frozenset({"esta", "este", "presente", "nuestra", "nuestro"})
_BACK = word_set(
    """
    mismo misma citado citada referido referida dicho dicha ese esa aludido aludida mencionado mencionada
    invocado invocada propio propia indicado indicada senalado senalada expresado multicitado multicitada
    """
)
_AFTER_HEAD = word_set(
    """
    citado citada referido referida mencionado mencionada invocado invocada aludido aludida indicado
    multicitado
    """
)
_CONNECTORS = word_set("de del la las los el y e en a al para por sobre que contra con")
_SMALL = word_set("de del la las los el y e en a al para por sobre que contra con o u")
_PREPOSITIONS = frozenset({"de", "del", "en", "conforme", "segun"})
_STOPS = word_set("articulo articulos fraccion parrafo inciso transitorio capitulo titulo seccion dof")
_DIVISIONS = frozenset({"capitulo", "titulo", "seccion", "libro"})
_QUOTES = frozenset({'"', "“", "«"})
_NAME_LIMIT = 30
_YEAR_WORDS = word_set("para el ejercicio fiscal de del ano - vigente en")


@dataclass(frozen=True, slots=True)
class Mention:
    """An instrument named or pointed at; `instrument` is "" where what it points at is not known."""

    instrument: str
    basis: Basis
    start: int
    end: int
    kind: str = ""


def read_name(reader: Reader, index: int) -> Mention | None:
    """A proper name or an acronym that starts at this token; nothing that needs a context."""
    if not _may_start_name(reader, index):
        return None
    found = reader.forms.names.longest(reader.norms, index)
    if found and found[1] == index + 1 and _common_word(reader, index):
        found = None
    generic = _generic_name(reader, index)
    if found is None:
        return generic
    known = _known(reader, found[0], index, found[1])
    extended = generic and generic.end > known.end and reader.norm(found[1]) in ("de", "del")
    title = " ".join(reader.norms[index : found[1]]) == fold(reader.forms.by_id[found[0]].title)
    return generic if extended and not title else known


def _common_word(reader: Reader, index: int) -> bool:
    """ "constitución" in lower case is the act of constituting."""
    return not reader.loose and len(reader.norm(index)) > 6 and reader.at(index).text.islower()


def _may_start_name(reader: Reader, index: int) -> bool:
    """Names start with a word; a single letter only as the first of a dotted acronym."""
    token = reader.at(index)
    return token.kind == "w" and (len(token.text) > 1 or reader.norm(index + 1) == ".")


def _known(reader: Reader, identifier: str, start: int, end: int) -> Mention:
    form = reader.forms.by_id[identifier]
    namesake = read_namesake(reader, form, end)
    if namesake:
        return Mention(f"{form.title} {namesake[0]}", Basis.NAMED, start, namesake[1], form.kind)
    if not form.yearly:
        return Mention(identifier, Basis.NAMED, start, end, form.kind)
    year, end = _year(reader, end)
    return Mention(f"{identifier}-{year or reader.context.year or form.current}", Basis.NAMED, start, end, form.kind)


def _year(reader: Reader, at: int) -> tuple[int, int]:
    """The year in "para el Ejercicio Fiscal de 2026", "2026", "-2026", "del 2026"; 0 where there is none."""
    start = at
    while at < start + 7 and reader.norm(at) in _YEAR_WORDS:
        at += 1
    token = reader.at(at)
    if token.kind == "n" and len(token.text) == 4 and 1990 <= int(token.text) <= 2100:
        return int(token.text), at + 1
    return 0, start


def _generic_name(reader: Reader, index: int) -> Mention | None:
    """A capitalised title that starts with Ley, Código, Reglamento...: up to its last capitalised word."""
    head = reader.norm(index)
    kind = _HEADS.get(head, "")
    if not kind or kind in ("decreto", "manual") or not reader.at(index).text[:1].isupper():
        return None
    if kind == "reglamento":
        owned = _regulation_of(reader, index, index + 1)
        if owned:
            return owned
    last, at = index, index + 1
    while at < index + _NAME_LIMIT:
        token = reader.at(at)
        joins_comma = token.text == "," and reader.at(at + 1).text[:1].isupper() and kind == "reglamento"
        if token.norm in _STOPS or (
            token.kind == "w"
            and token.norm in _HEADS
            and reader.norm(at - 1) in ("y", "e", "la", "el", "del", "de", ",")
        ):
            break
        if token.kind == "w" and token.text[:1].isupper() and token.norm not in _CONNECTORS:
            last = at
        elif not (token.kind == "w" and token.norm in _SMALL) and not joins_comma:
            break
        at += 1
    if last == index:
        return None
    title = " ".join(reader.text[reader.at(index).start : reader.at(last).end].split())
    return Mention(title, Basis.NAMED, index, last + 1, kind)


def regulation_of(law: str) -> str:
    """The id of a law's regulation, "" for no law; that of the LSS on collection is the RACERF."""
    return {"LSS": "RACERF", "": ""}.get(law, f"R{law}")


def _regulation_of(reader: Reader, start: int, at: int) -> Mention | None:
    """ "Reglamento de este Código", "reglamento de la LISR": named after the law that it regulates."""
    if reader.norm(at) not in ("de", "del") or "reglamento" in (reader.norm(at + 1), reader.norm(at + 2)):
        return None
    owner = read_instrument(reader, at, remember=False)
    if owner is None or not owner.instrument or owner.kind not in ("ley", "codigo"):
        return None
    return Mention(regulation_of(owner.instrument), owner.basis, start, owner.end, "reglamento")


def read_instrument(reader: Reader, index: int, remember: bool = True) -> Mention | None:
    """The instrument after a provision: ", de la Ley del Seguro Social", " LSS", "(CFF)", "del mismo ordenamiento"."""
    at = index
    if reader.norm(at) == "(" and reader.norm(at + 1) != "(":
        inner = read_instrument(reader, at + 1, remember)
        if inner and reader.norm(inner.end) == ")":
            return Mention(inner.instrument, inner.basis, index, inner.end + 1, inner.kind)
        return None
    at += 1 if reader.norm(at) == "," else 0
    at += 1 if reader.norm(at) in ("ambos", "todos", "vigente") else 0
    prepositioned = False
    at = _skip_divisions(reader, at)
    if reader.norm(at) in _PREPOSITIONS:
        prepositioned = True
        at += 1
        if reader.norm(at) == "a" and reader.norm(at - 1) == "conforme":
            at += 1
    if reader.norm(at) in ("la", "el", "los", "las", "lo"):
        at += 1
    if reader.norm(at) == "h" and reader.norm(at + 1) == ".":
        at += 2
    at += 1 if reader.norm(at) in _QUOTES else 0
    mention = _constitutional(reader, at) or read_name(reader, at) or _pointed(reader, at, prepositioned)
    if mention and remember and mention.instrument:
        reader.note_instrument(mention.instrument, mention.kind)
    return mention


def _skip_divisions(reader: Reader, index: int) -> int:
    """The index after "del Capítulo VIII del Título II", where a law follows the divisions of it."""
    at = index
    if reader.norm(at) in ("o", "y") and reader.norm(at + 1) in ("de", "del"):
        at += 1
    for _ in range(4):
        after = at + 1 if reader.norm(at) in ("de", "del") else at
        after += 1 if reader.norm(after) == "la" else 0
        value = reader.norm(after + 1)
        known = roman_value(value) or ordinal_value(value) is not None or reader.at(after + 1).kind == "n"
        if after == at or reader.norm(after) not in _DIVISIONS or not known:
            return at if at > index + 1 else index
        at = after + 2
        at += 1 if reader.norm(at) == "," else 0
    return at


def _constitutional(reader: Reader, at: int) -> Mention | None:
    if reader.norm(at) in ("constitucional", "constitucionales"):
        return Mention("CPEUM", Basis.NAMED, at, at + 1, "constitucion")
    return None


def _pointed(reader: Reader, index: int, prepositioned: bool) -> Mention | None:
    """ "esta Ley", "del Código", "dicho ordenamiento", "del mismo": never a name."""
    if not prepositioned:
        return None
    at = index
    if reader.norm(at) == "su" and reader.norm(at + 1) == "reglamento":
        owner = reader.last_instrument
        return Mention(regulation_of(owner), Basis.ANAPHORA if owner else Basis.NONE, index, at + 2, "reglamento")
    self_pointing = reader.norm(at) in _SELF
    at += 1 if self_pointing else 0
    back = reader.norm(at) in _BACK
    at += 1 if back else 0
    if reader.norm(at) == "cuerpo" and reader.norm(at + 1) in ("legal", "normativo"):
        kind, end = "", at + 2
    elif reader.norm(at) in _HEADS:
        named = read_name(reader, at)
        if named:
            return Mention(named.instrument, named.basis, index, named.end, named.kind)
        kind, end = _HEADS[reader.norm(at)], at + 1
        end += 1 if reader.norm(end) in ("legal", "juridico", "normativo") and not kind else 0
    elif back and reader.norm(index) in ("mismo", "misma") and reader.at(at).kind != "w":
        return _back(reader, index, at, "")
    elif back and reader.norm(index) in ("mismo", "misma") and reader.at(at).text.islower():
        return _back(reader, index, at, "") if reader.norm(at) in ("y", "que", "se", "o", "para") else None
    else:
        return None
    end += 1 if reader.norm(end) == "antes" and reader.norm(end + 1) in _AFTER_HEAD else 0
    if reader.norm(end) in _AFTER_HEAD:
        back, end = True, end + 1
    elif reader.norm(end) == "en" and reader.norm(end + 1) in ("comento", "cita", "cuestion", "mencion"):
        back, end = True, end + 2
    if reader.norm(end) in ("de", "en") and reader.norm(end + 1) == "la" and reader.norm(end + 2) == "materia":
        return Mention("", Basis.NONE, index, end + 3, kind)
    if kind == "decreto":
        return Mention("", Basis.NONE, index, end, kind)
    meant = reader.forms.get(reader.context.definitions.get(kind, "") or reader.context.instrument)
    namesake = read_namesake(reader, meant, end) if meant and not self_pointing else None
    if meant and namesake:
        return Mention(f"{meant.title} {namesake[0]}", Basis.ANAPHORA, index, namesake[1], kind)
    return _self_or_back(reader, index, end, kind, self_pointing, back)


def _self_or_back(reader: Reader, start: int, end: int, kind: str, self_pointing: bool, back: bool) -> Mention:
    home = reader.context.instrument
    home_form = reader.forms.get(home) if home else None
    home_fits = bool(home_form and (not kind or home_form.kind == kind))
    if kind == "reglamento" and not self_pointing and not back:
        owned = _regulation_of(reader, start, end)
        if owned:
            return owned
    if self_pointing:
        return Mention(home if home_fits else "", Basis.CONTEXT if home_fits else Basis.NONE, start, end, kind)
    if back:
        return _back(reader, start, end, kind)
    defined = reader.context.definitions.get(kind, "")
    if defined:
        return Mention(defined, Basis.DEFINED, start, end, kind)
    if home_fits:
        return Mention(home, Basis.CONTEXT, start, end, kind)
    return _back(reader, start, end, kind)


def _back(reader: Reader, start: int, end: int, kind: str) -> Mention:
    """The last instrument named before, of that kind where the word says one."""
    before = reader.last_by_kind.get(kind, "") if kind else reader.last_instrument
    same = reader.norm(start) in ("mismo", "misma", "propio", "propia") or reader.norm(end - 1) in _HEADS
    if not before and same and reader.context.instrument:
        form = reader.forms.get(reader.context.instrument)
        if form and (not kind or form.kind == kind):
            before = reader.context.instrument
    return Mention(before, Basis.ANAPHORA if before else Basis.NONE, start, end, kind)
