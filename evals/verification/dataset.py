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

    @property
    def is_good(self) -> bool:
        """Whether the cited provisions say what the sentence says."""
        return self.kind == GOOD


def load(half: str) -> list[Labelled]:
    """The sentences of one half, `dev` or `test`, in file order.

    Raises:
        FileNotFoundError: there is no such half.
    """
    return list(_read(DATASETS / f"verifier-{half}.yaml"))


def _read(path: Path) -> Iterator[Labelled]:
    for block in yaml.safe_load(path.read_text(encoding="utf-8")):
        cites = tuple(block["cites"])
        for text in block["good"]:
            yield Labelled(text, cites, GOOD)
            for kind, other in block.get("miscited", {}).items():
                yield Labelled(text, (other,), f"miscited_{kind}")
        for altered in block["altered"]:
            yield Labelled(altered["text"], cites, altered["kind"])
