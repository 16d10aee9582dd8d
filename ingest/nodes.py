"""The nodes of a provision's tree while it grows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.provisions import ProvisionKind
from ingest.item_labels import ItemLabel


@dataclass(slots=True)
class Node:
    """One node under construction; `start` and `end` are offsets into the root's text."""

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

    def holders(self) -> Iterator[Node]:
        """Give what holds the node, from the nearest up to the root."""
        at = self.parent
        while at is not None:
            yield at
            at = at.parent

    def last_before(self, label: ItemLabel, still_open: Sequence[Node]) -> Node | None:
        """The item of a closed list below this node that a label comes right after; the latest one."""
        found: Node | None = None
        for last in self.lists.values():
            for candidate in (last, last.last_before(label, still_open)):
                if candidate is None or candidate.label is None or candidate in still_open:
                    continue
                if candidate.label.precedes(label) and (found is None or candidate.start > found.start):
                    found = candidate
        return found


@dataclass(frozen=True, slots=True)
class Tree:
    """The text of a root and its tree; `loose` are labels whose place in a list could not be explained."""

    text: str
    root: Node
    loose: tuple[str, ...]
