"""A citation against a catalogue: the provisions that exist, or why there are none and what is near."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.provisions import root_id

from .forms import load_forms
from .model import Catalogue, Citation, CitationKind, Outcome, Resolution, Unresolved

_NEAREST = 3
_FROM_END = re.compile(r"(?:^|/)p(-\d+)(?=/|$)")
_PARAGRAPH_INSIDE = re.compile(r"/p-?\d+(?=/)")


def resolve(citation: Citation, catalogue: Catalogue) -> Resolution:
    """The provisions that a citation names.

    Ranges expand over the real articles of the instrument; "último párrafo" is counted; a reading that the text
    leaves open ("286 I") is settled where only one of its candidates exists. Nothing else is chosen.
    """
    if citation.relative and citation.instrument and citation.path:
        return _relative(citation, catalogue)
    if citation.unresolved in (Unresolved.NO_ANTECEDENT, Unresolved.DECREE):
        return Resolution(Outcome.UNRESOLVED, reason=citation.unresolved.value)
    if citation.kind is CitationKind.DOCUMENT:
        return _document(citation, catalogue)
    if citation.unresolved is Unresolved.NO_INSTRUMENT:
        return _any_instrument(citation, catalogue)
    if citation.candidates:
        return _among(citation.candidates, catalogue, citation.instrument)
    if not catalogue.order(citation.instrument):
        return Resolution(Outcome.EXTERNAL, reason=citation.instrument)
    if citation.until:
        return _range(citation, catalogue)
    return _one(f"{citation.instrument}:{citation.path}", catalogue)


def _document(citation: Citation, catalogue: Catalogue) -> Resolution:
    """A document asked for by its number: its points, or the one named; EXTERNAL where the corpus has no such one.

    In prose a number names the document and none of its points: there it is EXTERNAL too.
    """
    owner = next((candidate for candidate in citation.candidates if catalogue.order(candidate)), None)
    if owner is None:
        return Resolution(Outcome.EXTERNAL, reason=citation.instrument)
    if citation.path:
        return _one(f"{owner}:{citation.path}", catalogue)
    return Resolution(Outcome.FOUND, tuple(catalogue.order(owner)))


def _one(provision_id: str, catalogue: Catalogue) -> Resolution:
    found = locate(provision_id, catalogue)
    if found:
        return Resolution(Outcome.FOUND, (found,))
    return missing(provision_id, catalogue)


def locate(provision_id: str, catalogue: Catalogue) -> str | None:
    """The existing id that a written path means, or None.

    Laws count paragraphs in ways that a tree does not: "párrafo segundo, fracción I" is the fraction itself, and
    the first paragraph of a fraction with one paragraph is the fraction.
    """
    counted = _count_from_end(provision_id, catalogue)
    if counted is None:
        return None
    for candidate in _spellings(counted):
        if catalogue.exists(candidate):
            return candidate
    parent, _, last = counted.rpartition("/")
    if last == "p1" and parent and not any(_is_paragraph(child) for child in catalogue.children(parent)):
        return parent if catalogue.exists(parent) else None
    return None


def _spellings(provision_id: str) -> Iterable[str]:
    yield provision_id
    if "/Artículo " in provision_id:
        yield provision_id.replace("/Artículo ", "/")
    without = _PARAGRAPH_INSIDE.sub("", provision_id)
    if without != provision_id:
        yield without


def _is_paragraph(provision_id: str) -> bool:
    return re.fullmatch(r"p\d+", provision_id.rpartition("/")[2]) is not None


def _count_from_end(provision_id: str, catalogue: Catalogue) -> str | None:
    """Replace `p-1` by the number of the last paragraph; None where the parent has no such paragraph."""
    match = _FROM_END.search(provision_id)
    if match is None:
        return provision_id
    parent = provision_id[: match.start()]
    paragraphs = [child for child in catalogue.children(parent) if _is_paragraph(child)]
    position = int(match[1])
    if len(paragraphs) < -position:
        only_one = not paragraphs and position == -1 and catalogue.exists(parent)
        return parent + provision_id[match.end() :] if only_one else None
    return paragraphs[position] + provision_id[match.end() :]


def _range(citation: Citation, catalogue: Catalogue) -> Resolution:
    first_id, last_id = f"{citation.instrument}:{citation.path}", f"{citation.instrument}:{citation.until}"
    first, last = locate(first_id, catalogue), locate(last_id, catalogue)
    if first is None or last is None:
        return missing(first_id if first is None else last_id, catalogue)
    siblings: list[str]
    if ("/" in citation.path and citation.kind is CitationKind.ARTICLE) or citation.path.count("/") > 1:
        siblings = list(catalogue.children(first.rpartition("/")[0]))
    else:
        siblings = list(catalogue.order(citation.instrument))
    if first not in siblings or last not in siblings:
        return Resolution(Outcome.FOUND, (first, last))
    start, end = siblings.index(first), siblings.index(last)
    if end < start:
        return Resolution(Outcome.UNRESOLVED, (first, last), reason="INTERVALO_INVERTIDO")
    return Resolution(Outcome.FOUND, tuple(siblings[start : end + 1]))


def _among(candidates: Iterable[str], catalogue: Catalogue, instrument: str) -> Resolution:
    expanded = [candidate if not candidate.startswith("?:") else None for candidate in candidates]
    if None in expanded:
        owners = corpus_instruments(catalogue)
        expanded = [f"{owner}:{item.partition(':')[2]}" for owner in owners for item in candidates]
    existing = tuple(dict.fromkeys(found for item in expanded if item and (found := locate(item, catalogue))))
    if len(existing) == 1:
        return Resolution(Outcome.FOUND, existing)
    if existing:
        return Resolution(Outcome.AMBIGUOUS, existing, reason=Unresolved.AMBIGUOUS.value)
    known = [item for item in expanded if item and catalogue.order(item.partition(":")[0])]
    if not known:
        return Resolution(Outcome.EXTERNAL, reason=instrument)
    return missing(known[0], catalogue)


def _any_instrument(citation: Citation, catalogue: Catalogue) -> Resolution:
    """An article with no law: every instrument that has it is a candidate; one alone is not a proof."""
    if citation.path.startswith("T/?/"):
        return _any_decree(citation, catalogue)
    existing = []
    for owner in corpus_instruments(catalogue):
        found = locate(f"{owner}:{citation.path}", catalogue)
        if found:
            existing.append(found)
    if existing:
        return Resolution(Outcome.AMBIGUOUS, tuple(existing), reason=Unresolved.NO_INSTRUMENT.value)
    return Resolution(Outcome.UNRESOLVED, reason=Unresolved.NO_INSTRUMENT.value)


def _any_decree(citation: Citation, catalogue: Catalogue) -> Resolution:
    """A transitorio with neither law nor decree: all that bear its ordinal."""
    ordinal, *rest = citation.path.split("/")[2:]
    found: list[str] = []
    for owner in corpus_instruments(catalogue):
        roots = (root for root in catalogue.order(owner) if root.partition(":")[2].startswith("T/"))
        found += [root for root in roots if root.rpartition("/")[2] == ordinal]
    ids = tuple(located for root in found if (located := locate("/".join([root, *rest]), catalogue)))
    return Resolution(Outcome.AMBIGUOUS if ids else Outcome.UNRESOLVED, ids, reason=Unresolved.NO_INSTRUMENT.value)


def corpus_instruments(catalogue: Catalogue) -> list[str]:
    """The instruments of `forms.yaml` that the catalogue holds, yearly ones with the years they have."""
    owners = []
    for form in load_forms().by_id.values():
        years = range(form.current, form.current - 5, -1) if form.yearly else ()
        names = [f"{form.id}-{year}" for year in years] if form.yearly else [form.id]
        owners += [name for name in names if form.corpus and catalogue.order(name)]
    return owners


def _relative(citation: Citation, catalogue: Catalogue) -> Resolution:
    """ "este artículo", "el artículo anterior" from the article that the text stands in."""
    path, _, below = citation.path.partition("/")
    here = root_id(f"{citation.instrument}:{citation.path}")
    if here != f"{citation.instrument}:{path}":
        below = citation.path[len(here.partition(":")[2]) + 1 :]
    order = list(catalogue.order(citation.instrument))
    if here not in order:
        return Resolution(Outcome.UNRESOLVED, reason=Unresolved.NO_ANTECEDENT.value)
    if citation.relative != "este":
        at = order.index(here) + (-1 if citation.relative == "anterior" else 1)
        if not 0 <= at < len(order):
            return Resolution(Outcome.UNRESOLVED, reason=Unresolved.NO_ANTECEDENT.value)
        here = order[at]
    if citation.unresolved and citation.relative == "este":
        return Resolution(Outcome.UNRESOLVED, reason=citation.unresolved.value)
    return _one(f"{here}/{below}" if below else here, catalogue)


def missing(provision_id: str, catalogue: Catalogue) -> Resolution:
    """The answer for an id that does not exist: its nearest neighbours and the bounds of its instrument."""
    instrument = provision_id.partition(":")[0]
    order = list(catalogue.order(instrument))
    if not order:
        return Resolution(Outcome.EXTERNAL, reason=instrument)
    root = root_id(provision_id)
    bounds = _bounds(order, root)
    if root in order:
        parent, part = _deepest(provision_id, root, catalogue)
        alike = [child for child in catalogue.children(parent) if _level(child.rpartition("/")[2]) == _level(part)]
        near = (parent, alike[-1]) if alike else (parent,)
        return Resolution(Outcome.MISSING, nearest=near, bounds=(alike[0], alike[-1]) if alike else bounds)
    return Resolution(Outcome.MISSING, nearest=tuple(_neighbours(root, order)), bounds=bounds)


def _deepest(provision_id: str, root: str, catalogue: Catalogue) -> tuple[str, str]:
    """The part of the path that exists, and the step below it that does not."""
    parent = root
    for step in provision_id[len(root) + 1 :].split("/"):
        if not catalogue.exists(f"{parent}/{step}"):
            return parent, step
        parent = f"{parent}/{step}"
    return parent, ""


def _level(step: str) -> str:
    """Paragraph, number, fraction or inciso, by how the step is written."""
    if step[:1] == "p" and step[1:].isdigit():
        return "p"
    return "n" if step.isdigit() else "I" if step.isupper() else "a"


def _bounds(order: list[str], root: str) -> tuple[str, str]:
    """First and last of the same family: articles, or functions of the chapter."""
    family = [item for item in order if _family(item) == _family(root)] or order
    return family[0], family[-1]


def _family(root: str) -> str:
    path = root.partition(":")[2]
    if path.startswith("T/"):
        return "/".join(path.split("/")[:2])
    return path.split("/")[0] if "." in path else ""


def _neighbours(root: str, order: list[str]) -> list[str]:
    """Same number with other letter first, then the numbers around."""
    family = [item for item in order if _family(item) == _family(root)]
    number = _leading_number(root)
    if number is None:
        return family[:_NEAREST]
    letter = _letter(root)
    keyed = [
        (abs((_leading_number(item) or 0) - number), abs(_letter(item) - letter), index, item)
        for index, item in enumerate(family)
    ]
    return [item for *_, item in sorted(keyed)[:_NEAREST]]


def _letter(root: str) -> int:
    """Place in the alphabet of the letter after the number ("40-G" is 7); 0 without one."""
    match = re.search(r"\d-([A-Z])$", root)
    return ord(match[1]) - ord("A") + 1 if match else 0


def _leading_number(root: str) -> int | None:
    match = re.search(r"(?:^|/)(\d+)(?:-[^/]*)?$", root.partition(":")[2])
    return int(match[1]) if match else None
