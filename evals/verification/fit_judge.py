"""Learn assistant/verification/entailment.json: how likely a sentence of free prose is false.

    python -m evals.verification.fit_judge GENERATION WORK [SET...]

GENERATION is the folder of a built corpus; its state has the encoder. What the network reads of each set is kept in
WORK, so that an interrupted run goes on and several may read different sets (SET...) at once; without sets, what lacks
is read, and the network is learnt and written. About three quarters of an hour on two cores.

Of each set of pairs a tenth of the provisions is not learnt from: the threshold is the doubt that `REJECTED` of their
true sentences reach. True and false sentences weigh the same within a set, and within a pair each false one must come
out more doubtful than the true one it was made from. Prints what the threshold gives on the sets of `HELD`.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F

from assistant.verification.entailment import WEIGHTS, packed

from .examples import COMPOUND, HELD, MADE, PAIRS, Example, kept, read
from .network import Network, batch_of, exported

FITTED = ("dev", "free-dev", "light-dev", "answers-dev", *PAIRS, MADE, COMPOUND)
REJECTED = 0.3
"""Of a false sentence shown and a true one replaced by the law's own words the first is the worse by far."""
_EPOCHS, _BATCH, _RATE, _DECAY, _WARM, _SHOWN = 9, 96, 2e-3, 0.02, 0.05, 800
SEEDS = (1, 2)


def main(arguments: list[str]) -> None:
    """Read what lacks; learn, unless only sets were asked for."""
    generation, work, asked = Path(arguments[0]), Path(arguments[1]), arguments[2:]
    work.mkdir(parents=True, exist_ok=True)
    read(generation, work, asked or [*FITTED, *HELD])
    if asked:
        return
    examples = {name: kept(work, name) for name in (*FITTED, *HELD)}
    seen = [each for name in FITTED for each in examples[name] if not each.apart]
    networks = [learn(seen, seed) for seed in SEEDS]
    apart = [each for name in PAIRS for each in examples[name] if each.apart]
    threshold = float(np.quantile(doubts(networks, [each for each in apart if not each.false]), 1 - REJECTED))
    write(WEIGHTS, networks, threshold)
    for name, found in {"pairs, apart": apart, **{name: examples[name] for name in HELD}}.items():
        over = doubts(networks, found) >= threshold
        false = np.array([each.false for each in found])
        sys.stdout.write(f"# {name}: caught {over[false].mean():.3f} of {false.sum()}, ")
        sys.stdout.write(f"wrongly rejected {over[~false].mean():.3f} of {(~false).sum()}\n")


def write(path: Path, networks: Sequence[Network], threshold: float) -> None:
    """Write the file that the assistant opens, a line for each array."""
    packs = [{name: packed(array) for name, array in exported(each).items()} for each in networks]
    lines = [",\n".join(f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in each.items()) for each in packs]
    whole = ",\n".join(f"{{\n{each}\n}}" for each in lines)
    path.write_text(f'{{"threshold": {threshold:.4f},\n"networks": [{whole}]}}\n', "utf-8")


def learn(examples: Sequence[Example], seed: int) -> Network:
    """The network that tells false from true, from one beginning."""
    torch.manual_seed(seed)
    random.seed(seed)
    counts = Counter((each.group, each.false) for each in examples)
    sizes = Counter(each.group for each in examples)
    signals = np.stack([each.pair.signals for each in examples])
    network = Network(examples[0].pair.claim.shape[1], signals.mean(axis=0), signals.std(axis=0) + 1e-3)
    optimiser = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_DECAY)
    total, step = _EPOCHS * len(list(_batches(examples))), 0
    for epoch in range(_EPOCHS):
        network.train()
        losses = []
        for batch in _batches(examples):
            rate = _RATE * min(1.0, step / (_WARM * total)) * max(0.02, 1 - step / total)
            optimiser.param_groups[0]["lr"] = rate
            doubt = network(batch_of([each.pair for each in batch]))
            false = torch.tensor([float(each.false) for each in batch])
            weight = torch.tensor([sizes[e.group] / (2 * counts[e.group, e.false]) for e in batch])
            loss = (F.binary_cross_entropy_with_logits(doubt, false, reduction="none") * weight).mean()
            loss = loss + _contrast(doubt, batch) / 2
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            step += 1
            losses.append(loss.item())
        sys.stdout.write(f"# epoch {epoch + 1} of {_EPOCHS}: loss {np.mean(losses):.3f}\n")
        sys.stdout.flush()
    return network.eval()


def _batches(examples: Sequence[Example]) -> Iterator[list[Example]]:
    """Pairs stay together; those of a like length too, so that little is padded."""
    groups: dict[str, list[Example]] = {}
    for place, each in enumerate(examples):
        groups.setdefault(each.of or str(place), []).append(each)
    order = list(groups.values())
    random.shuffle(order)
    found: list[list[Example]] = []
    for at in range(0, len(order), _SHOWN):
        batch: list[Example] = []
        for group in sorted(order[at : at + _SHOWN], key=lambda g: max(len(e.pair.source) for e in g)):
            if batch and len(batch) + len(group) > _BATCH:
                found.append(batch)
                batch = []
            batch = batch + group
        found.append(batch)
    random.shuffle(found)
    yield from found


def _contrast(doubt: torch.Tensor, batch: Sequence[Example]) -> torch.Tensor:
    """How far the false sentences of each pair are from being clearly more doubtful than the true one."""
    true = {each.of: place for place, each in enumerate(batch) if each.of and not each.false}
    pairs = [(true[each.of], place) for place, each in enumerate(batch) if each.false and each.of in true]
    if not pairs:
        return torch.zeros(())
    low, high = (doubt[list(side)] for side in zip(*pairs, strict=True))
    return F.softplus(1 - (high - low)).mean()


def doubts(networks: Sequence[Network], examples: Sequence[Example]) -> NDArray[np.float64]:
    """The doubt of each example, between 0 and 1, by the mean of the networks."""
    found = []
    with torch.no_grad():
        for at in range(0, len(examples), _BATCH):
            batch = batch_of([each.pair for each in examples[at : at + _BATCH]])
            raw = torch.stack([network(batch) for network in networks]).mean(0)
            found.append(torch.sigmoid(raw).double().numpy())
    return np.concatenate(found)


if __name__ == "__main__":
    main(sys.argv[1:])
