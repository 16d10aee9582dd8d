"""Functions of an organisation manual: "numeral 27", "7.1.3 numeral 27", "función 18 de cobro coactivo"."""

from __future__ import annotations

from .drafts import Draft, extend
from .instruments import Mention, read_instrument
from .labels import counts_something
from .model import Basis, CitationKind, Unresolved
from .parts import Level, read_part
from .reader import Reader

FUNCTION_WORDS = frozenset({"numeral", "numerales", "funcion", "funciones", "num"})
_LIST_LIMIT = 80


def read_functions(
    reader: Reader, index: int, chapter: str = "", start: int | None = None
) -> tuple[list[Draft], int] | None:
    """Functions after "numeral" or "función"; the chapter stands before ("7.1.3 numeral 27") or after ("del 7.1.3")."""
    at = index
    if reader.norm(at) in FUNCTION_WORDS:
        at += 1
        at += 1 if reader.norm(at) in (".", "n", "no") and reader.joined(at) else 0
        inner = reader.dotted(at)
        if inner and reader.forms.chapter(inner[0]) and not chapter:
            return read_chapter(reader, at, index)
    elif not chapter:
        return None
    drafts, end = _numbers(reader, at, start if start is not None else index)
    if not drafts:
        return None
    owner = (reader.forms.chapter(chapter) or "", chapter) if chapter else None
    found = _owner_after(reader, end)
    if found:
        owner, end = found
        drafts[-1].end = end
    _assign(reader, drafts, owner)
    return drafts, end


def read_chapter(reader: Reader, index: int, start: int | None = None) -> tuple[list[Draft], int] | None:
    """ "7.1.3 numeral 27", "7.1.3, funciones 27 y 77", "7.1.3/27", "7.3.1.2-18"; None for a chapter alone."""
    found = reader.dotted(index)
    if found is None or reader.forms.chapter(found[0]) is None:
        return None
    chapter, at = found
    if reader.norm(at) in (",", "(", "/", "-", ":", "–"):
        at += 1
    while reader.norm(at) in ("en", "su", "sus", "la", "el", "las", "los"):
        at += 1
    joint = reader.norm(at - 1) in ("/", "-", ":", "–") or (reader.loose and at == found[1])
    if reader.norm(at) not in FUNCTION_WORDS and not (joint and reader.at(at).kind == "n"):
        return None
    return read_functions(reader, at, chapter, index if start is None else start)


def _numbers(reader: Reader, at: int, start: int) -> tuple[list[Draft], int]:
    drafts: list[Draft] = []
    end = at
    while len(drafts) < _LIST_LIMIT:
        token = reader.at(at)
        if token.kind != "n" or len(token.text) > 3 or reader.dotted(at) or counts_something(reader, at + 1):
            break
        draft = Draft(
            start if not drafts else at, at + 1, [(Level.ARTICLE, str(int(token.text)))], kind=CitationKind.NUMERAL
        )
        drafts.append(draft)
        end = at + 1
        if reader.norm(end) in ("a", "al") and reader.at(end + 1).kind == "n":
            draft.until, end = str(int(reader.at(end + 1).text)), end + 2
            draft.end = end
        end = _incisos(reader, drafts, end)
        at = reader.separator(end)
        at += 1 if at != end and reader.norm(at) in ("el", "la", "los", "las") else 0
        if at == end:
            break
        at += 1 if reader.norm(at) in FUNCTION_WORDS else 0
    return drafts, end


def _incisos(reader: Reader, drafts: list[Draft], end: int) -> int:
    if reader.norm(end) == "/" and reader.at(end + 1).kind == "w" and len(reader.at(end + 1).text) == 1:
        drafts[-1].steps.append((Level.INCISO, reader.norm(end + 1)))
        drafts[-1].end = end + 2
        return end + 2
    at = end + 1 if reader.norm(end) == "," else end
    part = read_part(reader, at, bare=True)
    if part is None or part.level is not Level.INCISO:
        return end
    extend(drafts, part, joined_by_word=False)
    return part.end


def read_of_manual(reader: Reader, index: int) -> tuple[list[Draft], int] | None:
    """ "el 77 del manual": a function with no word before it."""
    introduced = reader.norm(index - 1) in ("el", "al", "del", "los")
    drafts, end = _numbers(reader, index, index) if introduced else ([], index)
    if not drafts or (reader.norm(end), reader.norm(end + 1)) != ("del", "manual"):
        return None
    owner = None
    found = _owner_after(reader, end)
    if found:
        owner, end = found
        drafts[-1].end = end
    _assign(reader, drafts, owner)
    return drafts, end


def _owner_after(reader: Reader, end: int) -> tuple[tuple[str, str], int] | None:
    """The manual's unit or chapter after the number: "numeral 27 de supervisión", "función 18 del numeral 7.3.1.2"."""
    at = end + 1 if reader.norm(end) in (",", "(") else end
    while reader.norm(at) in ("de", "del", "la", "el"):
        at += 1
    at += 1 if reader.norm(at) in ("numeral", "capitulo", "apartado", "punto") else 0
    dotted = reader.dotted(at)
    if dotted and reader.forms.chapter(dotted[0]):
        after = dotted[1] + 1 if reader.norm(end) == "(" and reader.norm(dotted[1]) == ")" else dotted[1]
        return (reader.forms.chapter(dotted[0]) or "", dotted[0]), after
    unit = reader.forms.units.longest(reader.norms, at)
    if unit:
        manual, _, chapter = unit[0].partition(":")
        closed = reader.norm(end) == "(" and reader.norm(unit[1]) == ")"
        return (manual, chapter), unit[1] + 1 if closed else unit[1]
    mention = read_instrument(reader, end)
    if mention and mention.instrument:
        return (mention.instrument, _only_chapter(reader, mention)), mention.end
    return None


def _only_chapter(reader: Reader, mention: Mention) -> str:
    form = reader.forms.get(mention.instrument)
    return next(iter(form.chapters)) if form and form.chapters else ""


def _assign(reader: Reader, drafts: list[Draft], owner: tuple[str, str] | None) -> None:
    """Give every function its manual; a numeral of a law is an article; with no owner all are candidates."""
    home = reader.context.instrument
    home_form = reader.forms.get(home) if home else None
    basis = Basis.NAMED
    if owner is None and home_form and home_form.chapters:
        owner, basis = (home, next(iter(home_form.chapters))), Basis.CONTEXT
    for draft in drafts:
        if owner and owner[1]:
            draft.instrument, draft.prefix, draft.basis = owner[0], owner[1], basis
            draft.until = f"{owner[1]}/{draft.until}" if draft.until else ""
        elif owner:
            draft.instrument, draft.basis, draft.kind = owner[0], basis, CitationKind.ARTICLE
        elif reader.context.instrument:
            draft.unresolved = Unresolved.NO_ANTECEDENT
        else:
            draft.unresolved = Unresolved.AMBIGUOUS
            draft.candidates = tuple(f"{manual}:{number}/{draft.path}" for manual, number in reader.forms.chapters())
