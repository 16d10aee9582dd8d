"""The paragraphs of a root to its tree: unnumbered paragraphs, fractions, incisos, tables.

Where an item belongs is read from the page: its label stands at some indentation, and its own paragraphs stand
deeper than its label. Where two lists share an indentation, the kind of numbering and its sequence decide.

Ids below a root (documented in docs/corpus.md):
- `p<N>` counts the unnumbered paragraphs of the root, before, between and after its lists;
- a fraction, inciso or numeral adds its own label: `/XII`, `/V/c`, `/I-Bis`;
- a list that starts again inside one article is put under the paragraph that introduces it: `/p3/I`;
- an item with several paragraphs gives each a `p<N>`, the one beside the label being `p1`;
- tables are `t<N>` within what holds them.
"""

from __future__ import annotations

from corpus.provisions import ProvisionKind
from ingest.item_labels import ItemLabel, read_items
from ingest.layout import Measure
from ingest.nodes import Node, Tree
from ingest.parsed import Paragraph
from ingest.repealed import is_repealed
from ingest.tables import table_rows

_DEEPER = 8.0  # points by which a paragraph must stand inside an item's label to belong to it
_SAME = 6.0


def grow(paragraphs: list[Paragraph], measure: Measure, bold_labels: bool, titled: bool = False) -> Tree:
    """Build the text and the tree of one root; where it is `titled` its first paragraph is in the text only."""
    return _Grower(measure, bold_labels).grow(paragraphs, titled)


class _Grower:
    def __init__(self, measure: Measure, bold_labels: bool) -> None:
        self._measure = measure
        self._bold_labels = bold_labels
        self._root = Node("", None, "")
        self._open: list[Node] = [self._root]  # from the root to the deepest open item
        self._loose: list[str] = []
        self._ahead: list[tuple[float, list[ItemLabel], bool]] = []  # per paragraph: place, label readings, bold
        self._index = 0
        self._flat = False
        self._paths: set[str] = set()

    def grow(self, paragraphs: list[Paragraph], titled: bool) -> Tree:
        rows = table_rows(paragraphs, self._measure)
        for index, paragraph in enumerate(paragraphs):
            readings = read_items(paragraph.text) if index and not rows[index] else []
            self._ahead.append((paragraph.block.left, readings, paragraph.block.bold))
        self._flat = self._wraps_to_margin(paragraphs)
        pieces: list[str] = []
        position = 0
        table: Node | None = None
        for index, paragraph in enumerate(paragraphs):
            if index:
                position += 1
            self._index = index
            start, end = position, position + len(paragraph.text)
            pieces.append(paragraph.text)
            position = end
            if rows[index]:
                table = self._row(table, paragraph, start, end)
            else:
                table = None
                if index or not titled:
                    self._paragraph(paragraph, start, end, first=index == 0)
        text = "\n".join(pieces)
        self._finish(self._root, len(text))
        return Tree(text, self._root, tuple(self._loose))

    # -- tables ------------------------------------------------------------------------------------------------

    def _row(self, table: Node | None, paragraph: Paragraph, start: int, end: int) -> Node:
        holder = self._open[-1]
        if table is None:
            holder.tables += 1
            name = f"t{holder.tables}"
            table = self._add(holder, ProvisionKind.TABLE, name, name, None, paragraph, start)
        table.end = end
        table.pages = (table.pages[0], paragraph.block.pages[1])
        table.notes.extend(paragraph.notes)
        return table

    # -- paragraphs and items ----------------------------------------------------------------------------------

    def _paragraph(self, paragraph: Paragraph, start: int, end: int, first: bool) -> None:
        text, offset, left = paragraph.text, 0, paragraph.block.left
        item: Node | None = None
        if not first or len(paragraph.text) < len(paragraph.block.text) or not read_items(text):
            label = self._place(text, left, paragraph, nested=False, first=first)
            while label is not None:
                item = self._item(label, left, paragraph, start + offset)
                offset += label.length
                # "I. a) ...": a list may open on the line of its holder's label.
                rest = text[offset:]
                left += self._measure.size * 2
                label = self._place(rest, left, paragraph, nested=True, first=False)
        holder = self._holder(paragraph) if item is None else item
        holder.spans.append((start + offset if holder is item else start, end, paragraph.block.pages, paragraph.notes))
        holder.paragraphs += 1
        if holder is self._root:
            name = f"p{holder.paragraphs}"
            node = self._add(self._root, ProvisionKind.PARAGRAPH, name, name, None, paragraph, start)
            node.end = end
            node.notes = paragraph.notes
            node.paragraphs = 1

    def _holder(self, paragraph: Paragraph) -> Node:
        """The deepest open item that an unlabelled paragraph stands inside of; items it does not are closed."""
        if self._flat:
            for depth in range(len(self._open) - 1, 0, -1):
                if self._list_goes_on(self._open[depth]):
                    del self._open[depth + 1 :]
                    return self._open[-1]
        wrap = paragraph.block.wrap
        inner = paragraph.block.left if wrap is None else wrap
        while len(self._open) > 1 and inner <= self._open[-1].left + _DEEPER:
            self._open.pop()
        return self._open[-1]

    def _wraps_to_margin(self, paragraphs: list[Paragraph]) -> bool:
        """Whether items are set like paragraphs, so that indentation cannot tell what belongs to them."""
        hanging = flat = 0
        for paragraph, (left, readings, _) in zip(paragraphs, self._ahead, strict=True):
            wrap = paragraph.block.wrap if readings else None
            if wrap is not None:
                flat += wrap < left - _SAME
                hanging += wrap > left + _SAME
        return flat > hanging

    def _list_goes_on(self, item: Node) -> bool:
        """Whether the next label of an item's list comes later in the root, before that list starts again."""
        return item.label is not None and self._comes_later(item.label, item.left)

    def _comes_later(self, label: ItemLabel, left: float) -> bool:
        for place, readings, _ in self._ahead[self._index + 1 :]:
            if abs(place - left) >= 12:
                continue
            for reading in readings:
                if label.precedes(reading):
                    return True
                if reading.type == label.type and reading.value <= label.value:
                    return False
        return False

    def _place(self, text: str, left: float, paragraph: Paragraph, nested: bool, first: bool) -> ItemLabel | None:
        """The reading of a label that fits where it stands, with the list it belongs to left open; None for text."""
        bold = paragraph.block.bold
        if nested or first or bold:
            readings = read_items(text, bare=bold and not nested and not first)
        else:
            readings = self._ahead[self._index][1]
        if not readings:
            return None
        if nested:
            return (
                next((reading for reading in readings if reading.opens_list and text[:1] != "("), None)
                if (readings[0].type != self._open[-1].label.type if self._open[-1].label else True)
                else None
            )
        trusted = bold or not self._bold_labels
        return (
            self._continues(readings, left, near=True)
            or self._continues(readings, left, near=False)
            or (self._starts(readings, left, trusted) if not first else None)
            or (self._skips(readings, left, text) if trusted and not first else None)
        )

    def _continues(self, readings: list[ItemLabel], left: float, near: bool) -> ItemLabel | None:
        """Next in a list: of the open items first, then of lists that a plain paragraph had closed."""
        for depth in range(len(self._open) - 1, -1, -1):
            item = self._open[depth]
            for reading in readings:
                if item.label and item.label.precedes(reading) and (not near or abs(item.left - left) < 12):
                    del self._open[depth:]
                    return reading
            for reading in readings:
                last = item.last_before(reading, self._open)
                if last is not None and (not near or abs(last.left - left) < 12):
                    self._open = list(reversed(list(last.holders())))
                    return reading
        return None

    def _starts(self, readings: list[ItemLabel], left: float, trusted: bool) -> ItemLabel | None:
        """First of a new list: inside what stands further left, or inside another kind at the same place.

        A label that is not bold where the others are starts a list only if the list goes on.
        """
        for reading in readings:
            if not reading.opens_list or not (trusted or self._comes_later(reading, left)):
                continue
            while len(self._open) > 1:
                top = self._open[-1]
                same = abs(top.left - left) < _SAME
                again = any(
                    item.label and item.label.type == reading.type and abs(item.left - left) < _SAME
                    for item in self._open
                )
                if left > top.left + _SAME or (same and not again):
                    break
                self._open.pop()
            return reading
        return None

    def _skips(self, readings: list[ItemLabel], left: float, text: str) -> ItemLabel | None:
        """A label further on in an open list than its next: accepted, and reported as loose."""
        for depth in range(len(self._open) - 1, 0, -1):
            item = self._open[depth]
            for reading in readings:
                if (
                    item.label
                    and item.label.type == reading.type
                    and reading.value > item.label.value
                    and abs(item.left - left) < 12
                ):
                    del self._open[depth:]
                    self._loose.append(text[:60])
                    return reading
        self._loose.append(text[:60])
        # A lone "II.- (Se deroga)." is a fraction all the same, of what holds the items set at its place.
        gone = next((reading for reading in readings if is_repealed(text[reading.length :])), None)
        while gone is not None and len(self._open) > 1 and left < self._open[-1].left + _SAME:
            self._open.pop()
        return gone

    def _item(self, label: ItemLabel, left: float, paragraph: Paragraph, start: int) -> Node:
        holder = self._open[-1]
        kind = ProvisionKind.FRACTION if label.type in ("roman", "upper") else ProvisionKind.INCISO
        last = holder.lists.get(label.type)
        base = holder.path
        if last is not None and last.label is not None and last.label.precedes(label):
            base = last.path.rpartition("/")[0]
        elif last is not None:
            # The list starts again: it goes under the paragraph that introduces it.
            base = f"{holder.path}/p{max(1, holder.paragraphs)}".lstrip("/")
        name = label.name.replace(" ", "-")
        node = self._add(holder, kind, f"{base}/{name}".lstrip("/"), label.name, label, paragraph, start)
        node.left = left
        holder.lists[label.type] = node
        self._open.append(node)
        return node

    def _add(
        self,
        holder: Node,
        kind: ProvisionKind,
        path: str,
        number: str,
        label: ItemLabel | None,
        paragraph: Paragraph,
        start: int,
    ) -> Node:
        full = path if label is not None or not holder.path else f"{holder.path}/{path}"
        unique, copy = full, 1
        while unique in self._paths:
            copy += 1
            unique = f"{full}-{copy}"
        if copy > 1:
            self._loose.append(f"{full} (repetido)")
        self._paths.add(unique)
        node = Node(unique, kind, number, label, start=start, end=start, pages=paragraph.block.pages, parent=holder)
        holder.children.append(node)
        return node

    # -- spans -------------------------------------------------------------------------------------------------

    def _finish(self, node: Node, root_end: int) -> None:
        """Close spans: an item reaches to the end of its last paragraph or child; several paragraphs get numbers."""
        for child in list(node.children):
            self._finish(child, root_end)
        if node.label is None:
            return
        if len(node.spans) > 1:
            for number, (start, end, pages, notes) in enumerate(node.spans, 1):
                path = f"{node.path}/p{number}"
                paragraph = Node(path, ProvisionKind.PARAGRAPH, f"p{number}", start=start, end=end, pages=pages)
                paragraph.parent, paragraph.notes = node, notes
                node.children.append(paragraph)
        else:
            node.notes.extend(note for span in node.spans for note in span[3])
        node.children.sort(key=lambda child: (child.start, -child.end))
        ends = [end for _, end, _, _ in node.spans] + [child.end for child in node.children]
        lasts = [span[2][1] for span in node.spans] + [child.pages[1] for child in node.children]
        node.end = max(ends, default=node.start)
        node.pages = (node.pages[0], max(lasts, default=node.pages[1]))
