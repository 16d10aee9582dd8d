"""The labelled sentences: true ones, altered ones by kind, and true ones under another provision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

GOOD = "good"
DATASETS = Path(__file__).resolve().parent.parent / "datasets"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence, the ids it is presented under, and its kind: `good` or the way in which it is false."""

    text: str
    cites: tuple[str, ...]
    kind: str
    pair: str = ""
    """What a true sentence and those made from it have in common."""

    @property
    def is_good(self) -> bool:
        """Whether the cited provisions say what the sentence says."""
        return self.kind == GOOD


def load(half: str) -> list[Labelled]:
    """The sentences of one set, `dev`, `test`, `pairs-01`..., in file order.

    Raises:
        FileNotFoundError: there is no such set.
    """
    return list(_read(DATASETS / f"verifier-{half}.yaml"))


def _read(path: Path) -> Iterator[Labelled]:
    for block in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
        cites = tuple(block["cites"])
        for text in block.get("good", ()):
            yield Labelled(text, cites, GOOD)
            for kind, other in block.get("miscited", {}).items():
                yield Labelled(text, (other,), f"miscited_{kind}")
        for altered in block.get("altered", ()):
            yield Labelled(altered["text"], cites, altered["kind"])
        for number, pair in enumerate(block.get("pairs", ())):
            name = f"{cites[0]}#{number}"
            yield Labelled(pair["good"], cites, GOOD, name)
            yield from (Labelled(each["text"], cites, each["kind"], name) for each in pair["altered"])
