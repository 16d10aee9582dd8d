"""The check that no text is lost: every printed character of the body is in a provision, in order.

It runs in every ingest. Lines are counted by what they were taken for (furniture, heading, note, text, decree...);
the characters of those taken for text, less the labels, must be exactly the characters of the provisions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.provisions import Provision
from ingest.layout import Layout
from ingest.parsed import ParsedLaw, Problem
from ingest.pdf_text import SOFT_BREAK

_UNCOUNTED = (" ", "\n", "-", SOFT_BREAK)
_NAMELESS = re.compile("[\ue000-\uf8ff\ufffd]")


def lost_text(layout: Layout, law: ParsedLaw, provisions: Sequence[Provision]) -> list[Problem]:
    """Problems TEXTO_PERDIDO where the provisions hold fewer or other characters than were printed as text.

    Blanks and hyphens are left out of the comparison, because joining lines changes them.
    """
    problems: list[Problem] = []
    paragraphs = [paragraph for root in law.roots for paragraph in root.paragraphs]
    firsts = [root.paragraphs[0] for root in law.roots]
    printed = _signs(line.text for paragraph in paragraphs for line in paragraph.block.lines)
    labels = _signs(first.block.text for first in firsts) - _signs(first.text for first in firsts)
    kept = _signs(provision.text for provision in provisions if provision.is_root)
    if printed - labels != kept:
        problems.append(
            Problem("TEXTO_PERDIDO", f"Se imprimieron {printed - labels} caracteres y se guardaron {kept}.")
        )
    counted = sum(law.tally.values())
    total = sum(len(block.lines) for block in layout.blocks) + len(layout.furniture)
    if counted != total:
        problems.append(Problem("LINEAS_SIN_CUENTA", f"El documento tiene {total} renglones y se explican {counted}."))
    if law.tally["unexplained"]:
        problems.append(
            Problem(
                "RENGLONES_SIN_EXPLICAR", f"{law.tally['unexplained']} renglones no pertenecen a ninguna disposición."
            )
        )
    problems.extend(_broken_spans(provisions))
    return problems


def _signs(texts: Iterable[str]) -> int:
    """How many characters some texts have, less blanks and hyphens; a line is read with no other blank than a space."""
    text = "\n".join(texts)
    return len(text) - sum(map(text.count, _UNCOUNTED))


def illegible_signs(provisions: Sequence[Provision]) -> list[Problem]:
    """Roots with signs that the document prints and does not name (formulas in fonts of their own)."""
    problems = []
    for root in (provision for provision in provisions if provision.is_root):
        count = len(_NAMELESS.findall(root.text))
        if count:
            said = f"{root.label}: {count} signos que el PDF no dice cuáles son; vea la página."
            problems.append(Problem("SIGNOS_ILEGIBLES", said, root.pages[0]))
    return problems


def _broken_spans(provisions: Sequence[Provision]) -> list[Problem]:
    """Nodes whose span does not give their text, or lies outside what holds them: a fault of ours."""
    by_id = {provision.id: provision for provision in provisions}
    problems = []
    for provision in provisions:
        if provision.is_root or provision.parent is None:
            continue
        root, parent = by_id[provision.root], by_id[provision.parent]
        inside = parent.is_root or (parent.start <= provision.start and provision.end <= parent.end)
        if not inside or root.text[provision.start : provision.end] != provision.text:
            problems.append(Problem("TRAMO_ROTO", f"{provision.id} no corresponde al texto de su artículo."))
    if len(by_id) != len(provisions):
        problems.append(Problem("IDS_REPETIDOS", "Hay dos disposiciones con el mismo identificador."))
    return problems
