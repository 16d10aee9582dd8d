"""What changed between two versions of an instrument, provision by provision and word by word."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from corpus.document_numbers import is_document
from corpus.editorial import Heading
from corpus.errors import NotFound
from corpus.provisions import Provision, Status
from corpus.store import CorpusStore

DraftsAt = Callable[[Collection[str]], dict[str, list[str]]]
"""The drafts that rest on some provisions, each with the ids it cites. Whoever keeps drafts passes it in."""
ChangeKind = Literal["adición", "reforma", "derogación", "eliminación"]


@dataclass(frozen=True, slots=True)
class Change:
    """One root that is not the same in two versions; `nodes` are those below it that changed, for a reform."""

    id: str
    label: str
    kind: ChangeKind
    before: str
    after: str
    nodes: Mapping[str, ChangeKind] = field(default_factory=dict)

    def touches(self, provision_id: str) -> bool:
        """Whether a provision is the root that changed or a part of it that did."""
        if provision_id == self.id or provision_id in self.nodes:
            return True
        return self.kind != "reforma" and provision_id.startswith(f"{self.id}/")

    @property
    def innermost(self) -> Mapping[str, ChangeKind]:
        """The changed nodes that hold no other changed node."""
        return {
            node: kind
            for node, kind in self.nodes.items()
            if not any(other.startswith(f"{node}/") for other in self.nodes)
        }


def compare(store: CorpusStore, instrument: str, old: str = "", new: str = "") -> tuple[str, str, list[Change]]:
    """The versions compared and the changes, in document order (what was dropped comes last).

    Raises:
        NotFound: VERSION_DESCONOCIDA, or SIN_VERSION_ANTERIOR where only one is held.
    """
    held = [version.version for version in store.instrument_versions(instrument)]
    later = new or held[-1]
    if later not in held or (old and old not in held):
        raise NotFound("VERSION_DESCONOCIDA", f"{instrument} no tiene esa versión.", f"Tiene: {', '.join(held)}.")
    before_later = [version for version in held if version < later]
    if not old and not before_later:
        raise NotFound(
            "SIN_VERSION_ANTERIOR", f"De {instrument} sólo se tiene la versión {later}.", "Incorpore otra versión."
        )
    earlier = old or before_later[-1]
    former = {root.id: root for root in store.roots(instrument, version=earlier)}
    changes: list[Change] = []
    for root in store.roots(instrument, version=later):
        previous = former.pop(root.id, None)
        if previous is None:
            changes.append(Change(root.id, root.label, "adición", "", root.text))
        elif previous.text != root.text:
            kind = _kind(previous, root)
            nodes = _changed_nodes(store, root.id, earlier, later) if kind == "reforma" else {}
            changes.append(Change(root.id, root.label, kind, previous.text, root.text, nodes))
    changes.extend(Change(root.id, root.label, "eliminación", root.text, "") for root in former.values())
    return earlier, later, changes


def _kind(before: Provision, after: Provision) -> ChangeKind:
    gone = after.status is Status.DEROGADO and before.status is not Status.DEROGADO
    return "derogación" if gone else "reforma"


def _changed_nodes(store: CorpusStore, root: str, earlier: str, later: str) -> dict[str, ChangeKind]:
    former = {node.id: node for node in store.nodes(root, version=earlier)}
    found: dict[str, ChangeKind] = {}
    for node in store.nodes(root, version=later):
        previous = former.pop(node.id, None)
        if previous is None:
            found[node.id] = "adición"
        elif previous.text != node.text:
            found[node.id] = _kind(previous, node)
    return found | dict.fromkeys(former, "eliminación")


@dataclass(frozen=True, slots=True)
class Pointing:
    """What points at provisions that changed and somebody must read again: ids, and questions by their heading."""

    headings: list[str]
    questions: dict[str, tuple[str, ...]]
    criteria: list[str]
    provisions: list[str]
    drafts: dict[str, list[str]]

    def as_json(self) -> dict[str, object]:
        """The form that `criterio corpus diff --json` prints."""
        return {
            "headings": self.headings,
            "questions": {key: list(asked) for key, asked in self.questions.items()},
            "criteria": self.criteria,
            "provisions": self.provisions,
            "drafts": self.drafts,
        }


def what_points_at(
    store: CorpusStore, changes: Sequence[Change], headings: Mapping[str, Heading], drafts_at: DraftsAt | None = None
) -> Pointing:
    """Headings and questions of what changed, the points and provisions that mention it, and the open drafts."""
    changed = {change.id for change in changes}
    by_root = {change.id: change for change in changes}
    affected = sorted(
        key for key, heading in headings.items() if heading.root in by_root and by_root[heading.root].touches(key)
    )
    sources = {found.source for ident in sorted(changed) for found in store.references_to(ident)} - changed
    criteria = {source for source in sources if is_document(source.partition(":")[0])}
    return Pointing(
        headings=affected,
        questions={key: tuple(headings[key].questions) for key in affected if headings[key].questions},
        criteria=sorted(criteria),
        provisions=sorted(sources - criteria),
        drafts=drafts_at(changed) if drafts_at is not None and changed else {},
    )


def word_diff(before: str, after: str, context: int = 6) -> str:
    """Both wordings in one line: [-words out-] {+words in+}, with a few words around and "…" for the rest."""
    old, new = before.split(), after.split()
    parts: list[str] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for action, a, b, c, d in matcher.get_opcodes():
        if action == "equal":
            words = old[a:b]
            if len(words) > 2 * context + 1:
                words = [*words[:context], "…", *words[-context:]]
            parts.append(" ".join(words))
            continue
        if b > a:
            parts.append(f"[-{' '.join(old[a:b])}-]")
        if d > c:
            parts.append(f"{{+{' '.join(new[c:d])}+}}")
    return " ".join(parts)
