"""Is there a criterion? A calibrated decision from what search found, with the reason where there is none."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from assistant.library import Snapshot
from assistant.outside import OutsideMatters
from assistant.signals import NAMES, signals
from assistant.steps import Retrieved
from assistant.understanding.house import without_house
from assistant.understanding.premised import without_premise
from assistant.understanding.several import members
from assistant.understanding.spans import fold
from corpus.citations import format_citation
from corpus.provisions import InstrumentKind, root_id
from corpus.store import CorpusStore
from retriever.search import SearchResult
from retriever.terms import terms
from tools.wording import long_date

_LAW_OF_YEAR = re.compile(
    r"\b(?:lif|ley de ingresos(?: de la federacion)?)\s+(?:(?:de|del|para|el|ano|ejercicio|fiscal)\s+){0,6}(20\d\d)\b"
)
SEARCHED = 10
_SAME_QUESTION = 0.9
"""Cosine of two questions from which they are the same (measured with the packaged model; other matters reach 0.87)."""
_DOUBTFUL, _CLEAR_LEAD, _NEARLY_SAME = 0.1, 2.3, 0.92
_MOST_PARTS = 6
"""Beyond, a message is a document and not questions: each part costs a search."""
_FIRST = 2
_NEARLY_ALL = 0.7
_DOCUMENTS = (InstrumentKind.CIRCULAR, InstrumentKind.ACUERDO, InstrumentKind.OFICIO, InstrumentKind.CRITERIO)
_EACH_PART = 0.65
"""Mean probability of the parts of a message that asks several things; of those without an answer none reached 0.6."""
_WEIGHTS = Path(__file__).with_name("abstention.yaml")


@dataclass(frozen=True, slots=True)
class Decision:
    """`probability` that the sources settle the question; `reason` says why they do not, in the person's words.

    `nearest` are provisions to show as context before what search found.
    """

    answer: bool
    probability: float
    reason: str = ""
    nearest: tuple[str, ...] = ()


class Abstention:
    """Decides between answering and saying that there is no criterion."""

    def __init__(self, outside: OutsideMatters, weights: Path = _WEIGHTS) -> None:
        data: dict[str, Any] = yaml.safe_load(weights.read_text(encoding="utf-8"))
        self._outside = outside
        self._intercept = float(data["intercept"])
        self._threshold = float(data["threshold"])
        self._weights = [float(data["weights"][name]) for name in NAMES]

    def decide(self, retrieved: Retrieved) -> Decision:
        """Answer or abstain. What the question names and exists is answered; what does not exist is said."""
        question, result = retrieved.understanding.standalone, retrieved.result
        settled = _settled(retrieved)
        if settled is not None:
            return settled
        if _told_by_document(retrieved):
            return Decision(True, 1.0)
        matter = self._outside.find(question, retrieved.snapshot.store.instruments())
        if matter is not None:
            return Decision(False, 0.0, matter.reason)
        unheld = _unheld(retrieved)
        if unheld is not None:
            return unheld
        if not result.hits or (result.missing and not result.hits[0].cited):
            return Decision(False, 0.0)
        if result.hits[0].cited:
            return Decision(True, 1.0)
        found = signals(retrieved.snapshot, question, result)
        probability = self._of(found)
        # What completes a question that was answered is told with half the evidence: it is said in a few words.
        enough = self._threshold / 2 if retrieved.understanding.follows_up else self._threshold
        if probability < enough and (
            (probability >= _DOUBTFUL and _plain(found))
            or self._settled_in_parts(retrieved)
            or self._settled_said_barely(retrieved)
        ):
            return Decision(True, enough)
        return Decision(probability >= enough, probability)

    def _probability(self, snapshot: Snapshot, question: str, result: SearchResult) -> float:
        return self._of(signals(snapshot, question, result))

    def _of(self, found: Sequence[float]) -> float:
        score = self._intercept + sum(w * x for w, x in zip(self._weights, found, strict=True))
        return 1 / (1 + math.exp(-score))

    def _settled_in_parts(self, retrieved: Retrieved) -> bool:
        """Whether who asks several things finds them answered, each by a provision that holds little of the others."""
        snapshot, parts = retrieved.snapshot, members(retrieved.understanding.standalone)
        if not 2 <= len(parts) <= _MOST_PARTS:
            return False
        found = [(part, snapshot.retriever.search(part, k=SEARCHED, as_of=retrieved.as_of)) for part in parts]
        chances = [self._probability(snapshot, part, result) if result.hits else 0.0 for part, result in found]
        return sum(chances) / len(chances) >= _EACH_PART

    def _settled_said_barely(self, retrieved: Retrieved) -> bool:
        """Whether the matter is settled but for words that hide it: a wrong figure, or that it is the Institute's."""
        snapshot, question = retrieved.snapshot, retrieved.understanding.standalone
        for bare in filter(None, (without_premise(question), without_house(question))):
            result = snapshot.retriever.search(bare, k=SEARCHED, as_of=retrieved.as_of)
            if result.hits and self._probability(snapshot, bare, result) >= self._threshold:
                return True
        return False


def _plain(found: Sequence[float]) -> bool:
    """Whether one provision clearly leads, somebody wrote nearly this question for it, and it has every word asked.

    Short questions lie near to what other short ones leave open ("¿quién firma el convenio?"). Of 381 questions
    without an answer, none is let through by this.
    """
    told = dict(zip(NAMES, found, strict=True))
    rules = not told["function_only"]
    return rules and told["coverage"] >= 1 and told["margin"] >= _CLEAR_LEAD and told["question"] >= _NEARLY_SAME


def _settled(retrieved: Retrieved) -> Decision | None:
    """A criterion in force that was published for this very question answers it, whatever the laws leave out."""
    hits = retrieved.result.hits
    if not hits or retrieved.snapshot.store.kind_of(hits[0].provision) is not InstrumentKind.CRITERIO:
        return None
    asked = retrieved.snapshot.passages.affinity(retrieved.understanding.standalone, [hits[0].provision])["question"]
    return Decision(True, asked) if asked >= _SAME_QUESTION else None


def _told_by_document(retrieved: Retrieved) -> bool:
    """Whether a point of a circular, acuerdo or oficio that was found among the first says nearly every word asked.

    The signals of the calibrated decision were learnt over laws and manuals, which leave out what these settle.
    """
    store, asked = retrieved.snapshot.store, set(terms(retrieved.understanding.standalone))
    for hit in retrieved.result.hits[:_FIRST]:
        root = store.get(hit.provision, retrieved.as_of)
        if root is None or store.kind_of(hit.provision) not in _DOCUMENTS or hit.repealed:
            continue
        if len(asked & set(terms(root.text))) >= _NEARLY_ALL * len(asked) > 0:
            return True
    return False


def _unheld(retrieved: Retrieved) -> Decision | None:
    """Why the wording or the law of the year asked for cannot be told; None where it can."""
    store, day = retrieved.snapshot.store, retrieved.as_of
    other_year = _LAW_OF_YEAR.search(fold(retrieved.understanding.text))
    if other_year and store.instrument(f"LIF-{other_year[1]}") is None:
        nearest = [root for root in _present(retrieved, SEARCHED) if root.startswith("LIF-")]
        return Decision(False, 0.0, _no_yearly_law(other_year[1], store), tuple(nearest[:1]))
    if day is None:
        return None
    if day > retrieved.question.today:
        return Decision(False, 0.0, f"El texto que regirá el {long_date(day)} no existe todavía: sólo el publicado.")
    for group in retrieved.result.named:
        roots = [root_id(identifier) for identifier in group]
        if all(store.get(root, day) is None for root in roots):
            return Decision(False, 0.0, _no_wording(roots[0], day, store), (roots[0],))
    if not retrieved.result.named:
        # What answers today and is not held for that day is the reason; the next best provision is no answer.
        for root in _present(retrieved, 1):
            if store.get(root, day) is None:
                return Decision(False, 0.0, _no_wording(root, day, store), (root,))
    return None


def _present(retrieved: Retrieved, count: int) -> list[str]:
    """The provisions in force today that answer best."""
    found = retrieved.snapshot.retriever.search(retrieved.understanding.standalone, k=count)
    return [hit.provision for hit in found.hits]


def _no_wording(root: str, day: date, store: CorpusStore) -> str:
    present = store.get(root)
    changed = present.valid_from if present else None
    since = f" La vigente fue reformada o actualizada el {long_date(changed)}." if changed else ""
    name = format_citation(root)
    return (
        f"El acervo no tiene la redacción del {name} que regía el {long_date(day)}.{since} Va la actual como contexto."
    )


def _no_yearly_law(year: str, store: CorpusStore) -> str:
    held = ", ".join(item.short_title or item.title for item in store.instruments() if item.id.startswith("LIF-"))
    return f"El acervo no tiene la Ley de Ingresos de {year}: sólo {held or 'ninguna'}. Va lo que hay como contexto."
