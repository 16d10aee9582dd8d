"""What tells whether the sources settle a question: numbers from search, none from a prompt."""

from __future__ import annotations

from assistant.library import Snapshot
from corpus.citations import find_citations
from corpus.editorial import Heading
from retriever.search import SearchResult
from retriever.terms import terms

NAMES = (
    "passage",
    "heading",
    "question",
    "coverage",
    "rare_coverage",
    "margin",
    "cited",
    "missing",
    "outside_instrument",
)
_LOOKED_AT = 3
_RARE = 40


def signals(snapshot: Snapshot, question: str, result: SearchResult) -> list[float]:
    """The features of `NAMES`, in order. Cosines are absolute; shares go from 0 to 1."""
    hits = [hit for hit in result.hits if hit.companion_of is None][:_LOOKED_AT]
    roots = [hit.provision for hit in hits]
    affinity = snapshot.passages.affinity(question, roots)
    wanted = set(terms(question))
    present = _words_of(snapshot, roots)
    vocabulary = snapshot.vocabulary
    rare = {term for term in wanted if vocabulary.get(term, 0) < _RARE}
    margin = hits[0].score - hits[1].score if len(hits) > 1 and not hits[0].cited else 0.0
    return [
        affinity["passage"],
        affinity["heading"],
        affinity["question"],
        len(wanted & present) / max(1, len(wanted)),
        len(rare & present) / len(rare) if rare else 1.0,
        min(margin, 5.0),
        float(bool(hits and hits[0].cited)),
        float(bool(result.missing)),
        float(_names_outside(snapshot, question)),
    ]


def _words_of(snapshot: Snapshot, roots: list[str]) -> set[str]:
    found: set[str] = set()
    for root in roots:
        provision = snapshot.store.get(root)
        if provision is not None:
            found.update(terms(provision.text))
        for heading in snapshot.headings_of(root):
            found.update(terms(_text(heading)))
    return found


def _text(heading: Heading) -> str:
    return " ".join((heading.heading, *heading.questions))


def _names_outside(snapshot: Snapshot, question: str) -> bool:
    """Whether the question names a regulation that the corpus does not hold."""
    for citation in find_citations(question):
        if citation.instrument and snapshot.store.instrument(citation.instrument) is None:
            return True
    return False
