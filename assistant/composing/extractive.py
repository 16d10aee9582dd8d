"""The extractive composer: the clauses that answer, quoted to the letter, joined with plain text of ours.

Order of a lawyer: the rule, its condition, its exception, its consequence, its computation; brief first (one or two
clauses of the best provisions), the rest on demand. It is what stands whenever no model is configured or trusted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from assistant.answers import Citation, Sentence
from assistant.citing import cite_clause
from assistant.composing.clauses import Clause, clauses_of, inside, rules_among
from assistant.composing.lists import Listed, beginning, in_order
from assistant.composing.picking import BESIDE, MAIN, pick
from assistant.composing.sanctions import (
    applying_to,
    asks_for_sanction,
    infractions_of,
    sanction_of,
    without_sanction,
)
from assistant.library import Snapshot
from assistant.quotation import LEFT_OUT
from assistant.understanding.several import members
from assistant.understanding.spans import fold
from corpus.citations import format_citation, parse_query
from corpus.provisions import Provision, root_id
from corpus.store import CorpusStore
from retriever.passages import Passage
from retriever.search import Hit, SearchResult
from retriever.terms import terms

MAX_PROVISIONS = 3
"""Provisions quoted in a brief answer."""
MAX_NAMED = 5
GAP = 2.0
"""How far below the first one a provision may score and still be quoted; measured on the development answers."""
SEVERAL_GAP = 3.0
LISTED_GAP = 5.0
COMPANION_GAP = 0.05
"""How much farther from the question a companion may lie, as a cosine, than the provision it is read with."""
FEWEST_TERMS = 2
_DEFINITIONS = ("LSS:5-A",)
"""Near to every question that uses one of its words, it rules nothing by itself."""
_ASKS_MEANING = re.compile(
    r"\bque (?:es|son|significa|se entiende|quiere decir)\b|\b(?:definicion|concepto|significado|llama)\b"
)
_EQUAL = 1.2
"""Lead, in score, from which the general code is what the question is about."""
_SPECIAL, _GENERAL = "LSS", "CFF"
_ABOUT_A_TEXT = frozenset(
    terms(
        "dice decía diga establece señala habla regula contiene contenido texto vigente actual hoy fracción párrafo "
        "inciso numeral código ley manual seguro social fiscal federación enséñame muéstrame dame cuál explica resume"
    )
)
_JOINS = re.compile(r"\b(?:y|ademas|tambien|segun la ley .* y segun el codigo)\b.{12,}")


Point = tuple[str, bool]
"""A provision to quote, and whether the question names it."""
Companions = Mapping[str, Sequence[str]]
"""Provisions that are read together (corpus/companions.yaml)."""


@dataclass(frozen=True, slots=True)
class Composition:
    """Sentences in order and the citations they rest on, not yet verified."""

    sentences: list[Sentence]
    citations: list[Citation]


def compose(
    snapshot: Snapshot, result: SearchResult, question: str, companions: Companions, as_of: date | None = None
) -> Composition:
    """Quote what answers `question`: the best provisions, and the one that the first needs to be applied."""
    store = snapshot.store
    question = result.question.text if result.question else question
    hits = choose(result.hits, question)
    extra = _companion(snapshot, hits, question, companions)
    points = [(hit.provision, hit.cited) for hit in hits] + ([(extra, False)] if extra else [])
    points = _with_sanctions(store, points, question)
    passages = snapshot.passages.read(question, [provision for provision, _ in points])
    quoted = _Quoted(store, question, passages)
    for provision, named in points:
        root = store.get(provision, as_of)
        clauses = clauses_of(store, root) if root is not None else []
        if root is None or not clauses:
            continue
        exact = _exactly_named(result, provision, question) if named else None
        if exact is not None:
            quoted.add(root, beginning(inside(clauses, exact) or clauses))
        elif rules := rules_among(clauses):
            quoted.add(root, quoted.chosen(provision, rules, named=named))
    return Composition(quoted.sentences, quoted.citations)


class _Quoted:
    """The sentences and citations of an answer that is being composed."""

    def __init__(self, store: CorpusStore, question: str, passages: Mapping[str, list[Passage]]) -> None:
        self.sentences: list[Sentence] = []
        self.citations: list[Citation] = []
        self._store, self._question, self._passages = store, question, passages
        self._best: dict[str, str] = {}
        """Of each provision quoted, the clause that answers best."""

    def chosen(self, provision: str, clauses: Sequence[Clause], *, named: bool) -> Listed:
        """The clauses of a provision that answer; of a sanctioning one, those for the infraction quoted before it."""
        infraction = self._best.get(infractions_of(self._store, provision) or "") if self._best else None
        fines = applying_to(infraction, clauses) if infraction else []
        if fines:
            return Listed(fines)
        first = not self.sentences
        matter = without_sanction(self._question) if asks_for_sanction(self._question) else self._question
        best = pick(clauses, self._passages.get(provision, []), matter, MAIN if named or first else BESIDE)
        self._best[provision] = best[0].id
        return in_order(best, clauses, self._question)

    def add(self, root: Provision, listed: Listed) -> None:
        """Quote clauses of a provision, and say how much of their list is left out."""
        self.citations.extend(cite_clause(self._store, root, clause) for clause in with_intros(listed.clauses))
        self.sentences.append(quoting(root, listed.clauses))
        if listed.left:
            self.sentences.append(_unquoted(root, listed.left))


def choose(hits: Sequence[Hit], question: str) -> list[Hit]:
    """The provisions to quote: the first, and the next ones whose score is close to it.

    Where the question names provisions, those and no others.
    """
    named = [hit for hit in hits if hit.cited]
    if named:
        return list(named[:MAX_NAMED])
    kept = [hit for hit in hits if hit.companion_of is None or hit.score > 0]
    if not kept:
        return []
    gap, most = _room(question)
    near = [hit for hit in kept if hit.score >= kept[0].score - gap]
    # What the first one refers to is read with it, before what search alone found.
    near.sort(key=lambda hit: hit is not kept[0] and hit.companion_of != kept[0].provision)
    if not _ASKS_MEANING.search(fold(question)):
        near.sort(key=lambda hit: hit.provision in _DEFINITIONS)
    return _special_first(near[:most])


def _special_first(hits: list[Hit]) -> list[Hit]:
    """The law of the house before the general code where both rule the matter (CFF 1: "en su defecto")."""
    if hits[0].provision.partition(":")[0] != _GENERAL:
        return hits
    near = (hit for hit in hits if hit.companion_of and hit.score >= hits[0].score - _EQUAL)
    special = (hit for hit in near if hit.provision.partition(":")[0] == _SPECIAL)
    first = next(special, None)
    return hits if first is None else [first, *(hit for hit in hits if hit is not first)]


def _room(question: str) -> tuple[float, int]:
    """How far below the first, and how many, the provisions quoted may be: more for who asks several things."""
    if len(members(question)) > 1:
        return LISTED_GAP, 2 * MAX_PROVISIONS
    return (SEVERAL_GAP, MAX_PROVISIONS + 1) if _JOINS.search(fold(question)) else (GAP, MAX_PROVISIONS)


def _with_sanctions(store: CorpusStore, points: Sequence[Point], question: str) -> list[Point]:
    """Who asks for a fine reads the infraction first and then the article that sanctions it, whichever was found."""
    if not asks_for_sanction(question) or any(named for _, named in points):
        return list(points)
    ordered: dict[str, bool] = {}
    for provision, named in points:
        first = infractions_of(store, provision) or provision
        then = sanction_of(store, first)
        for root in (first, then, provision):
            if root is not None:
                ordered.setdefault(root, named)
    return list(ordered.items())


def _companion(snapshot: Snapshot, hits: Sequence[Hit], question: str, companions: Companions) -> str | None:
    """The provision that the first one is read with and that speaks most of the question, if it is not there yet."""
    if not hits or hits[0].cited:
        return None
    present = {hit.provision for hit in hits}
    candidates = [identifier for identifier in companions.get(hits[0].provision, ()) if identifier not in present]
    scored = snapshot.passages.read(question, [hits[0].provision, *candidates])
    nearness = {root: found[0].cosine for root, found in scored.items() if found}
    first = nearness.pop(hits[0].provision, 1.0)
    best = max(nearness, key=lambda root: nearness[root], default=None)
    return best if best and nearness[best] >= first - COMPANION_GAP else None


def _exactly_named(result: SearchResult, provision: str, question: str) -> str | None:
    """What is quoted from its beginning: a fraction or paragraph named, or the whole where nothing else is asked."""
    ids = [identifier for group in result.named for identifier in group if root_id(identifier) == provision]
    below = next((identifier for identifier in ids if identifier != provision), None)
    return below or (None if _asks_more(question) else provision)


def _asks_more(question: str) -> bool:
    """Whether the question says more than "what does it say" of the provisions it names."""
    rest = question
    for citation in parse_query(question):
        rest = rest.replace(citation.raw, " ")
    return len(set(terms(rest)) - _ABOUT_A_TEXT) >= FEWEST_TERMS


def with_intros(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses with the introductions that their items need, each once."""
    ordered: dict[tuple[str, int], Clause] = {}
    for clause in clauses:
        for opener in _openers(clause):
            ordered.setdefault((opener.id, opener.start), opener)
        ordered.setdefault((clause.id, clause.start), clause)
    return _joined(list(ordered.values()))


def _openers(clause: Clause) -> list[Clause]:
    found: list[Clause] = []
    while clause.intro is not None:
        clause = clause.intro
        found.insert(0, clause)
    return found


def _joined(clauses: Sequence[Clause]) -> list[Clause]:
    """Sentences of one paragraph that follow one another become one quote."""
    joined: list[Clause] = []
    for clause in clauses:
        last = joined[-1] if joined else None
        if last is not None and last.id == clause.id and clause.start - last.end == 1:
            joined[-1] = replace(last, text=f"{last.text} {clause.text}", end=clause.end)
        else:
            joined.append(clause)
    return joined


def quoting(root: Provision, picked: Sequence[Clause]) -> Sentence:
    """The sentence that names a provision and quotes clauses of it."""
    shown = with_intros(picked)
    quotes = f"«{shown[0].text}»"
    quotes += "".join(f"{_between(root, before, after)}«{after.text}»" for before, after in pairwise(shown))
    name = format_citation(root.id, "formal")
    cited = list(dict.fromkeys(clause.id for clause in shown))
    return Sentence(text=f"{name[0].upper()}{name[1:]}: {quotes}", citations=cited, role="quote")


def _between(root: Provision, before: Clause, after: Clause) -> str:
    """Only what is left out is an ellipsis."""
    return LEFT_OUT if root.text[before.end : after.start].strip() or after.start < before.end else " "


def _unquoted(root: Provision, left: int) -> Sentence:
    more = "queda una fracción más" if left == 1 else f"quedan {left} fracciones más"
    name = format_citation(root.id, "formal")
    return Sentence(text=f"No es la lista completa: en el {name} {more}. Ábralo para leerlas.", role="notice")
