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
from assistant.library import Snapshot
from assistant.understanding.spans import fold
from corpus.citations import format_citation, public_label
from corpus.provisions import Provision, ProvisionKind, public_instrument
from corpus.store import CorpusStore
from retriever.passages import Passage
from retriever.search import Hit, SearchResult
from retriever.terms import terms

MAX_PROVISIONS = 3
"""Provisions quoted in a brief answer."""
MAX_NAMED = 5
MAX_CLAUSES = 3
MAX_NAMED_CLAUSES = 4
GAP = 1.2
"""How far below the first one a provision may score and still be quoted; measured on the development answers."""
SEVERAL_GAP = 3.0
CLAUSE_GAP = 0.16
LIST_LENGTH = 2400
"""Characters of a list that a brief answer quotes."""
_SEVERAL = re.compile(r"\b(?:y|ademas|tambien|segun la ley .* y segun el codigo)\b.{12,}")
_ROLES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (4, re.compile(r"\b(?:se calculara|se determinara|tasa|factor|por ciento|dividiendo|multiplicar)\b")),
    (2, re.compile(r"^(?:salvo|excepto|no obstante|tratandose|cuando no|sin perjuicio)|\b(?:salvo que|excepto)\b")),
    (1, re.compile(r"^(?:cuando|en caso|si |para que|siempre que)")),
    (3, re.compile(r"\b(?:sancion|multa|perdera|quedara sin efectos|cesara|se revocara|se tendra por)\b")),
)


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
    hits = choose(result.hits, question)
    extra = _companion(snapshot, hits, question, companions)
    passages = snapshot.passages.read(question, [hit.provision for hit in hits] + ([extra] if extra else []))
    wanted = frozenset(terms(question))
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    points = [(hit.provision, hit.node, hit.cited) for hit in hits] + ([(extra, extra, False)] if extra else [])
    for provision, node, named in points:
        root = store.get(provision, as_of)
        if root is None:
            continue
        picked = pick_clauses(clauses_of(store, root), passages.get(provision, []), node, wanted, named=named)
        if picked:
            citations.extend(citation_of(store, root, clause) for clause in _with_intros(picked))
            sentences.append(_sentence(root, picked))
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
    several = _asks_several(question)
    gap, most = (SEVERAL_GAP, MAX_PROVISIONS + 1) if several else (GAP, MAX_PROVISIONS)
    return [hit for hit in kept[:most] if hit.score >= kept[0].score - gap]


def _asks_several(question: str) -> bool:
    folded = fold(question)
    return bool(_SEVERAL.search(folded))


def _companion(snapshot: Snapshot, hits: Sequence[Hit], question: str, companions: Companions) -> str | None:
    """The provision that the first one is read with and that speaks most of the question, if it is not there yet."""
    if not hits or hits[0].cited:
        return None
    present = {hit.provision for hit in hits}
    candidates = [identifier for identifier in companions.get(hits[0].provision, ()) if identifier not in present]
    scored = snapshot.passages.read(question, candidates)
    best = max(scored.items(), key=lambda item: item[1][0].cosine if item[1] else 0.0, default=None)
    return best[0] if best and best[1] else None


def pick_clauses(
    clauses: Sequence[Clause], passages: Sequence[Passage], node: str, wanted: frozenset[str], *, named: bool = False
) -> list[Clause]:
    """The clauses of one provision that answer: the best one and, if it adds, one or two more.

    A provision named as a whole is quoted from its beginning.
    """
    if not clauses:
        return []
    if named:
        inside = [clause for clause in clauses if clause.id == node or clause.id.startswith(f"{node}/")] or list(
            clauses
        )
        return inside[:MAX_NAMED_CLAUSES]
    scored = sorted(((_score(clause, passages, node, wanted), clause) for clause in clauses), key=lambda pair: -pair[0])
    best = scored[0][0]
    picked = [clause for score, clause in scored[:MAX_CLAUSES] if score >= best - CLAUSE_GAP]
    if _opens_list(picked[0]):
        return [picked[0], *_items_of(picked[0], clauses)]
    return sorted(picked, key=lambda clause: (_role(clause), clause.start))


def _opens_list(clause: Clause) -> bool:
    return clause.text.rstrip().endswith(":")


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


def _score(clause: Clause, passages: Sequence[Passage], node: str, wanted: frozenset[str]) -> float:
    overlap = len(wanted.intersection(terms(clause.text))) / max(1, len(wanted))
    inside = [p.cosine for p in passages if p.start < clause.end and clause.start < p.end]
    pointed = clause.id == node and clause.id != clause.root
    return 4.0 * max(inside, default=0.7) + 0.5 * overlap + (0.12 if pointed else 0.0)


def _role(clause: Clause) -> int:
    folded = fold(clause.text)
    return next((rank for rank, pattern in _ROLES if pattern.search(folded)), 0)


def _with_intros(clauses: Sequence[Clause]) -> list[Clause]:
    ordered: dict[tuple[str, int], Clause] = {}
    for clause in clauses:
        if clause.intro is not None:
            ordered.setdefault((clause.intro.id, clause.intro.start), clause.intro)
        ordered.setdefault((clause.id, clause.start), clause)
    return _joined(list(ordered.values()))


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


def _sentence(root: Provision, picked: Sequence[Clause]) -> Sentence:
    shown = _with_intros(picked)
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
