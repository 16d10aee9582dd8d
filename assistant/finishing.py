"""The last step: from a draft to an answer that may be shown. What does not verify is dropped; what is left decides."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import date

from assistant import replies
from assistant.abstention import Abstention
from assistant.answers import Answer, AnswerStatus, Citation, MissingInput, Nearest, Sentence, Verdict
from assistant.areas import Areas
from assistant.composing.extractive import Composition
from assistant.steps import Composed, Retrieved
from corpus.citations import format_citation
from corpus.provisions import Status, root_id
from corpus.store import CorpusStore

NEAREST = 3


class Finisher:
    """Verifies a draft and decides between an answer, a question back and the lack of a criterion."""

    def __init__(self, areas: Areas, abstention: Abstention) -> None:
        self._areas = areas
        self._abstention = abstention

    def finish(self, composed: Composed) -> Answer:
        """The answer to show."""
        acted, retrieved = composed.acted, composed.acted.retrieved
        if composed.answer is not None:
            return self._stamp(composed.answer, retrieved)
        if acted.act.missing is not None:
            return self._stamp(_needs_input(acted.act.missing), retrieved)
        composition = composed.composition or Composition([], [])
        sources = {root_id(basis) for basis in acted.act.bases} | {hit.provision for hit in retrieved.result.hits}
        store = retrieved.snapshot.store
        citations = [verified(store, citation, sources, retrieved.as_of) for citation in composition.citations]
        sentences = _supported([*acted.act.sentences, *composition.sentences], citations)
        decision = self._abstention.decide(retrieved, sentences)
        if acted.act.calls or (decision.answer and any(sentence.role == "rule" for sentence in sentences)):
            answer = _answered(sentences, citations)
            answer.tools = acted.act.calls
            answer.status = acted.act.status
        else:
            answer = self._no_criterion(retrieved, decision.reason)
        answer.notices.extend(decision.notices)
        answer.checks["citas"] = len(citations)
        return self._stamp(answer, retrieved)

    def _no_criterion(self, retrieved: Retrieved, reason: str) -> Answer:
        store, question = retrieved.snapshot.store, retrieved.understanding.standalone
        route = self._areas.route(question, concrete=_is_concrete(retrieved))
        nearest = [_nearest(hit.provision) for hit in retrieved.result.hits[:NEAREST]]
        titles = ", ".join(item.short_title or item.title for item in store.instruments())
        return replies.no_criterion(question, titles, nearest, route, reason)

    def _stamp(self, answer: Answer, retrieved: Retrieved) -> Answer:
        answer.corpus_version = retrieved.snapshot.version
        answer.as_of = retrieved.as_of or retrieved.question.today
        return answer


def verified(store: CorpusStore, citation: Citation, sources: Set[str], as_of: date | None) -> Citation:
    """The citation with its verdict: it exists, is in force on the day, is a source of the turn, quotes its text."""
    root = store.get(root_id(citation.id), as_of)
    if root is None:
        verdict = Verdict.NO_EXISTE if not store.exists(citation.id) else Verdict.NO_VIGENTE_EN_FECHA
    elif root.status is Status.DEROGADO:
        verdict = Verdict.DEROGADA
    elif root.text[citation.start : citation.end] != citation.quote:
        verdict = Verdict.TEXTO_NO_COINCIDE
    elif root.id not in sources:
        verdict = Verdict.FUERA_DE_CONTEXTO
    else:
        verdict = Verdict.VERIFICADA
    return citation.model_copy(update={"verdict": verdict, "verified": verdict is Verdict.VERIFICADA})


def _supported(sentences: Sequence[Sentence], citations: Sequence[Citation]) -> list[Sentence]:
    good = {citation.id for citation in citations if citation.verified}
    return [
        sentence
        for sentence in sentences
        if sentence.role != "rule" or (sentence.citations and good.issuperset(sentence.citations))
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
    return citation in used or any(citation.startswith(f"{identifier}/") for identifier in used)


def _needs_input(missing: MissingInput) -> Answer:
    return Answer(
        status=AnswerStatus.NEEDS_INPUT,
        answer=missing.question,
        sentences=[Sentence(text=missing.question, role="notice")],
        missing=missing,
    )


def _nearest(provision_id: str) -> Nearest:
    return Nearest(id=provision_id, label=format_citation(provision_id, "formal"))


def _is_concrete(retrieved: Retrieved) -> bool:
    return bool(retrieved.understanding.credits or retrieved.understanding.employers)
