"""What a search gives back."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.citations import public_label
from corpus.provisions import public_instrument
from retriever.cited import Missing
from retriever.questions import Question


@dataclass(frozen=True, slots=True)
class Hit:
    """A provision found: its root, the most exact node, and the span of the root's text to quote.

    `score` orders the hits of one search. `signals` are the ranker's features, for whoever wants to know why.
    `companion_of` is the root of a better hit that refers to this one. `cited`: the question names it.
    """

    provision: str
    node: str
    label: str
    score: float
    quote: str = ""
    start: int = 0
    end: int = 0
    page: int = 0
    version: str = ""
    signals: dict[str, float] = field(default_factory=dict)
    companion_of: str | None = None
    cited: bool = False
    repealed: bool = False

    def as_json(self) -> dict[str, object]:
        """The form of the JSON contract."""
        return {
            "instrument": public_instrument(self.provision.partition(":")[0]),
            "provision": public_label(self.provision),
            "id": self.node,
            "label": self.label,
            "score": round(self.score, 4),
            "quote": self.quote,
            "page": self.page,
            "companion_of": self.companion_of,
            "status": "derogado" if self.repealed else "vigente",
        }


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, one a root; what the question names and the corpus lacks; how the question was read."""

    hits: list[Hit]
    missing: tuple[Missing, ...] = ()
    question: Question | None = None
    named: tuple[tuple[str, ...], ...] = ()

    def as_json(self) -> dict[str, object]:
        """The form of the JSON contract, without the time that it took."""
        return {
            "hits": [hit.as_json() for hit in self.hits],
            "missing": [{"citation": absent.raw, "nearest": list(absent.nearest)} for absent in self.missing],
        }
