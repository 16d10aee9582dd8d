"""A question for a provision that was repealed: that is the answer, with its text ("III. Se deroga.")."""

from __future__ import annotations

from assistant.answers import Answer, AnswerStatus, Citation, Sentence, Verdict
from assistant.steps import Retrieved
from corpus.citations import format_citation, public_label
from corpus.provisions import Provision, Status, public_instrument, root_id


def repealed_named(retrieved: Retrieved) -> Answer | None:
    """The answer where all that the question names was repealed by the day asked about; None otherwise."""
    store = retrieved.snapshot.store
    named = [group[0] for group in retrieved.result.named if len(group) == 1]
    found = [store.get(identifier, retrieved.as_of) for identifier in named]
    gone = [provision for provision in found if provision is not None and provision.status is Status.DEROGADO]
    if not gone or len(gone) < len(retrieved.result.named):
        return None
    citations = [_citation(retrieved, provision) for provision in gone]
    sentences = [_told(citation) for citation in citations]
    return Answer(
        status=AnswerStatus.ANSWERED,
        answer="\n\n".join(sentence.text for sentence in sentences),
        sentences=sentences,
        citations=citations,
        notices=[sentence.text for sentence in sentences],
        checks={"derogadas": len(gone)},
    )


def _told(citation: Citation) -> Sentence:
    return Sentence(
        text=f"Está derogado: {citation.label}. Dice: «{citation.quote}»", citations=[citation.id], role="quote"
    )


def _citation(retrieved: Retrieved, provision: Provision) -> Citation:
    root = retrieved.snapshot.store.get(root_id(provision.id), retrieved.as_of) or provision
    start, end = (provision.start, provision.end) if not provision.is_root else (0, len(root.text))
    return Citation(
        id=provision.id,
        instrument=public_instrument(root.instrument),
        provision=public_label(root.id),
        label=format_citation(provision.id, "formal"),
        quote=root.text[start:end],
        start=start,
        end=end,
        page=provision.pages[0],
        version=root.version,
        verified=True,
        verdict=Verdict.DEROGADA,
    )
