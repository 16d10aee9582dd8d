"""The extractive composer: the clauses that answer, quoted to the letter, joined with plain text of ours.

Order of a lawyer: the rule, its condition, its exception, its consequence, its computation; brief first (one or two
clauses of the best provisions), the rest on demand. It is what stands whenever no model is configured or trusted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answers import Citation, Sentence
from assistant.composing.clauses import Clause, clauses_of
from assistant.composing.picking import BESIDE, MAIN, pick
from assistant.library import Snapshot
from assistant.understanding.spans import fold
from assistant.verification.orders import is_order
from corpus.citations import format_citation, parse_query, public_label
from corpus.provisions import Provision, ProvisionKind, public_instrument, root_id
from corpus.store import CorpusStore
from retriever.search import Hit, SearchResult
from retriever.terms import terms

MAX_PROVISIONS = 3
"""Provisions quoted in a brief answer."""
MAX_NAMED = 5
MAX_NAMED_CLAUSES = 4
GAP = 2.0
"""How far below the first one a provision may score and still be quoted; measured on the development answers."""
SEVERAL_GAP = 3.0
LISTED_GAP = 5.0
COMPANION_GAP = 0.05
"""How much farther from the question a companion may lie, as a cosine, than the provision it is read with."""
LIST_LENGTH = 2400
"""Characters of a list that a brief answer quotes."""
SHORT_LIST = 1000
FEWEST_TERMS = 2
_ABOUT_A_TEXT = frozenset(
    terms(
        "dice decía diga establece señala habla regula contiene contenido texto vigente actual hoy fracción párrafo "
        "inciso numeral código ley manual seguro social fiscal federación enséñame muéstrame dame cuál explica resume"
    )
)
_JOINS = re.compile(r"\b(?:y|ademas|tambien|segun la ley .* y segun el codigo)\b.{12,}")
_QUESTIONS = re.compile(
    r"(?:^\W*|[,;:?]\s*¿?\s*(?:y\s+|e\s+)?|\s+y\s+)(?:(?:a|de|en|con|por|para|hasta|desde|contra|cada|sobre)\s+)?"
    r"(?:quien(?:es)?|cuando|cuant[oa]s?|como|cual(?:es)?|donde|que)\b"
)
"""What a message asks, each where a sentence or one of its members begins."""


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
    passages = snapshot.passages.read(question, [hit.provision for hit in hits] + ([extra] if extra else []))
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    points = [(hit.provision, hit.cited) for hit in hits] + ([(extra, False)] if extra else [])
    for provision, named in points:
        root = store.get(provision, as_of)
        if root is None:
            continue
        clauses = clauses_of(store, root)
        if not clauses:
            continue
        exact = _exactly_named(result, provision, question) if named else None
        if exact is not None:
            picked = _beginning(clauses, exact)
        else:
            brevity = MAIN if named or not sentences else BESIDE
            # Quoted when it is asked for by name, but never what answers: it orders the reader and states no rule.
            clauses = [clause for clause in clauses if not is_order(clause.text)]
            if not clauses:
                continue
            picked = _ordered(pick(clauses, passages.get(provision, []), question, brevity), clauses)
        citations.extend(citation_of(store, root, clause) for clause in with_intros(picked))
        sentences.append(quoting(root, picked))
    return Composition(sentences, citations)


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
    return near[:most]


def _room(question: str) -> tuple[float, int]:
    """How far below the first, and how many, the provisions quoted may be: more for who asks several things."""
    folded = fold(question)
    if len(_QUESTIONS.findall(folded)) > 1:
        return LISTED_GAP, 2 * MAX_PROVISIONS
    return (SEVERAL_GAP, MAX_PROVISIONS + 1) if _JOINS.search(folded) else (GAP, MAX_PROVISIONS)


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


def _beginning(clauses: Sequence[Clause], node: str) -> list[Clause]:
    inside = [clause for clause in clauses if clause.id == node or clause.id.startswith(f"{node}/")]
    return (inside or list(clauses))[:MAX_NAMED_CLAUSES]


def _ordered(picked: Sequence[Clause], clauses: Sequence[Clause]) -> list[Clause]:
    """In the order of the law; a list with its items, and a short list whole."""
    items = _items_of(picked[0], clauses) if _opens_list(picked[0]) else _short_list(picked, clauses)
    return sorted({clause.start: clause for clause in (*picked, *items)}.values(), key=lambda clause: clause.start)


def _opens_list(clause: Clause) -> bool:
    return clause.text.rstrip().endswith(":")


def _short_list(picked: Sequence[Clause], clauses: Sequence[Clause]) -> list[Clause]:
    """The other items of the list that the best clause belongs to, if together they are brief."""
    best = picked[0]
    if best.intro is None:
        return []
    siblings = [clause for clause in clauses if clause.intro is best.intro and clause.kind is best.kind]
    return siblings if sum(len(clause.text) for clause in siblings) <= SHORT_LIST else []


def _items_of(intro: Clause, clauses: Sequence[Clause]) -> list[Clause]:
    """The items that an introduction opens, as many as a brief answer holds: alone it says nothing."""
    items: list[Clause] = []
    length = 0
    for clause in clauses:
        if clause.start <= intro.start:
            continue
        length += len(clause.text)
        listed = clause.kind in (ProvisionKind.FRACTION, ProvisionKind.INCISO) or clause.intro is not None
        if not listed or length > LIST_LENGTH:
            break
        items.append(clause)
    return items


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
    quotes = " […] ".join(f"«{clause.text}»" for clause in shown)
    name = format_citation(root.id, "formal")
    cited = list(dict.fromkeys(clause.id for clause in shown))
    return Sentence(text=f"{name[0].upper()}{name[1:]}: {quotes}", citations=cited, role="quote")


def citation_of(store: CorpusStore, root: Provision, clause: Clause) -> Citation:
    """The citation of a clause, with its exact span, page and version."""
    node = store.get(clause.id) or root
    return Citation(
        id=clause.id,
        instrument=public_instrument(root.instrument),
        provision=public_label(root.id),
        label=format_citation(clause.id, "formal"),
        quote=clause.text,
        start=clause.start,
        end=clause.end,
        page=node.pages[0],
        version=root.version,
    )
