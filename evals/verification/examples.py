"""What the network of `assistant/verification/entailment.py` reads of each labelled sentence, kept in files."""

from __future__ import annotations

import pickle
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.verification import Cited, Draft, FaultReport, Judge, Stated, Verifier
from assistant.verification.claim import Claim
from assistant.verification.entailment import Compared
from assistant.verification.evidence import Unit
from assistant.verification.judge import Opinion
from corpus.store import CorpusStore
from retriever.packaged_model import unpack_model
from retriever.word_vectors import WordVectors

from .alterations import Alterer
from .compounds import compounds
from .dataset import DATASETS, Labelled, load

PAIRS = tuple(sorted(path.stem.removeprefix("verifier-") for path in DATASETS.glob("verifier-pairs-*.yaml")))
HELD = ("free-test", "light-test", "test", "last-test")
MADE, COMPOUND = "made", "compounds"
_APART = 10
_MOVED_PER_SET = 100


@dataclass(slots=True)
class Example:
    """A sentence beside its cited text, and what is known of it."""

    pair: Compared
    false: bool
    group: str
    """The set that it weighs in."""
    provision: str
    of: str
    """The true sentence that it is, or was made from; empty where it stands alone."""

    @property
    def apart(self) -> bool:
        """Whether its provision is not learnt from."""
        return self.group in (*PAIRS, COMPOUND) and zlib.crc32(self.provision.encode()) % _APART == 0


class Recorder(Judge):
    """A judge that keeps what the network reads of the last sentence."""

    last: Compared | None = None

    def weigh(self, claim: Claim, units: Sequence[Unit], faults: Sequence[FaultReport], score: float) -> Opinion:
        """Keep it, and let the rules stand."""
        self.last = self.compare(claim, units, faults, score)
        return Opinion(0.0, tuple(faults))


def read(generation: Path, work: Path, names: Sequence[str]) -> None:
    """Keep the examples of each set that has none yet."""
    recorder = Recorder(WordVectors(unpack_model(generation.parent.parent / "models")))
    with CorpusStore.open(generation / "corpus.sqlite") as store:
        verifier = Verifier(store, judge=lambda: recorder)
        for name in names:
            path = work / f"{name}.pickle"
            if path.exists():
                continue
            examples: list[Example] = []
            for item in sentences(name, store):
                recorder.last = None
                verifier.verify(Draft([Stated(item.text, tuple(Cited(i) for i in item.cites))]))
                # Of what is the law's own text to the letter nothing is read.
                if recorder.last is not None:
                    # Several sets have pairs of one provision.
                    pair = item.pair and f"{name}/{item.pair}"
                    examples.append(Example(recorder.last, not item.is_good, name, item.cites[0], pair))
            half = path.with_suffix(".half")
            half.write_bytes(pickle.dumps(examples, protocol=5))
            half.replace(path)
            sys.stdout.write(f"# {name}: {len(examples)}\n")
            sys.stdout.flush()


def kept(work: Path, name: str) -> list[Example]:
    """What `read` kept of a set."""
    examples: list[Example] = pickle.loads((work / f"{name}.pickle").read_bytes())  # noqa: S301 - our own file
    return examples


def sentences(name: str, store: CorpusStore) -> Iterator[Labelled]:
    """A set, with so many of its sentences under other provisions, evenly taken; or those made by machine."""
    if name == MADE:
        yield from Alterer().sentences(store, frozenset(item.cites[0] for half in HELD for item in load(half)))
        return
    if name == COMPOUND:
        yield from compounds([load(each) for each in PAIRS])
        return
    found = load(name)
    moved = [item for item in found if item.kind.startswith("miscited")]
    yield from (item for item in found if not item.kind.startswith("miscited"))
    yield from moved[:: max(1, len(moved) // _MOVED_PER_SET)]
