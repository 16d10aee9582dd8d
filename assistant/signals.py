"""What tells whether the sources settle a question: numbers from search, none from a prompt."""

from __future__ import annotations

import re

from assistant.asked_kind import holds_what_is_asked
from assistant.library import Snapshot
from assistant.understanding.asking_who import asks_who
from corpus.editorial import Heading
from corpus.provisions import InstrumentKind
from retriever.search import SearchResult
from retriever.terms import terms

NAMES = (
    "question",
    "coverage",
    "margin",
    "settled",
    "settled_adapted",
    "kind",
    "kind_first",
    "function_only",
)
_LOOKED_AT = 3
_SPANS = 3
"""Spans of each provision in which the kind of value asked for is looked for."""
_ASKED = re.compile(r"¿([^¿?]+)\?")
_ENOUGH = 3


def signals(snapshot: Snapshot, question: str, result: SearchResult, *, apart_from_itself: bool = False) -> list[float]:
    """The features of `NAMES`, in order.

    The cosine with the nearest typical question is absolute; `coverage` is the share of the question's words
    that the best provisions or their headings have; `margin` is the lead of the first in score; `settled` says of which
    kind the questions around it are (`PassageReader.settled`); `kind` is 1 where the nearest spans have a value of the
    kind that is asked for, else 0; `kind_first`, those of the first provision; `function_only` is 1 where the first is
    a function of a manual, which says who does what, and the question asks something else. `apart_from_itself` judges
    an example by the other ones.
    """
    text = asked_part(result.question.text if result.question else question)
    hits = [hit for hit in result.hits if hit.companion_of is None][:_LOOKED_AT]
    roots = [hit.provision for hit in hits]
    affinity = snapshot.passages.affinity(text, roots)
    wanted = set(terms(text))
    margin = hits[0].score - hits[1].score if len(hits) > 1 and not hits[0].cited else 0.0
    return [
        affinity["question"],
        len(wanted & _words_of(snapshot, roots)) / max(1, len(wanted)),
        min(margin, 5.0),
        *snapshot.passages.settled(text, apart_from_itself=apart_from_itself),
        float(holds_what_is_asked(text, _spans(snapshot, text, roots))),
        float(holds_what_is_asked(text, _spans(snapshot, text, roots[:1]))),
        float(_is_function(snapshot, roots[:1]) and not asks_who(text)),
    ]


def asked_part(text: str) -> str:
    """The question itself, where it says enough after whole sentences that tell something else.

    What a comma joins to it stays: "si el tope es de 36 meses, ¿le niego 42?" asks about the first part.
    """
    for asked in reversed(list(_ASKED.finditer(text))):
        if len(terms(asked[1])) >= _ENOUGH and text[: asked.start()].rstrip().endswith((".", ";", "!")):
            return asked[1]
    return text


def _is_function(snapshot: Snapshot, roots: list[str]) -> bool:
    return any(snapshot.store.kind_of(root) is InstrumentKind.MANUAL for root in roots)


def _spans(snapshot: Snapshot, question: str, roots: list[str]) -> list[str]:
    found = []
    for root, passages in snapshot.passages.read(question, roots).items():
        provision = snapshot.store.get(root)
        if provision is not None:
            found += [provision.text[span.start : span.end] for span in passages[:_SPANS]] or [provision.text]
    return found


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
