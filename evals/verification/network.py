"""The network of `assistant/verification/entailment.py` as torch trains it; `exported` gives its weights by name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from assistant.verification.entailment import Compared

_WIDTH, _HIDDEN, _SIDE, _SCALARS, _HELD = 64, 64, 32, 8, 4
_DROPOUT = 0.25
_WORDS_LOST = 0.03
_FAR = -1e4


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs side by side, padded: `(b, n, d)` and `(b, m, d)` with masks, `(b, n, m)`, `(b, n, 3)`, `(b, signals)`."""

    claim: Tensor
    source: Tensor
    said: Tensor
    held: Tensor
    same: Tensor
    shared: Tensor
    signals: Tensor


def batch_of(pairs: Sequence[Compared]) -> Batch:
    """Pad pairs to the longest of them."""
    count, n = len(pairs), max(len(pair.claim) for pair in pairs)
    m, d = max(len(pair.source) for pair in pairs), pairs[0].claim.shape[1]
    claim, source = np.zeros((count, n, d), np.float32), np.zeros((count, m, d), np.float32)
    same, shared = np.zeros((count, n, m), np.float32), np.zeros((count, n, 3), np.float32)
    said, held = np.zeros((count, n), bool), np.zeros((count, m), bool)
    for i, pair in enumerate(pairs):
        a, b = len(pair.claim), len(pair.source)
        claim[i, :a], source[i, :b], same[i, :a, :b] = pair.claim, pair.source, pair.same
        shared[i, :a], said[i, :a], held[i, :b] = pair.shared, True, True
    arrays = (claim, source, said, held, same, shared, np.stack([pair.signals for pair in pairs]))
    return Batch(*(torch.from_numpy(array) for array in arrays))


class Network(nn.Module):
    """See `assistant/verification/entailment.py`, line by line."""

    def __init__(self, dimension: int, mean: NDArray[np.float32], spread: NDArray[np.float32]) -> None:
        super().__init__()
        self.mean, self.spread = torch.from_numpy(mean), torch.from_numpy(spread)
        self.p, self.q = nn.Linear(dimension, _WIDTH, bias=False), nn.Linear(dimension, _WIDTH, bias=False)
        self.logt, self.wq, self.ws = (nn.Parameter(torch.tensor(value)) for value in (math.log(10.0), 0.3, 2.0))
        self.inp, self.einp = nn.Linear(4 * _WIDTH + _SCALARS, _HIDDEN), nn.Linear(4 * _WIDTH + _HELD, _SIDE)
        self.c1, self.c2 = nn.Conv1d(_HIDDEN, _HIDDEN, 3, padding=1), nn.Conv1d(_HIDDEN, _HIDDEN, 5, padding=2)
        self.e1 = nn.Conv1d(_SIDE, _SIDE, 5, padding=2)
        self.tok = nn.Linear(_HIDDEN, 1)
        self.out1, self.out2 = nn.Linear(2 * _HIDDEN + _SIDE + len(mean), _HIDDEN), nn.Linear(_HIDDEN, 1)
        self.drop = nn.Dropout(_DROPOUT)

    def forward(self, b: Batch) -> Tensor:
        """The doubt of each pair before it is squeezed, `(b,)`."""
        claim, said, held = b.claim, b.said[..., None], b.held[..., None]
        if self.training:
            claim = claim * (torch.rand(claim.shape[:2]) > _WORDS_LOST)[..., None]
        cosines = claim @ b.source.transpose(1, 2)
        agree = F.normalize(self.q(claim), dim=-1) @ F.normalize(self.q(b.source), dim=-1).transpose(1, 2)
        bonds = (cosines + self.wq * agree) * self.logt.exp() + b.same * self.ws
        there = bonds.masked_fill(~b.held[:, None], _FAR).softmax(2)
        back = bonds.masked_fill(~said, _FAR).softmax(1)
        mine, theirs = self.p(self.drop(claim)), self.p(self.drop(b.source))
        words = self.drop(self._claim_words(_beside(mine, there @ theirs, _scalars(b, cosines, there)), said))
        used = (there * said).sum(1)
        near = F.avg_pool1d(used[:, None], 9, 1, 4)[:, 0] * 9
        near = near / F.avg_pool1d(b.held[:, None].float(), 9, 1, 4)[:, 0].clamp(min=1e-6) / 9
        nearest = cosines.masked_fill(~said, -1).amax(1)
        scalars = torch.stack([nearest, used.clamp(0, 3), near.clamp(0, 3), b.same.amax(1)], -1)
        left = self.drop(self._source_words(_beside(theirs, back.transpose(1, 2) @ mine, scalars), held))
        left = (left * near.clamp(0, 1)[..., None]).masked_fill(~held, _FAR).amax(1)
        mean = (words * said).sum(1) / said.sum(1)
        signals = self.drop(((b.signals - self.mean) / self.spread).clamp(-4, 4))
        whole = self.drop(
            F.silu(self.out1(torch.cat([words.masked_fill(~said, _FAR).amax(1), mean, left, signals], 1)))
        )
        faults = self.tok(words)[..., 0].masked_fill(~b.said, _FAR)
        doubts: Tensor = self.out2(whole)[:, 0] + faults.logsumexp(1) - 2
        return doubts

    def _claim_words(self, joined: Tensor, said: Tensor) -> Tensor:
        words = F.silu(self.inp(joined)) * said
        words = (words + F.silu(self.c1(words.transpose(1, 2))).transpose(1, 2)) * said
        return (words + F.silu(self.c2(words.transpose(1, 2))).transpose(1, 2)) * said

    def _source_words(self, joined: Tensor, held: Tensor) -> Tensor:
        words = F.silu(self.einp(joined)) * held
        return (words + F.silu(self.e1(words.transpose(1, 2))).transpose(1, 2)) * held


def exported(network: Network) -> dict[str, NDArray[np.float32]]:
    """The weights by the names that `Entailment` reads."""
    named = {"mean": network.mean, "spread": network.spread, **network.state_dict()}
    return {name.replace(".weight", ".w").replace(".bias", ".b"): array.numpy() for name, array in named.items()}


def _beside(mine: Tensor, theirs: Tensor, scalars: Tensor) -> Tensor:
    return torch.cat([mine, theirs, (mine - theirs).abs(), mine * theirs, scalars], -1)


def _scalars(b: Batch, cosines: Tensor, there: Tensor) -> Tensor:
    best = cosines.masked_fill(~b.held[:, None], -1).topk(min(2, cosines.shape[2]), dim=2).values
    place = there @ torch.arange(there.shape[2], dtype=torch.float32)
    jump = torch.diff(place, dim=1, prepend=place[:, :1]) / 5
    told = [best[..., 0], best[..., 0] - best[..., -1], *b.shared.unbind(-1)]
    return torch.stack([*told, jump.clamp(-2, 2), jump.abs().clamp(0, 2), there.amax(2)], -1)
