"""A question that takes for granted that a provision sets what another one does ("el artículo 8 fija los recargos").

The provision named is looked for among what the rest of the question finds. Where it is not there and something clearly
nearer is, that answers, and it is said. Both measures were taken on the development questions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.library import Snapshot
from assistant.standing import asks_standing
from assistant.steps import Retrieved
from corpus.citations import format_citation, parse_query
from corpus.provisions import root_id
from retriever.search import SearchResult
from retriever.terms import terms

_SEARCHED = 10
_NEARER = 0.02
"""How much nearer, as a cosine, the other provision lies to the question; right citations stay below 0.01."""
_BEHIND = 1.9
"""Place of the provision named, in score, behind the one that answers: it is still quoted, briefly."""
_FEWEST_TERMS = 2


@dataclass(frozen=True, slots=True)
class Misplaced:
    """The same question answered by another provision, and the sentence that says so."""

    retrieved: Retrieved
    notice: str


def misplaced(retrieved: Retrieved) -> Misplaced | None:
    """What answers instead of the provision named; None where the one named does, or nothing is clearly nearer."""
    snapshot, result = retrieved.snapshot, retrieved.result
    named = [hit for hit in result.hits if hit.cited]
    rest = retrieved.understanding.standalone
    for citation in parse_query(rest):
        rest = rest.replace(citation.raw, " ")
    if (
        len(named) != 1
        or named[0].repealed
        or retrieved.understanding.follows_up
        or asks_standing(rest)
        or len(set(terms(rest))) < _FEWEST_TERMS
    ):
        return None
    found = snapshot.retriever.search(rest, k=_SEARCHED, as_of=retrieved.as_of)
    roots = [hit.provision for hit in found.hits]
    if not roots or named[0].provision in roots or found.hits[0].cited:
        return None
    if _nearness(snapshot, rest, roots[0]) < _nearness(snapshot, rest, named[0].provision) + _NEARER:
        return None
    behind = replace(named[0], cited=False, score=found.hits[0].score - _BEHIND)
    others = [hit for hit in found.hits[1:] if hit.score < behind.score]
    near = [hit for hit in found.hits if hit.score >= behind.score]
    hits = [*near, behind, *others]
    told = replace(retrieved.understanding, text=rest, chain=(rest,))
    other = retrieved.model_copy(update={"result": SearchResult(hits, question=found.question), "understanding": told})
    return Misplaced(other, _notice(snapshot, result.named[0][0], roots[0]))


def _nearness(snapshot: Snapshot, question: str, root: str) -> float:
    return max(snapshot.passages.affinity(question, [root]).values())


def _notice(snapshot: Snapshot, named: str, answering: str) -> str:
    headings = snapshot.headings_of(root_id(named))
    about = f" (su materia: {headings[0].heading})" if headings else ""
    return (
        f"El {format_citation(named, 'formal')} no trata de lo que se pregunta{about}; "
        f"de ello trata el {format_citation(answering, 'formal')}."
    )
