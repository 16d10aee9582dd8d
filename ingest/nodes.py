"""The nodes of a provision's tree while it grows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.provisions import ProvisionKind
from ingest.labels import ItemLabel


@dataclass(slots=True)
class Node:
    """One node under construction; `first` and `last` are offsets into the root's text."""

    path: str
    kind: ProvisionKind | None
    number: str
    label: ItemLabel | None = None
    left: float = 0.0
    start: int = 0
    end: int = 0
    pages: tuple[int, int] = (0, 0)
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0
    lists: dict[str, Node] = field(default_factory=dict)  # last item of each kind of list below this node
    spans: list[tuple[int, int, tuple[int, int], list[str]]] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """Give the node itself and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Tree:
    """The text of a root and its tree; `loose` are labels whose place in a list could not be explained."""

    text: str
    root: Node
    loose: tuple[str, ...]
