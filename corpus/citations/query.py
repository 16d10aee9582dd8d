"""Citations in a search box, where staff write without accents, without "artículo" and with typos."""

from __future__ import annotations

from dataclasses import replace

from .articles import read_articles
from .documents import find_asked_documents
from .forms import load_forms
from .labels import counts_something, read_label
from .model import Citation, Context
from .parser import read
from .parts import keyword, read_part
from .reader import Reader

_MAX_QUERY = 2000


def parse_query(text: str, context: Context | None = None) -> list[Citation]:
    """Citations of a question; a bare "40-A" or "304 b fracc ii" counts, which in prose it would not.

    "de la ley" and "del código" mean the LSS and the CFF, as LSS 5 A defines them. An article with no law comes
    back with `SIN_ORDENAMIENTO` and its `path`: `resolve` says in which laws it exists. A document known by its number
    comes with the points named of it and the ids it may have. Only the first 2,000 characters are read.
    """
    chosen = context or load_forms().staff
    reader = Reader(text[:_MAX_QUERY], chosen, loose=True)
    found = read(reader)
    if not any(token.kind == "n" for token in reader.tokens):
        return found
    asked = find_asked_documents(text[:_MAX_QUERY])
    spans = [(citation.start, citation.end) for citation in asked]
    found = [citation for citation in found if not any(start <= citation.start < end for start, end in spans)]
    taken = [(citation.start, citation.end) for citation in [*found, *asked]]
    bare = _bare(Reader(text[:_MAX_QUERY], chosen, loose=True), taken)
    return sorted([*found, *asked, *bare], key=lambda citation: citation.start)


def _bare(reader: Reader, taken: list[tuple[int, int]]) -> list[Citation]:
    """Numbers that nothing claimed and that look like an article: with a letter, a part after it, or all alone."""
    citations = []
    index = 0
    while index < len(reader.tokens):
        token = reader.at(index)
        label = read_label(reader, index) if token.kind == "n" else None
        inside = any(start <= token.start < end for start, end in taken)
        if label is None or inside or len(label.number) > 3 or counts_something(reader, label.end):
            index += 1
            continue
        alone = index == 0 and label.end == len(reader.tokens)
        has_part = read_part(reader, label.end) is not None and keyword(reader, label.end) is not None
        if not (label.slug != label.number or has_part or alone):
            index = label.end
            continue
        drafts, end = read_articles(reader, index, index, bare=True)
        citations += [replace(draft.citation(reader)) for draft in drafts[:20]]
        index = max(end, label.end)
    return citations
