"""A question for a provision that was repealed: that is the answer, with its text ("III. Se deroga.")."""

from __future__ import annotations

from assistant.answers import Answer, AnswerStatus, Citation, Sentence, Verdict
from assistant.citing import cite
from assistant.steps import Retrieved
from corpus.provisions import Provision, Status, root_id


def repealed_named(retrieved: Retrieved) -> Answer | None:
    """The answer where all that the question names was repealed by the day asked about; None otherwise."""
    store = retrieved.snapshot.store
    found = [store.get(identifier, retrieved.as_of) for identifier in retrieved.plainly_named]
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
    found = cite(root, provision.id, start, end, provision.pages[0])
    return found.model_copy(update={"verified": True, "verdict": Verdict.DEROGADA})
