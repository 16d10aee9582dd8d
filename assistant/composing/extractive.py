"""The extractive composer: the clauses that answer, quoted to the letter, joined with plain text of ours.

Order of a lawyer: the rule, its condition, its exception, its consequence, its computation; brief first (one or two
clauses of the best provisions), the rest on demand. It is what stands whenever no model is configured or trusted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answers import Citation, Sentence
from assistant.composing.clauses import Clause, clauses_of
from assistant.understanding.spans import fold
from corpus.citations import format_citation, public_label
from corpus.provisions import Provision, public_instrument
from corpus.store import CorpusStore
from retriever.search import Hit
from retriever.terms import terms

MAX_PROVISIONS = 3
"""Provisions quoted in a brief answer; the others stand as «relacionados»."""
MAX_CLAUSES = 2
_ROLES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (4, re.compile(r"\b(?:se calculara|se determinara|tasa|factor|por ciento|dividiendo|multiplicar)\b")),
    (2, re.compile(r"^(?:salvo|excepto|no obstante|tratandose|cuando no|sin perjuicio)|\b(?:salvo que|excepto)\b")),
    (1, re.compile(r"^(?:cuando|en caso|si |para que|siempre que)")),
    (3, re.compile(r"\b(?:sancion|multa|perdera|quedara sin efectos|cesara|se revocara|se tendra por)\b")),
)


@dataclass(frozen=True, slots=True)
class Composition:
    """Sentences in order and the citations they rest on, not yet verified."""

    sentences: list[Sentence]
    citations: list[Citation]


def compose(store: CorpusStore, hits: Sequence[Hit], question: str, as_of: date | None = None) -> Composition:
    """Quote what answers `question` from `hits` (best first, companions included), three provisions at most."""
    wanted = frozenset(terms(question))
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    for hit in hits[:MAX_PROVISIONS]:
        root = store.get(hit.provision, as_of)
        if root is None:
            continue
        picked = pick_clauses(clauses_of(store, root), hit, wanted)
        if picked:
            citations.extend(citation_of(store, root, clause) for clause in _with_intros(picked))
            sentences.append(_sentence(root, picked))
    return Composition(sentences, citations)


def pick_clauses(clauses: Sequence[Clause], hit: Hit, wanted: frozenset[str]) -> list[Clause]:
    """The clauses of one provision that answer: the one that search points at and, if it adds, the best other."""
    if not clauses:
        return []
    scored = sorted(((_score(clause, hit, wanted), clause) for clause in clauses), key=lambda pair: -pair[0])
    best_score, best = scored[0]
    picked = [best]
    for score, clause in scored[1:]:
        if len(picked) == MAX_CLAUSES:
            break
        if score >= 0.6 * best_score and score > 0:
            picked.append(clause)
    return sorted(picked, key=lambda clause: (_role(clause), clause.start))


def _score(clause: Clause, hit: Hit, wanted: frozenset[str]) -> float:
    overlap = len(wanted.intersection(terms(clause.text))) / max(1, len(wanted))
    pointed = clause.start < hit.end and hit.start < clause.end
    named = clause.id == hit.node and clause.id != clause.root
    return overlap + (0.45 if pointed else 0.0) + (0.25 if named else 0.0)


def _role(clause: Clause) -> int:
    folded = fold(clause.text)
    return next((rank for rank, pattern in _ROLES if pattern.search(folded)), 0)


def _with_intros(clauses: Sequence[Clause]) -> list[Clause]:
    ordered: dict[tuple[str, int], Clause] = {}
    for clause in clauses:
        if clause.intro is not None:
            ordered.setdefault((clause.intro.id, clause.intro.start), clause.intro)
        ordered.setdefault((clause.id, clause.start), clause)
    return list(ordered.values())


def _sentence(root: Provision, picked: Sequence[Clause]) -> Sentence:
    shown = _with_intros(picked)
    quotes = " […] ".join(f"«{clause.text}»" for clause in shown)
    name = format_citation(root.id, "formal")
    return Sentence(text=f"{name[0].upper()}{name[1:]}: {quotes}", citations=[clause.id for clause in shown])


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
