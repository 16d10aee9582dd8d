"""The network that weighs free prose: what torch learns is what the assistant reads."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.verification.entailment import Compared, Entailment, packed, unpacked
from evals.verification.examples import Example
from evals.verification.fit_judge import doubts, learn, write
from evals.verification.network import Network, batch_of

WIDTH, SIGNALS = 24, 5


def made(random: np.random.Generator, words: int, source: int) -> Compared:
    """A pair of random vectors of length 1."""

    def vectors(count: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        drawn = random.standard_normal((count, WIDTH)).astype(np.float32)
        return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)

    same = (random.random((words, source)) < 0.1).astype(np.float32)
    shared = (random.random((words, 3)) < 0.5).astype(np.float32)
    return Compared(vectors(words), vectors(source), same, shared, random.standard_normal(SIGNALS).astype(np.float32))


def test_the_assistant_computes_what_was_learnt(tmp_path: Path) -> None:
    torch.manual_seed(3)
    random = np.random.default_rng(3)
    # Signals that differ a thousandfold in size: a share beside a count.
    spread = np.geomspace(0.01, 10, SIGNALS).astype(np.float32)
    network = Network(WIDTH, spread / 2, spread).eval()
    pairs = [made(random, words, source) for words, source in ((1, 2), (3, 40), (25, 7), (12, 12))]
    write(tmp_path / "weights.json", [network, network], 0.5)
    entailment = Entailment(tmp_path / "weights.json")
    with torch.no_grad():
        expected = network(batch_of(pairs)).numpy()
    # Eight bits a weight are what may part them; padding to the longest pair of a batch may not.
    squeezed = 1 / (1 + np.exp(-expected))
    assert [entailment.doubt(pair) for pair in pairs] == pytest.approx(squeezed, abs=0.01)
    alone = [float(network(batch_of([pair])).item()) for pair in pairs]
    assert alone == pytest.approx(expected, abs=1e-4)


@settings(max_examples=40)
@given(st.lists(st.lists(st.floats(-50, 50, width=32), min_size=3, max_size=3), min_size=1, max_size=6))
def test_packed_weights_come_back_within_half_a_step(rows: list[list[float]]) -> None:
    array = np.array(rows, np.float32)
    back = unpacked(json.loads(json.dumps(packed(array))))
    assert back.shape == array.shape
    assert (np.abs(back - array) <= np.abs(array).max(axis=1, keepdims=True) / 127 * 0.51 + 1e-6).all()


def test_learning_tells_a_word_that_the_text_lacks() -> None:
    """A false sentence has one word that stands nowhere in its text; provisions not learnt from are told apart too."""
    random = np.random.default_rng(5)
    examples = []
    for number in range(240):
        pair = made(random, 6, 20)
        true = Compared(
            pair.source[3:9].copy(),
            pair.source,
            np.eye(6, 20, 3, np.float32),
            np.ones((6, 3), np.float32),
            pair.signals * 0,
        )
        words, same, shared = true.claim.copy(), true.same.copy(), true.shared.copy()
        words[2], same[2], shared[2] = pair.claim[0], 0, 0
        false = Compared(words, pair.source, same, shared, true.signals)
        name = str(number)
        examples += [Example(true, False, "pairs", name, name), Example(false, True, "pairs", name, name)]
    network = learn(examples[:400], seed=1)
    found = doubts([network], examples[400:])
    assert (found[1::2] > found[::2]).mean() > 0.95
