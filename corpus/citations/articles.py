"""Articles with their parts and their law, in lists and ranges, forwards and inverted.

artículos 15, fracción I, y 40 A de la Ley del Seguro Social
inciso c) de la fracción V del artículo 66-A del CFF
LSS 40 A, 40 B y 304; CFF 21
"""

from __future__ import annotations

from .chains import MOST_ITEMS, article_word, inverted_target, parts_after, points_elsewhere, read_chain, unfold
from .drafts import Draft
from .instruments import Mention, read_instrument
from .labels import Label, counts_something, range_end, read_label
from .model import Basis, Unresolved
from .namesakes import speaks_of_abrogated
from .parts import Level, keyword, read_part
from .reader import Reader
from .words import word_set

COURT_WORDS = word_set("precepto preceptos numeral numerales ordinal dispositivo dispositivos diverso diversos")
_DETERMINERS = word_set("el los la las del de al su sus")
_POINTING = frozenset(
    {"citado", "citados", "dicho", "dichos", "referido", "mencionado", "aludido", "mismo", "invocado"}
)
_MAX_LINKS = 6


def _parts_after_law(reader: Reader, drafts: list[Draft], at: int) -> int:
    """ "artículo 66-A del CFF, fracción V, inciso c)": parts written after the law belong to the last article."""
    after = at + 1 if reader.norm(at) == "," else at
    if reader.norm(after) == "en" and reader.norm(after + 1) in ("su", "sus"):
        after += 2
    part = read_part(reader, after)
    if part is None or inverted_target(reader, part.end) is not None or points_elsewhere(reader, part.end):
        return at
    law = (drafts[-1].instrument, drafts[-1].basis)
    before = len(drafts)
    end = parts_after(reader, drafts, at)
    for draft in drafts[before:]:
        draft.instrument, draft.basis = law
    return end


def _items(reader: Reader, at: int, start: int, bare: bool) -> tuple[list[Draft], int]:
    """Article numbers with their parts, as many as the list has; `start` is the token of the word before."""
    drafts: list[Draft] = []
    end = at
    while len(drafts) < MOST_ITEMS:
        label = read_label(reader, at)
        if label is None or (drafts and counts_something(reader, label.end)):
            break
        if bare and len(label.number) > 3:
            break
        draft = _draft(label, start if not drafts else at)
        drafts.append(draft)
        end = label.end
        last = range_end(reader, end)
        if last:
            draft.until, end = last[0].slug, last[1]
            draft.end = end
        before = len(drafts)
        end = parts_after(reader, drafts, end)
        if label.fraction and len(drafts) > before:
            draft.fraction_reading = ""
        following = _next_item(reader, end)
        if following is None:
            break
        at = following
    return drafts, end


def _already_named(reader: Reader, drafts: list[Draft], end: int) -> Mention | None:
    """The law that "el citado artículo 53-B" had when it was named before."""
    law = reader.seen.get(drafts[0].steps[0][1], "")
    return Mention(law, Basis.ANAPHORA, end, end) if law else None


def probe_bare(reader: Reader, index: int) -> tuple[list[Draft], int] | None:
    """ "los 17-A y 21 del CFF": numbers with no word before them, read only if a law closes the list.

    Returns no drafts and the end of the list where none does, so that the scan does not try its members again.
    """
    label = read_label(reader, index)
    if label is None or (label.slug == label.number and reader.norm(index - 1) not in ("los", "el", "al")):
        return None
    drafts, end = _items(reader, index, index, bare=True)
    mention = read_instrument(reader, end) if drafts else None
    if mention is None or not mention.instrument:
        return [], max(end, label.end)
    _assign(reader, drafts, mention, None, end)
    drafts[-1].end = mention.end
    return drafts, mention.end


def _draft(label: Label, start: int) -> Draft:
    return Draft(start, label.end, [(Level.ARTICLE, label.slug)], fraction_reading=label.fraction)


def _next_item(reader: Reader, end: int) -> int | None:
    """Where the list goes on with another number: after the separator, its determiners and an article word."""
    at = reader.separator(end)
    if at == end:
        return None
    conjunction = reader.has_conjunction(end, at)
    while reader.norm(at) in _DETERMINERS:
        at += 1
    after_word = article_word(reader, at)
    if after_word is not None:
        at = after_word
    label = read_label(reader, at)
    if label is None or counts_something(reader, label.end):
        return None
    if reader.norm(end) == ";" and after_word is None and not conjunction and label.slug == label.number:
        # "artículos 55, primer párrafo; 56, segundo párrafo": a sentence that goes on with a number is not a list
        listed = reader.norm(label.end) in (",", ";") or read_part(reader, label.end) is not None
        return at if listed else None
    return at


def read_articles(
    reader: Reader, at: int, start: int, bare: bool = False, prefix: Mention | None = None
) -> tuple[list[Draft], int]:
    """A list of articles with the law of each; lists that change law in the middle are read to their end.

    `bare` asks for what a number with no word before it must prove: an instrument beside it (or `prefix`).
    """
    everything: list[Draft] = []
    while True:
        drafts, end = _items(reader, at, start, bare)
        if not drafts:
            break
        mention = read_instrument(reader, end)
        if mention is None and prefix is None:
            linked = _linked_group(reader, end)
            if linked:
                more, after, mention = linked
                drafts += more
                end = after
        if mention is None and prefix is None and reader.norm(start - 1) in _POINTING:
            prefix = _already_named(reader, drafts, end)
        _assign(reader, drafts, mention, prefix, end)
        reader.seen.update((draft.steps[0][1], draft.instrument) for draft in drafts if draft.instrument)
        if mention:
            drafts[-1].end = mention.end
            end = _parts_after_law(reader, drafts, mention.end)
        everything += drafts
        following = _next_item(reader, end)
        if mention is None or following is None or len(everything) > MOST_ITEMS:
            break
        at, start, prefix = following, following, None
    return everything, (everything[-1].end if everything else at)


def _linked_group(reader: Reader, end: int, depth: int = 0) -> tuple[list[Draft], int, Mention] | None:
    """ "... y la fracción I del artículo 228 de la LSS": an inverted member whose law is that of the list."""
    at = reader.separator(end)
    if at == end:
        return None
    first = at
    while reader.norm(at) in _DETERMINERS:
        at += 1
    if keyword(reader, at) is None and read_part(reader, at) is None:
        return None
    found = read_inverted(reader, at, first, depth)
    if found is None or not found[0][0].instrument or found[0][0].basis is Basis.CONTEXT:
        return None
    drafts, after = found
    return drafts, after, Mention(drafts[0].instrument, drafts[0].basis, after, after)


def _assign(reader: Reader, drafts: list[Draft], mention: Mention | None, prefix: Mention | None, end: int) -> None:
    """Give the drafts their instrument: the one written after, the one before, the context, the sentence."""
    named = [draft for draft in drafts if not draft.instrument]
    if mention and prefix and len(named) > 1 and not _prepositioned(reader, end):
        _give(named[-1:], mention)
        named = named[:-1]
        mention = None
    chosen = mention or prefix
    if chosen:
        _give(named, chosen)
        return
    home = reader.context.instrument
    if home:
        _give(named, Mention("" if _may_be_of_another(reader, end) else home, Basis.CONTEXT, end, end))
    elif len(reader.in_sentence) == 1:
        _give(named, Mention(reader.in_sentence[0], Basis.SENTENCE, end, end))


def _may_be_of_another(reader: Reader, end: int) -> bool:
    """Whether articles without a law are not surely of the law that the text stands in: only transitorios are so."""
    if reader.context.decree is None:
        return False
    return reader.context.shared or speaks_of_abrogated(reader, end)


def _prepositioned(reader: Reader, end: int) -> bool:
    at = end + 1 if reader.norm(end) == "," else end
    return reader.norm(at) in ("de", "del", "(")


def _give(drafts: list[Draft], mention: Mention) -> None:
    for draft in drafts:
        draft.instrument, draft.basis = mention.instrument, mention.basis
        if not mention.instrument and mention.kind == "decreto":
            draft.unresolved = Unresolved.DECREE


def read_inverted(
    reader: Reader, index: int, start: int | None = None, depth: int = 0
) -> tuple[list[Draft], int] | None:
    """Parts first: "inciso c) de la fracción V del artículo 66-A". None where no article is reached."""
    found = read_chain(reader, index)
    if found is None:
        return None
    segments, at = found
    target = inverted_target(reader, at)
    if target is None:
        return None
    after = article_word(reader, target) or target
    label = read_label(reader, after)
    if label is None:
        return None
    drafts = unfold(segments, [(Level.ARTICLE, label.slug)], label.end)
    drafts[0].start = start if start is not None else index
    end = label.end
    following = _next_item(reader, end)
    if following is not None:
        more, end = _items(reader, following, following, bare=False)
        drafts += more
    mention = read_instrument(reader, end)
    if mention is None and depth < _MAX_LINKS:
        linked = _linked_group(reader, end, depth + 1)
        if linked:
            more, end, mention = linked
            drafts += more
    _assign(reader, drafts, mention, None, end)
    end = mention.end if mention else end
    drafts[-1].end = end
    return drafts, end
