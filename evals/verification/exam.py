"""The exam of a second reader: the labelled sentences of one set, each read by the model and then verified.

Each verdict is kept in a file as it comes, so that an interrupted exam goes on where it stopped. The exam ends early
once nothing that is left to read could make it pass. It gives whole provisions, for which the labels were written; in
use the reader sees the clauses that a sentence cites.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path

from assistant.second_reading.admission import CAUGHT_AT_LEAST, REJECTED_AT_MOST
from assistant.second_reading.reader import SecondReader
from assistant.verification import Cited, Draft, Stated, Verifier
from corpus.errors import Unavailable
from corpus.store import CorpusStore

from .dataset import Labelled, load

SET = "second-blind-test"
_AT_ONCE = 4


@dataclass(slots=True)
class Marks:
    """How an exam goes: how many sentences are `true` and `false`, how many were `read`, and the mistakes."""

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
    reader: SecondReader,
    store: CorpusStore,
    folder: Path,
    whose: str,
    announce: Callable[[int, int], None] = lambda _done, _total: None,
) -> Marks:
    """Let the reader read the sentences of the exam beside the text of the corpus, and verify each with what it said.

    The verdicts lie in `folder` until the exam has ended; `whose` tells this reader from any other.

    Raises:
        Unavailable: EXAMEN_SIN_TEXTO, the corpus lacks the laws that the sentences are of.
        ModelFailed: the model gave no verdict; those that it gave before are kept.
    """
    items, verifier = load(SET), Verifier(store)
    missing = sorted({identifier for item in items for identifier in item.cites if store.get(identifier) is None})
    if missing:
        raise Unavailable(
            "EXAMEN_SIN_TEXTO",
            f"El acervo no tiene {len(missing)} de los preceptos del examen (el primero, {missing[0]}).",
            "Agregue las leyes (vea el README) y repita la orden.",
        )
    told = "\n".join([whose, *(item.text for item in items)])
    kept = folder / f"exam-{hashlib.sha256(told.encode()).hexdigest()[:12]}.jsonl"
    marks = Marks(sum(item.is_good for item in items), sum(not item.is_good for item in items))
    async with aclosing(_read_all(reader, store, items, kept)) as read:
        async for item, held in read:
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
    kept.unlink()
    return marks


async def _read_all(
    reader: SecondReader, store: CorpusStore, items: Sequence[Labelled], kept: Path
) -> AsyncGenerator[tuple[Labelled, bool], None]:
    """A few sentences at once; one that gets no verdict stops the rest."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    lines = kept.read_text("utf-8").splitlines(keepends=True) if kept.exists() else []
    # The last line of an exam that was killed may be half of one.
    whole = [line for line in lines if line.endswith("\n")]
    verdicts = [bool(json.loads(line)) for line in whole]
    with kept.open("w", encoding="utf-8") as file:
        file.writelines(whole)
        file.flush()
        for item, held in zip(items, verdicts, strict=False):
            yield item, held
        for at in range(len(verdicts), len(items), _AT_ONCE):
            part = items[at : at + _AT_ONCE]
            read = await asyncio.gather(*(reader.holds(_texts(store, item), item.text) for item in part))
            file.write("".join(f"{json.dumps(held)}\n" for held in read))
            file.flush()
            for item, held in zip(part, read, strict=True):
                yield item, held


def _texts(store: CorpusStore, item: Labelled) -> list[tuple[str, str]]:
    found = [(identifier, store.get(identifier)) for identifier in item.cites]
    return [(identifier, provision.text) for identifier, provision in found if provision is not None]
