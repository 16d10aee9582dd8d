"""Mentions that point without naming: "dicho precepto", "el artículo anterior", "la fracción II de este artículo"."""

from __future__ import annotations

from .chains import read_chain, unfold
from .drafts import Draft
from .model import Basis, CitationKind, Unresolved
from .reader import Reader
from .words import word_set

_BACK = word_set(
    """
    dicho dicha dichos dichas citado citada citados citadas referido referida referidos referidas mencionado
    mencionada mencionados mencionadas aludido aludida ese esa esos esas mismo misma invocado invocada tal
    tales propio
    """
)
_SELF = frozenset({"este", "presente", "esta", "estos", "estas"})
_NOUNS = word_set(
    """
    articulo articulos precepto preceptos disposicion numeral dispositivo parrafo parrafos fraccion
    fracciones inciso incisos
    """
)
_AROUND = {
    "anterior": "anterior",
    "anteriores": "anterior",
    "siguiente": "siguiente",
    "siguientes": "siguiente",
    "precedente": "anterior",
}
_PLACED = frozenset({"antecede", "anteceden", "precede", "preceden"})
_ARTICLE_NOUNS = frozenset({"articulo", "precepto", "dispositivo", "art"})


def read_pointer(reader: Reader, index: int) -> tuple[list[Draft], int] | None:
    """A pointing mention that starts at a token; None where the words are something else."""
    norm = reader.norm(index)
    if norm in _SELF and reader.norm(index + 1) in _ARTICLE_NOUNS:
        return [_article(reader, index, index + 2, "este")], index + 2
    if norm in _BACK:
        noun = index + 1
        while reader.norm(noun) in _BACK:
            noun += 1
            if noun > index + 3:
                return None
        if reader.norm(noun) in _NOUNS and reader.at(noun + 1).kind != "n":
            return [_unknown(index, noun + 1)], noun + 1
        return None
    if norm in _NOUNS:
        return _around(reader, index)
    return None


def _around(reader: Reader, index: int) -> tuple[list[Draft], int] | None:
    """ "artículo anterior", "párrafo siguiente", "fracción que antecede", "precepto citado"."""
    after = index + 1
    after += 1 if reader.norm(after) == "inmediato" else 0
    direction = _AROUND.get(reader.norm(after), "")
    end = after + 1
    if reader.norm(after) == "que" and reader.norm(after + 1) in _PLACED:
        direction, end = "anterior", after + 2
    if not direction and reader.norm(after) in _BACK - {"ese", "esa", "mismo", "misma", "propio", "tal"}:
        return [_unknown(index, end)], end
    if not direction:
        return None
    if reader.norm(index) in _ARTICLE_NOUNS:
        return [_article(reader, index, end, direction)], end
    return [_unknown(index, end, direction)], end


def _article(reader: Reader, start: int, end: int, direction: str) -> Draft:
    """The article that the text stands in, or the one beside it: known only where the context says which."""
    root = reader.context.root
    draft = Draft(start, end, kind=CitationKind.ANAPHORA, relative=direction, unresolved=Unresolved.NO_ANTECEDENT)
    if root:
        instrument, _, path = root.partition(":")
        draft.instrument, draft.basis, draft.prefix = instrument, Basis.CONTEXT, path
        draft.unresolved = None if direction == "este" else Unresolved.NO_ANTECEDENT
    return draft


def _unknown(start: int, end: int, direction: str = "") -> Draft:
    return Draft(start, end, kind=CitationKind.ANAPHORA, relative=direction, unresolved=Unresolved.NO_ANTECEDENT)


def read_loose_parts(reader: Reader, index: int) -> tuple[list[Draft], int] | None:
    """Parts with no article number: of "este artículo" where it says so, else of the article the text stands in.

    A paragraph or an inciso alone ("el segundo párrafo") may be of a fraction: only a fraction is taken to be of
    the article.
    """
    found = read_chain(reader, index)
    if found is None:
        return None
    segments, end = found
    owner, end = _owner(reader, end)
    base = owner or _article(reader, index, end, "este")
    known = owner is not None and base.unresolved is None and bool(base.prefix)
    drafts = unfold(segments, [], end)
    for draft in drafts:
        draft.kind, draft.relative, draft.prefix = CitationKind.ANAPHORA, base.relative, base.prefix
        draft.instrument, draft.basis = base.instrument, base.basis
        draft.unresolved = None if known else Unresolved.NO_ANTECEDENT
        if known and draft.until:
            draft.until = f"{base.prefix}/{draft.until}"
    drafts[0].start = index
    return drafts, end


def _owner(reader: Reader, end: int) -> tuple[Draft | None, int]:
    """The "este artículo", "del artículo anterior" or "del citado artículo" that parts hang on."""
    at = end + 1 if reader.norm(end) == "," else end
    if reader.norm(at) not in ("de", "del"):
        return None, end
    at += 1
    at += 1 if reader.norm(at) in ("el", "la") else 0
    found = read_pointer(reader, at)
    if found is None:
        return None, end
    draft, after = found[0][0], found[1]
    return draft, after
