"""The exam of a second reader: the labelled sentences of one set, each read by the model and then verified.

What the model answers is kept in the state, so that an interrupted exam goes on where it stopped. It ends early once no
answer to what is left could pass it.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from assistant.second_reading.admission import CAUGHT_AT_LEAST, REJECTED_AT_MOST, Admission, instructions_now
from assistant.second_reading.reader import SecondReader
from assistant.verification import Cited, Draft, Stated, Verifier
from corpus.errors import Unavailable
from corpus.store import CorpusStore

from .dataset import DATASETS, Labelled, load

SET = "second-blind-test"
_AT_ONCE = 4


@dataclass(slots=True)
class Marks:
    """How an exam goes: what was read of `true` and of `false` sentences, and the mistakes."""

    true: int
    false: int
    read: int = 0
    missed: list[Labelled] = field(default_factory=list)
    rejected: list[Labelled] = field(default_factory=list)

    @property
    def lost(self) -> bool:
        """Whether it can no longer be passed."""
        caught_at_most = self.false - len(self.missed)
        return caught_at_most < CAUGHT_AT_LEAST * self.false or len(self.rejected) > REJECTED_AT_MOST * self.true


async def examine(
    reader: SecondReader, store: CorpusStore, announce: Callable[[int, int], None] = lambda _done, _total: None
) -> Marks:
    """Let the reader read every sentence of the exam over the text of the corpus, and verify it with what it said.

    Raises:
        Unavailable: EXAMEN_SIN_TEXTO, the corpus lacks the laws that the sentences are of.
        ModelFailed: the model gave no verdict; what it gave before is kept by whoever keeps its answers.
    """
    items, verifier = load(SET), Verifier(store)
    missing = sorted({identifier for item in items for identifier in item.cites if store.get(identifier) is None})
    if missing:
        raise Unavailable(
            "EXAMEN_SIN_TEXTO",
            f"El acervo no tiene {len(missing)} de los preceptos del examen (el primero, {missing[0]}).",
            "Agregue las leyes (README, «Agregar las leyes») y repita la orden.",
        )
    marks = Marks(sum(item.is_good for item in items), sum(not item.is_good for item in items))
    async for item, held in _read_all(reader, store, items):
        stated = Stated(item.text, tuple(Cited(identifier) for identifier in item.cites), second_reading=held)
        stands = verifier.verify(Draft([stated])).supported
        if item.is_good and not stands:
            marks.rejected.append(item)
        elif not item.is_good and stands:
            marks.missed.append(item)
        marks.read += 1
        announce(marks.read, len(items))
        if marks.lost:
            break
    return marks


async def _read_all(
    reader: SecondReader, store: CorpusStore, items: Sequence[Labelled]
) -> AsyncIterator[tuple[Labelled, bool]]:
    """A few sentences at once; one that gets no verdict stops the rest."""
    for at in range(0, len(items), _AT_ONCE):
        part = items[at : at + _AT_ONCE]
        read = await asyncio.gather(*(reader.holds(_texts(store, item), item.text) for item in part))
        for item, held in zip(part, read, strict=True):
            yield item, held


def _texts(store: CorpusStore, item: Labelled) -> list[tuple[str, str]]:
    found = [(identifier, store.get(identifier)) for identifier in item.cites]
    return [(identifier, provision.text) for identifier, provision in found if provision is not None]


def admission_of(marks: Marks, server: str, model: str, today: date) -> Admission:
    """The marks of an exam that was not lost, as they are kept."""
    return Admission(
        server=server,
        model=model,
        instructions=instructions_now(),
        exam=hashlib.sha256((DATASETS / f"verifier-{SET}.yaml").read_bytes()).hexdigest()[:16],
        caught=marks.false - len(marks.missed),
        false=marks.false,
        rejected=len(marks.rejected),
        true=marks.true,
        on=today,
    )
