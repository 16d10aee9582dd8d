"""The scan: one pass over the tokens, each handler reads as far as its construction goes and never goes back."""

from __future__ import annotations

from bisect import bisect_right

from . import articles, manuals, pointers, transitorios
from .chains import article_word
from .documents import find_documents
from .drafts import Draft
from .ids import read_machine_id
from .instruments import Mention, read_instrument, read_name
from .labels import counts_something, read_label
from .model import Citation, Context
from .parts import keyword, read_part
from .reader import Reader
from .words import FROM_THE_END, ordinal_value

_Found = tuple[list[Draft], int] | None


def find_citations(text: str, context: Context | None = None) -> list[Citation]:
    """Every provision and numbered document named in a text, in order, with its span.

    Time is linear in the length of the text. Nothing is guessed: what a text does not decide comes back with
    `unresolved` and, where the readings are few, `candidates`.
    """
    return read(Reader(text, context or Context()))


def read(reader: Reader) -> list[Citation]:
    """Run the scan over a reader."""
    documents = list(find_documents(reader.text))
    starts = [document.start for document in documents]
    drafts: list[Draft] = []
    index = 0
    while index < len(reader.tokens):
        covering = bisect_right(starts, reader.at(index).start) - 1
        if covering >= 0 and reader.at(index).start < documents[covering].end:
            index += 1
            continue
        found = _read_at(reader, index)
        if found is None:
            if reader.ends_sentence(index):
                reader.in_sentence.clear()
            index += 1
            continue
        drafts += found[0]
        index = max(found[1], index + 1)
    citations = [draft.citation(reader) for draft in drafts]
    return sorted([*citations, *documents], key=lambda citation: (citation.start, citation.end))


def _read_at(reader: Reader, index: int) -> _Found:
    token = reader.at(index)
    if token.kind == "n":
        return _number(reader, index)
    if token.kind != "w":
        return None
    after = article_word(reader, index)
    if after is not None:
        return _article_list(reader, index, after)
    if transitorios.transitorio_word(reader, index):
        return transitorios.read_transitorios(reader, index)
    if reader.norm(index) in manuals.FUNCTION_WORDS:
        return _functions(reader, index)
    if reader.norm(index) in articles.COURT_WORDS:
        found = _court_word(reader, index)
        if found:
            return found
    if keyword(reader, index) is not None:
        return _parts(reader, index) or pointers.read_pointer(reader, index)
    if ordinal_value(token.norm) is not None or token.norm in FROM_THE_END:
        return transitorios.read_transitorios(reader, index) or _parts(reader, index)
    pointer = pointers.read_pointer(reader, index)
    if pointer:
        return pointer
    return _mention(reader, index)


def _article_list(reader: Reader, index: int, after: int) -> _Found:
    """What follows "artículo": numbers, a transitorio in words, or a pointing word."""
    if transitorios.transitorio_word(reader, after):
        return transitorios.read_transitorios(reader, after, index)
    if ordinal_value(reader.norm(after)) is not None:
        return transitorios.read_transitorios(reader, after, index) or ([], after)
    if reader.at(after).kind == "n":
        numbered = transitorios.read_transitorios(reader, after, index)
        if numbered:
            return numbered
    at = after
    while reader.norm(at) in ("del", "el", "los", ":"):
        at += 1
    drafts, end = articles.read_articles(reader, at, index)
    if drafts:
        return drafts, end
    if reader.norm(index - 1) in ("citado", "dicho", "mismo"):
        return None
    return pointers.read_pointer(reader, index)


def _functions(reader: Reader, index: int) -> _Found:
    found = manuals.read_functions(reader, index)
    label = read_label(reader, index + 1)
    if label and label.slug != label.number:
        drafts, end = articles.read_articles(reader, index + 1, index)
        if drafts:
            return drafts, end
    return found or pointers.read_pointer(reader, index)


def _court_word(reader: Reader, index: int) -> _Found:
    """ "preceptos 21 y 17-A del CFF", "el diverso 40 A": a court's word for article, only with a number after it."""
    if read_label(reader, index + 1) is None:
        return None
    drafts, end = articles.read_articles(reader, index + 1, index, bare=True)
    return (drafts, end) if drafts and drafts[0].instrument else None


def _parts(reader: Reader, index: int) -> _Found:
    if read_part(reader, index) is None:
        return None
    return articles.read_inverted(reader, index) or pointers.read_loose_parts(reader, index)


def _number(reader: Reader, index: int) -> _Found:
    """A number with no word before it: a manual's chapter, or an article beside the name of its law ("21 CFF")."""
    chapter = manuals.read_chapter(reader, index)
    if chapter:
        return chapter
    dotted = reader.dotted(index)
    if dotted:
        return [], dotted[1]
    day = reader.day(index)
    if day:
        return [], day[1]
    if reader.norm(index + 1) in ("º", "°", "o", "a") and reader.joined(index + 1):
        transitorio = transitorios.read_transitorios(reader, index)
        if transitorio:
            return transitorio
    return manuals.read_of_manual(reader, index) or _bare_article(reader, index)


def _bare_article(reader: Reader, index: int) -> _Found:
    label = read_label(reader, index)
    if label is None or len(label.number) > 3:
        return None
    mention = read_instrument(reader, label.end, remember=False)
    if mention is None:
        return articles.probe_bare(reader, index)
    form = reader.forms.get(mention.instrument)
    written_close = reader.norm(label.end) not in ("de", "del", ",") and form is not None
    introduced = reader.norm(index - 1) in ("el", "los", "al", "del", "y") or label.slug != label.number
    if not (mention.instrument and (written_close or introduced)) or (form is None and mention.kind == "decreto"):
        return None
    drafts, end = articles.read_articles(reader, index, index, bare=True)
    return (drafts, end) if drafts else None


def _mention(reader: Reader, index: int) -> _Found:
    """An instrument named on its own; what follows is its own ("LSS 40 A", "la LSS, artículo 40 A")."""
    mention = read_name(reader, index)
    if mention is None:
        return None
    reader.note_instrument(mention.instrument, mention.kind)
    return _after_mention(reader, index, mention)


def _after_mention(reader: Reader, index: int, mention: Mention) -> _Found:
    at = mention.end
    machine = read_machine_id(reader, index, mention)
    if machine:
        return machine
    if mention.kind == "manual":
        return _after_manual(reader, index, mention)
    at += 1 if reader.norm(at) in (",", ":", "(", "-", "–") else 0
    dashed = reader.norm(mention.end) in ("-", "–") and reader.joined(at) and reader.joined(mention.end)
    linked = at
    while reader.norm(linked) in ("en", "su", "sus", "el", "los", "la", "las"):
        linked += 1
    after = article_word(reader, linked)
    if after is not None and read_label(reader, after):
        drafts, end = articles.read_articles(reader, after, index if linked == mention.end else linked, prefix=mention)
        return (drafts, end) if drafts else ([], mention.end)
    if transitorios.transitorio_word(reader, linked) or ordinal_value(reader.norm(linked)) is not None:
        return _own_transitorios(reader, index, linked, mention)
    if (dashed and read_label(reader, at)) or _number_of_law(reader, at, mention):
        return articles.read_articles(reader, at, index, bare=True, prefix=mention)
    return [], mention.end


def _number_of_law(reader: Reader, at: int, mention: Mention) -> bool:
    """Whether the number after the name of a law is an article: "LSS 40 A" and "CFF: 21" are, "CFF, 15 días" is not."""
    label = read_label(reader, at)
    if label is None or len(label.number) > 3 or counts_something(reader, label.end):
        return False
    if at == mention.end:
        return True
    return reader.norm(mention.end) in (":", ",") and (label.slug != label.number or _ends_there(reader, label.end))


def _ends_there(reader: Reader, at: int) -> bool:
    return reader.at(at).kind in ("e", "p") or keyword(reader, at) is not None


def _own_transitorios(reader: Reader, index: int, at: int, mention: Mention) -> _Found:
    found = transitorios.read_transitorios(reader, at, index, owner=mention)
    return found or ([], mention.end)


def _after_manual(reader: Reader, index: int, mention: Mention) -> _Found:
    at = mention.end
    while reader.norm(at) in (",", ":", "(", "en", "su", "el", "la", "los", "las", "numeral", "apartado", "capitulo"):
        if reader.norm(at) == "numeral" and not reader.dotted(at + 1):
            break
        at += 1
    form = reader.forms.get(mention.instrument)
    chapter = next(iter(form.chapters), "") if form else ""
    found = manuals.read_chapter(reader, at, index)
    if found is None and reader.norm(at) in manuals.FUNCTION_WORDS:
        found = manuals.read_functions(reader, at, chapter, index)
    return found or ([], mention.end)
