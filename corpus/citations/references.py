"""The references that a provision's own text makes, for the ingest to store."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from corpus.provisions import Reference

from .forms import load_forms
from .model import Catalogue, Citation, CitationKind, Outcome, Unresolved
from .parser import find_citations
from .resolve import resolve

_LAW = re.compile(r"\b(?:Ley|LEY|C[óo]digo|C[ÓO]DIGO)\b")
_LAWS = re.compile(r"\b(?:Leyes|LEYES|C[óo]digos|C[ÓO]DIGOS|diversas disposiciones fiscales)\b")


def references_in(text: str, root: str, catalogue: Catalogue, decree: str = "") -> list[Reference]:
    """Every mention of a provision inside the text of the root provision `root`, in order.

    `target` is the id where the corpus has it; the id of the other law as written (`LFT:15`) where it does not;
    None where the antecedent is not resolvable. A range gives one reference per article; "este artículo" by itself
    gives none. Offsets are of `text`. `decree` is the title of the decree that a transitorio is of.
    """
    references: list[Reference] = []
    context = replace(load_forms().context_of(root, _decree(root)), shared=_is_shared(root, decree))
    for citation in find_citations(text, context):
        references.extend(
            Reference(root, target, citation.start, citation.end, citation.raw)
            for target in _targets(citation, catalogue)
            if target != root
        )
    return references


def _is_shared(root: str, decree: str) -> bool:
    """Whether a decree reforms several laws; its "Disposiciones Transitorias de la Ley ..." are of one all the same."""
    if not decree or root.rpartition("/")[2].startswith("Artículo"):
        return False
    return len(_LAW.findall(decree.partition(" que ")[2])) > 1 or _LAWS.search(decree) is not None


def _decree(root: str) -> date | None:
    steps = root.partition(":")[2].split("/")
    # Two decrees of one day are told apart as 2024-06-07 and 2024-06-07.2.
    return date.fromisoformat(steps[1][:10]) if steps[0] == "T" and len(steps) > 2 else None


def _targets(citation: Citation, catalogue: Catalogue) -> Iterator[str | None]:
    resolution = resolve(citation, catalogue)
    if resolution.outcome is Outcome.FOUND:
        yield from resolution.ids
    elif resolution.outcome is Outcome.EXTERNAL and citation.unresolved is not Unresolved.NO_ANTECEDENT:
        yield citation.id if citation.kind is not CitationKind.DOCUMENT else citation.instrument
    else:
        yield None
