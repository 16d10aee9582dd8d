"""The provisions that a cited text itself names: a sentence about it may name them too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from corpus.citations import Basis, Citation, Outcome, StoreCatalogue, find_citations, load_forms, resolve
from corpus.citations.words import fold
from corpus.provisions import Provision, root_id


@dataclass(frozen=True)
class Mentions:
    """What the cited provisions name: by root where the corpus has it, and as it is written where it has not."""

    roots: frozenset[str] = frozenset()
    laws: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """For each article as it is written ("17-A", "T/Segundo"), the laws written beside it; "" where there is none."""
    paths: frozenset[str] = frozenset()
    relatives: frozenset[str] = frozenset()
    """References by their place ("el artículo anterior"), as they are written."""

    def written(self, citation: Citation, found: Outcome) -> bool:
        """Whether a reference stands in the text as written: what it resolves to may be another law's.

        "El artículo 39 de su Ley" is read in the law that is cited, and in the text it is of the Infonavit's: only
        a law written beside the number, where the text writes another, tells that it is another provision.
        """
        if citation.relative:
            return fold(citation.raw) in self.relatives
        labels = _labels(citation)
        if not labels or not all(label in self.laws for label in labels):
            return False
        if found is Outcome.MISSING and citation.path not in self.paths:
            # The article is named, and not with that fraction: neither the text nor the corpus knows it.
            return False
        written = _written_law(citation)
        return all(not written or "" in laws or written in laws for laws in (self.laws[label] for label in labels))


def mentions_of(provisions: Iterable[Provision], catalogue: StoreCatalogue) -> Mentions:
    """Read what the cited provisions name, themselves included."""
    roots: set[str] = set()
    paths: set[str] = set()
    relatives: set[str] = set()
    laws: dict[str, set[str]] = {}
    for provision in provisions:
        roots.add(provision.root)
        for citation in find_citations(provision.text, load_forms().context_of(provision.root)):
            roots.update(root_id(item) for item in resolve(citation, catalogue).ids)
            paths.add(citation.path)
            if citation.relative:
                relatives.add(fold(citation.raw))
            for label in _labels(citation):
                laws.setdefault(label, set()).add(_written_law(citation))
    named = {label: frozenset(found) for label, found in laws.items()}
    return Mentions(frozenset(roots), named, frozenset(paths), frozenset(relatives))


def _labels(citation: Citation) -> list[str]:
    """The articles of a reference without their law; a range has two."""
    return [] if citation.relative else [_label(path) for path in (citation.path, citation.until) if path]


def _label(path: str) -> str:
    steps = path.split("/")
    # Of a decree only the text may know the day: "el Segundo Transitorio del Decreto que expidió el Código".
    return f"T/{steps[2]}".replace("Artículo ", "") if steps[0] == "T" and len(steps) > 2 else steps[0]


def _written_law(citation: Citation) -> str:
    """The law that stands beside a reference, where it is one of those whose names are known in all their forms."""
    known = citation.basis is Basis.NAMED and " " not in citation.instrument
    return citation.instrument if known else ""
