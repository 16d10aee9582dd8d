"""How likely a sentence is not what the cited text says: a small network over the words of both, learnt from pairs.

Every word looks for what says the same in the other text (decomposable attention, Parikh and others 2016, over the
vectors of the encoder that search uses); what remains between the two, its neighbours, and what the text says there
that the sentence leaves out, give the doubt. The weights are learnt by `evals/verification/fit_judge.py` from true
sentences and the smallest changes that make each of them false; they are a text file beside this module.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .alignment import Alignment

Matrix = NDArray[np.float32]
WEIGHTS = Path(__file__).with_name("entailment.json")
MOST_WORDS = 200
"""Words of the cited text that a sentence is compared with: the units nearest to it, in the order of the text."""
_STEP = 5.0
"""Words that a jump from one aligned word to the next is measured in."""
_AROUND = 9


@dataclass(frozen=True, slots=True)
class Compared:
    """A sentence of n words beside m words of the cited text.

    `same[i, j]` is 1 where both words have a stem; `shared` is (n, 3): the word itself stands in the text, its stem
    does, it is a number. `signals` are those of `signals.py`, in their order.
    """

    claim: Matrix
    source: Matrix
    same: Matrix
    shared: Matrix
    signals: Matrix


def compared(found: Alignment, signals: Mapping[str, float]) -> Compared:
    """What the network reads of an alignment."""
    kept = _nearest(found)
    source = np.concatenate([found.units[k].vectors for k in kept])
    stems = np.concatenate([_codes(tuple(found.units[k].stems)) for k in kept])
    words = {word for k in kept for word in found.units[k].words}
    mine = _codes(tuple(found.claim.stems))
    same = (mine[:, None] == stems[None]).astype(np.float32)
    exact = [word in words for word in found.claim.words]
    number = [any(sign.isdigit() for sign in word) for word in found.claim.words]
    shared = np.stack([exact, same.any(axis=1), number], axis=1).astype(np.float32)
    return Compared(found.claim.vectors, source, same, shared, np.array(list(signals.values()), np.float32))


def _nearest(found: Alignment) -> list[int]:
    """The units that the sentence is compared with: from the nearest on, while there is room."""
    order = sorted(range(len(found.units)), key=lambda k: -float(found.held[k].mean()))
    kept, room = order[:1], MOST_WORDS - len(found.units[order[0]].spans)
    for k in order[1:]:
        size = len(found.units[k].spans)
        if size <= room:
            kept.append(k)
            room -= size
    return sorted(kept)


@lru_cache(maxsize=4000)
def _codes(stems: tuple[str, ...]) -> NDArray[np.int64]:
    return np.array([hash(stem) for stem in stems], np.int64)


class Entailment:
    """The networks (the same one, learnt from several beginnings) with their weights; nothing read is kept."""

    def __init__(self, path: Path = WEIGHTS) -> None:
        stored: dict[str, Any] = json.loads(path.read_text("utf-8"))
        self.threshold = float(stored["threshold"])
        self._networks = [_Network(weights) for weights in stored["networks"]]

    def doubt(self, pair: Compared) -> float:
        """Between 0 (the text says it) and 1; it ranks sentences, and `threshold` is where they stop being shown."""
        raw = sum(network.raw(pair) for network in self._networks) / len(self._networks)
        return float(1 / (1 + np.exp(-np.clip(raw, -30, 30))))


class _Network:
    """See `evals/verification/network.py`, line by line."""

    def __init__(self, weights: Mapping[str, Any]) -> None:
        self._weights = {name: unpacked(entry) for name, entry in weights.items()}

    def raw(self, pair: Compared) -> float:
        """The doubt before it is squeezed between 0 and 1."""
        w = self._weights
        cosines = pair.claim @ pair.source.T
        asked, given = _unit(pair.claim @ w["q.w"].T), _unit(pair.source @ w["q.w"].T)
        bonds = (cosines + w["wq"] * (asked @ given.T)) * np.exp(w["logt"]) + pair.same * w["ws"]
        there, back = _softmax(bonds, 1), _softmax(bonds, 0)
        claim, source = pair.claim @ w["p.w"].T, pair.source @ w["p.w"].T
        words = _silu(_beside(claim, there @ source, _scalars(pair, cosines, there)) @ w["inp.w"].T + w["inp.b"])
        words = self._widened(self._widened(words, "c1"), "c2")
        used = there.sum(axis=0)
        near = _pooled(used)
        held = np.stack([cosines.max(axis=0), np.clip(used, 0, 3), np.clip(near, 0, 3), pair.same.max(axis=0)], 1)
        left = _silu(_beside(source, back.T @ claim, held) @ w["einp.w"].T + w["einp.b"])
        left = self._widened(left, "e1") * np.clip(near, 0, 1)[:, None]
        signals = np.clip((pair.signals - w["mean"]) / w["spread"], -4, 4)
        told = np.concatenate([words.max(axis=0), words.mean(axis=0), left.max(axis=0), signals])
        whole = _silu(w["out1.w"] @ told + w["out1.b"])
        faults = (words @ w["tok.w"].T + w["tok.b"])[:, 0]
        peak = faults.max()
        return float((w["out2.w"] @ whole + w["out2.b"])[0] + peak + np.log(np.exp(faults - peak).sum()) - 2)

    def _widened(self, words: Matrix, layer: str) -> Matrix:
        """The words with what a layer sees of their neighbours."""
        out: Matrix = words + _silu(_convolved(words, self._weights[f"{layer}.w"], self._weights[f"{layer}.b"]))
        return out


def packed(array: Matrix) -> dict[str, Any] | list[float]:
    """An array as text: eight bits a number and one scale a row; a single row as it is, its numbers may differ much."""
    if array.ndim < 2:
        return [float(f"{each:.6g}") for each in np.atleast_1d(array)]
    rows = array.reshape(len(array), -1)
    scale = np.maximum(np.abs(rows).max(axis=1), 1e-12) / 127
    numbers = np.rint(rows / scale[:, None]).astype(np.int8)
    return {
        "shape": list(array.shape),
        "scale": [float(f"{each:.6g}") for each in scale],
        "numbers": base64.b64encode(numbers.tobytes()).decode("ascii"),
    }


def unpacked(entry: Mapping[str, Any] | list[float]) -> Matrix:
    """What `packed` wrote."""
    if isinstance(entry, list):
        return np.array(entry, np.float32)
    scale = np.array(entry["scale"], np.float32)
    numbers = np.frombuffer(base64.b64decode(entry["numbers"]), np.int8).astype(np.float32)
    array: Matrix = (numbers.reshape(len(scale), -1) * scale[:, None]).reshape(entry["shape"])
    return array


def _scalars(pair: Compared, cosines: Matrix, there: Matrix) -> Matrix:
    """What is told of each word of the sentence beside its vectors, (n, 8)."""
    ranked = np.sort(cosines, axis=1)
    second = ranked[:, -2] if ranked.shape[1] > 1 else ranked[:, -1]
    place = there @ np.arange(there.shape[1], dtype=np.float32)
    jump = np.diff(place, prepend=place[:1]) / _STEP
    gap, moved, far = ranked[:, -1] - second, np.clip(jump, -2, 2), np.clip(np.abs(jump), 0, 2)
    return np.column_stack([ranked[:, -1], gap, pair.shared, moved, far, there.max(axis=1)])


def _beside(mine: Matrix, theirs: Matrix, scalars: Matrix) -> Matrix:
    joined: Matrix = np.concatenate([mine, theirs, np.abs(mine - theirs), mine * theirs, scalars], axis=1)
    return joined


def _convolved(words: Matrix, kernel: Matrix, bias: Matrix) -> Matrix:
    """`kernel` is (out, in, width); a word sees as many on each side."""
    width = kernel.shape[2]
    padded = np.pad(words, ((width // 2, width // 2), (0, 0)))
    seen = np.lib.stride_tricks.sliding_window_view(padded, width, axis=0)
    out: Matrix = np.tensordot(seen, kernel, axes=((1, 2), (1, 2))) + bias
    return out


def _pooled(used: Matrix) -> Matrix:
    """The mean of each word and those around it that exist."""
    side = _AROUND // 2
    padded = np.pad(np.stack([used, np.ones_like(used)]), ((0, 0), (side, side)))
    seen = np.lib.stride_tricks.sliding_window_view(padded, _AROUND, axis=1)
    total, count = seen.sum(axis=2)
    mean: Matrix = total / count
    return mean


def _softmax(values: Matrix, axis: int) -> Matrix:
    raised = np.exp(values - values.max(axis=axis, keepdims=True))
    shares: Matrix = raised / raised.sum(axis=axis, keepdims=True)
    return shares


def _silu(values: Matrix) -> Matrix:
    out: Matrix = values / (1 + np.exp(-values))
    return out


def _unit(vectors: Matrix) -> Matrix:
    unit: Matrix = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    return unit
