"""The last step: from a draft to an answer that may be shown. What does not verify is dropped; what is left decides."""

from __future__ import annotations

import json
from collections.abc import Sequence, Set

from assistant import replies
from assistant.abstention import Abstention, Decision
from assistant.answers import Answer, AnswerStatus, Citation, MissingInput, Nearest, Sentence, Verdict
from assistant.areas import Areas, Route
from assistant.citing import cite, cite_clause
from assistant.composing.clauses import clauses_of, inside
from assistant.composing.extractive import Composition
from assistant.repealed import repealed_named
from assistant.standing import stands
from assistant.steps import Acted, Composed, Retrieved
from assistant.understanding.intents import Intent
from assistant.verification import Cited, Draft, Premise, Report, Stated, Verifier
from assistant.watching import UNWATCHED, Watcher
from assistant.wordings import held_since
from corpus.citations import format_citation
from corpus.provisions import Instrument, InstrumentKind, root_id, within
from retriever.search import Hit

NEAREST = 3


class Finisher:
    """Verifies a draft and decides between an answer, a question back and the lack of a criterion."""

    def __init__(self, areas: Areas, abstention: Abstention, watcher: Watcher = UNWATCHED) -> None:
        self._areas = areas
        self._abstention = abstention
        self._watcher = watcher

    def settles(self, retrieved: Retrieved) -> bool:
        """Whether the sources settle the question, by what search found."""
        return self._abstention.decide(retrieved).answer

    def opening(self, acted: Acted, first: Composition) -> list[Sentence] | None:
        """What the answer says before the `first` sentences of a draft; None where they may not leave before its end.

        They may where the sources settle the question, whatever the rest of the draft is worth.
        """
        retrieved = acted.retrieved
        if acted.act.acted or repealed_named(retrieved) is not None or not self.settles(retrieved):
            return None
        draft, _ = _draft(first.sentences, first.citations, _sources(retrieved, first.citations), acted)
        premises = Verifier(retrieved.snapshot.store).verify(draft).premises
        return _notices(_corrections(retrieved, premises))

    def finish(self, composed: Composed) -> Answer:
        """The answer to show."""
        acted, retrieved = composed.acted, composed.acted.retrieved
        if composed.answer is not None:
            return self._stamp(composed.answer, retrieved)
        if acted.act.missing is not None:
            return self._stamp(_needs_input(acted.act.missing), retrieved)
        gone = repealed_named(retrieved)
        if gone is not None and not acted.act.calls:
            return self._stamp(gone, retrieved)
        composition = composed.composition or Composition([], [])
        citations = list(composition.citations)
        sentences = [*acted.act.sentences, *composition.sentences]
        draft, owner = _draft(sentences, citations, _sources(retrieved, citations), acted)
        report = Verifier(retrieved.snapshot.store, judge=retrieved.snapshot.judge).verify(draft)
        for fault in (fault for sentence in report.sentences for fault in sentence.faults):
            self._watcher.rejected(fault.fault)
        citations = [_judged(citation, report) for citation in citations]
        sentences = _supported(sentences, owner, report)
        decision = self._abstention.decide(retrieved)
        if acted.act.calls or (decision.answer and any(sentence.role in RULES for sentence in sentences)):
            answer = _answered(sentences, citations)
            answer.tools = acted.act.calls
            answer.status = acted.act.status
            if retrieved.as_of is not None and not acted.act.calls:
                _date(answer, held_since(retrieved.snapshot.store, _quoted(sentences), retrieved.as_of))
            if retrieved.understanding.intent is Intent.DRAFT:
                answer = replies.offering(answer, retrieved.understanding.standalone, self._route(retrieved))
        else:
            answer = self._no_criterion(retrieved, decision, report.premises)
        # The reason for having no criterion says already that a document named is not held.
        told = bool(decision.reason) and answer.status is AnswerStatus.NO_CRITERION
        _correct(answer, _corrections(retrieved, [item for item in report.premises if item.ids or not told]))
        answer.checks = dict(report.checks)
        return self._stamp(answer, retrieved)

    def _no_criterion(self, retrieved: Retrieved, decision: Decision, premises: Sequence[Premise]) -> Answer:
        store, question = retrieved.snapshot.store, retrieved.understanding.standalone
        route = self._route(retrieved)
        pointed = [*decision.nearest, *(identifier for premise in premises for identifier in premise.ids)]
        context = [found for identifier in pointed if (found := _present(identifier, retrieved))]
        hits = [hit for hit in retrieved.result.hits if not hit.repealed and hit.quote]
        context += [_context(hit, retrieved) for hit in hits]
        context = _one_a_provision(context)[:NEAREST]
        titles = _searched(store.instruments())
        nearest = [_nearest(root_id(citation.id)) for citation in context]
        answer = replies.no_criterion(question, titles, nearest, route, decision.reason)
        answer.citations = context
        return answer

    def _route(self, retrieved: Retrieved) -> Route:
        concrete = bool(retrieved.understanding.credits or retrieved.understanding.employers)
        return self._areas.route(retrieved.understanding.standalone, concrete=concrete)

    def _stamp(self, answer: Answer, retrieved: Retrieved) -> Answer:
        answer.corpus_version = retrieved.snapshot.version
        answer.as_of = retrieved.as_of or retrieved.question.today
        return answer


_BY_NAME = (InstrumentKind.LEY, InstrumentKind.CODIGO, InstrumentKind.REGLAMENTO, InstrumentKind.MANUAL)
RULES = ("rule", "quote")
"""Roles of sentences that state what the regulations say: each needs a verified citation."""


def _sources(retrieved: Retrieved, citations: Sequence[Citation]) -> set[str]:
    return {hit.provision for hit in retrieved.result.hits} | {root_id(citation.id) for citation in citations}


def _draft(
    sentences: Sequence[Sentence], citations: Sequence[Citation], sources: Set[str], acted: Acted
) -> tuple[Draft, list[int]]:
    """The draft as the verifier reads it, and which sentence each of its statements belongs to.

    A quoting sentence is checked quote by quote, because what joins the quotes is ours and says no rule.
    """
    retrieved = acted.retrieved
    stated: list[Stated] = []
    owner: list[int] = []
    for position, sentence in enumerate(sentences):
        cited = [
            Cited(citation.id, citation.quote, citation.start, citation.end)
            for citation in citations
            if sentence.role in RULES and _supports(citation.id, frozenset(sentence.citations))
        ]
        if sentence.role == "quote":
            parts = [Stated(item.quote, (item,)) for item in cited if item.quote in sentence.text]
        else:
            parts = [Stated(sentence.text, tuple(cited), sentence.role, sentence.second_reading)]
        stated.extend(parts)
        owner.extend([position] * len(parts))
    results = tuple(json.dumps(call.result, ensure_ascii=False, default=str) for call in acted.act.calls)
    question = "" if acted.act.calls else retrieved.understanding.told
    return Draft(stated, question, retrieved.as_of, frozenset(sources), results), owner


def _judged(citation: Citation, report: Report) -> Citation:
    verdicts = [found.verdict for found in report.references if found.id == citation.id]
    bad = [found for found in verdicts if found != Verdict.VERIFICADA]
    verdict = bad[0] if bad else Verdict.VERIFICADA
    return citation.model_copy(update={"verdict": verdict, "verified": verdict is Verdict.VERIFICADA})


def _supported(sentences: Sequence[Sentence], owner: Sequence[int], report: Report) -> list[Sentence]:
    """Rules that the verifier supports whole; figures and notices stay, because tools and code wrote them."""
    failed = {position for position, found in zip(owner, report.sentences, strict=True) if not found.supported}
    return [
        sentence
        for position, sentence in enumerate(sentences)
        if sentence.role not in RULES or (position in owner and position not in failed)
    ]


def _answered(sentences: list[Sentence], citations: Sequence[Citation]) -> Answer:
    used = {identifier for sentence in sentences for identifier in sentence.citations}
    return Answer(
        status=AnswerStatus.ANSWERED,
        answer="\n\n".join(sentence.text for sentence in sentences),
        sentences=sentences,
        citations=[citation for citation in citations if citation.verified and _supports(citation.id, used)],
    )


def _supports(citation: str, used: Set[str]) -> bool:
    """Whether a sentence rests on it: by its own id, or by the one of the provision that holds it."""
    return any(within(citation, identifier) for identifier in used)


def _quoted(sentences: Sequence[Sentence]) -> list[str]:
    return [identifier for sentence in sentences if sentence.role in RULES for identifier in sentence.citations]


def _date(answer: Answer, told: Sequence[str]) -> None:
    """Say since when what is quoted has held."""
    answer.sentences = [*answer.sentences, *_notices(told)]
    answer.answer = "\n\n".join([answer.answer, *told])


def _corrections(retrieved: Retrieved, premises: Sequence[Premise]) -> list[str]:
    """What the question took for granted and is not so."""
    told = (retrieved.notice, stands(retrieved), *(premise.message for premise in premises))
    return [said for said in told if said]


def _correct(answer: Answer, told: Sequence[str]) -> None:
    """Say these first."""
    if told:
        answer.notices = [*told, *answer.notices]
        answer.sentences = [*_notices(told), *answer.sentences]
        answer.answer = "\n\n".join([*told, answer.answer])


def _notices(texts: Sequence[str]) -> list[Sentence]:
    return [Sentence(text=text, role="notice") for text in texts]


def _needs_input(missing: MissingInput) -> Answer:
    return Answer(
        status=AnswerStatus.NEEDS_INPUT,
        answer=missing.question,
        sentences=[Sentence(text=missing.question, role="notice")],
        missing=missing,
    )


def _context(hit: Hit, retrieved: Retrieved) -> Citation:
    """A provision shown as context, to the letter: it answers nothing by itself."""
    store = retrieved.snapshot.store
    # Context may be of another day than the one asked about, whose wording the corpus does not hold.
    root = store.get(hit.provision, retrieved.as_of) or store.get(hit.provision)
    assert root is not None
    citation = cite(root, hit.node, hit.start, hit.end, hit.page)
    if citation.quote == hit.quote:
        return verbatim(citation)
    return citation.model_copy(update={"quote": hit.quote, "verdict": Verdict.TEXTO_NO_COINCIDE})


def _present(identifier: str, retrieved: Retrieved) -> Citation | None:
    """The first clause of a provision as context: of the day asked about, else as it stands."""
    store = retrieved.snapshot.store
    root = store.get(root_id(identifier), retrieved.as_of) or store.get(root_id(identifier))
    if root is None:
        return None
    clauses = clauses_of(store, root)
    first = next(iter(inside(clauses, identifier) or clauses), None)
    return verbatim(cite_clause(store, root, first)) if first else None


def _searched(instruments: Sequence[Instrument]) -> str:
    """The regulations by their names, the documents (there may be hundreds) by their number."""
    named = [item.title for item in instruments if item.kind in _BY_NAME]
    documents = len(instruments) - len(named)
    more = [f"{documents} circulares, acuerdos, oficios y criterios"] if documents > 1 else []
    return "; ".join([*named, *(more or [item.title for item in instruments if item.kind not in _BY_NAME])])


def verbatim(citation: Citation) -> Citation:
    """A citation cut from the text that is shown: its quote is of the provision by its making."""
    return citation.model_copy(update={"verified": True, "verdict": Verdict.VERIFICADA})


def _one_a_provision(citations: Sequence[Citation]) -> list[Citation]:
    first: dict[str, Citation] = {}
    for citation in citations:
        first.setdefault(root_id(citation.id), citation)
    return list(first.values())


def _nearest(provision_id: str) -> Nearest:
    return Nearest(id=provision_id, label=format_citation(provision_id, "formal"))
