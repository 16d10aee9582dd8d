"""The word "artículo" and the parts beside it: after the number ("15, fracción I") or before ("inciso c) del ...")."""

from __future__ import annotations

from .drafts import Draft, extend
from .labels import counts_something, read_label
from .parts import Level, keyword, read_part
from .reader import Reader
from .words import word_set

ARTICLE_WORDS = word_set("articulo articulos art arts artic arto artos articulas artts")
ARTICLE_TYPOS = word_set(
    """
    articlo aritculo atriculo artculo articuo artiuclo artcul articul articulos arituclo artocilo aticulo
    articiulo articullo artticulo articulo arrticulo artuculo articulp artichlo artivulo artìculo rticulo
    articulios articolo
    """
)
MOST_ITEMS = 400
"""Members of one list, and steps of one chain, beyond which no law goes."""
_MAX_LINKS = 6


def article_word(reader: Reader, index: int) -> int | None:
    """The index after "artículo", "arts.", "art" (typos included); None where the word is another."""
    norm = reader.norm(index)
    if norm not in ARTICLE_WORDS and norm not in ARTICLE_TYPOS:
        return None
    at = index + 1
    if reader.norm(at) == "." and reader.joined(at):
        at += 1
    if reader.norm(at) in ("num", "numero", "no", "nums", "numeros", "n"):
        following = at + 2 if reader.norm(at + 1) in (".", "º", "°") else at + 1
        if reader.at(following).kind == "n":
            return following
    if reader.norm(at) == "#":
        at += 1
    return at


def parts_after(reader: Reader, drafts: list[Draft], at: int, inverted: bool = False) -> int:
    """Read the parts that follow an article number, or the first part of an inverted chain.

    Returns the index after the last one. After a number, "y la fracción I del artículo 228" is not taken: it has an
    article of its own.
    """
    while True:
        after = at + 1 if reader.norm(at) in (",", "(") and reader.norm(at - 1) != "(" else at
        if reader.norm(at) == "(" and keyword(reader, after) is None:
            return at
        if reader.norm(after) == "en" and reader.norm(after + 1) in ("su", "sus"):
            after += 2
        part = read_part(reader, after, bare=True)
        joined = False
        if part is None:
            after = reader.separator(at)
            joined = after != at
            while joined and reader.norm(after) in ("la", "el", "los", "las", "su", "sus", "en"):
                after += 1
            fractions = any(level is Level.FRACCION for level, _ in drafts[-1].steps)
            part = read_part(reader, after, bare=fractions) if joined else None
            if part is not None and not inverted and inverted_target(reader, part.end) is not None:
                part = None
        if part is None or len(drafts) > MOST_ITEMS:
            return at
        extend(drafts, part, joined and reader.has_conjunction(at, after))
        opened = reader.norm(after - 1) == "("
        at = part.end + 1 if opened and reader.norm(part.end) == ")" else part.end


def points_elsewhere(reader: Reader, at: int) -> bool:
    """Whether "anterior", "siguiente" or "de este artículo" follow: then the part is of another article."""
    if reader.norm(at) in ("anterior", "anteriores", "siguiente", "siguientes"):
        return True
    return reader.norm(at) in ("de", "del") and reader.norm(at + 1) in ("este", "esta", "presente", "dicho", "citado")


def inverted_target(reader: Reader, at: int) -> int | None:
    """The index of the article word in "... del artículo", or of the next part in "... de la fracción"."""
    if reader.norm(at) == ",":
        at += 1
    if reader.norm(at) not in ("de", "del"):
        return None
    at += 1
    while reader.norm(at) in (
        "la",
        "el",
        "los",
        "las",
        "este",
        "presente",
        "mismo",
        "propio",
        "esta",
        "dicho",
        "citado",
    ):
        at += 1
    if article_word(reader, at) is not None or keyword(reader, at) is not None:
        return at
    label = read_label(reader, at) if reader.norm(at - 1) in ("del", "los", "el") else None
    return at if label and len(label.number) <= 3 and not counts_something(reader, label.end) else None


def read_chain(reader: Reader, index: int) -> tuple[list[list[Draft]], int] | None:
    """Segments of parts joined by "de": [inciso c)] de la [fracción V]; the index after the last one."""
    segments: list[list[Draft]] = []
    at = index
    while len(segments) < _MAX_LINKS:
        part = read_part(reader, at)
        if part is None:
            return None
        drafts = [Draft(at, part.end)]
        extend(drafts, part, joined_by_word=False)
        outer = part.end + 1 if reader.norm(part.end) == "," else part.end
        peek = read_part(reader, outer)
        if peek and peek.level < part.level < Level.PARRAFO:
            segments.append(drafts)
            at = outer
            continue
        # Only the first segment may be a list: the outer ones name one place each.
        end = parts_after(reader, drafts, part.end, inverted=True) if not segments else part.end
        segments.append(drafts)
        target = inverted_target(reader, end)
        if target is None or keyword(reader, target) is None:
            return segments, end
        at = target
    return None


def unfold(segments: list[list[Draft]], owner: list[tuple[Level, str]], end: int) -> list[Draft]:
    """Drafts of an inverted chain: every reading of its first segment under the outer ones and the article."""
    outer = list(owner)
    for segment in reversed(segments[1:]):
        outer += segment[-1].steps
    drafts = segments[0]
    base = "/".join(text for _, text in outer)
    for draft in drafts:
        draft.steps = [*outer, *draft.steps]
        draft.until = f"{base}/{draft.until}" if draft.until and base else draft.until
    drafts[-1].end = end
    return drafts
