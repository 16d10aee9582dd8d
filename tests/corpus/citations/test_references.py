"""The references of the real texts: the ones that were read by hand, and how many resolve."""

from __future__ import annotations

from collections import Counter

import pytest

from corpus.citations import (
    Outcome,
    ReferenceFinder,
    StoreCatalogue,
    find_citations,
    load_forms,
    references_in,
    resolve,
)
from corpus.store import CorpusStore

pytestmark = pytest.mark.laws


@pytest.mark.parametrize(
    ("root", "targets"),
    [
        ("LSS:289", {"LSS:288"}),
        ("LSS:57", {"LSS:56"}),
        ("MANUAL-JSAC:7.1.3/5", {"LSS:22", "LSS:251/XI"}),
        ("MANUAL-JSAC:7.1.3/77", {"0952179000/UFC/USE/UISS/23"}),
        ("CFF:15-A", {"CFF:14-B", "CFF:28"}),
    ],
)
def test_known_references_are_found(
    root: str, targets: set[str], real_store: CorpusStore, real_catalogue: StoreCatalogue
) -> None:
    provision = real_store.get(root)
    assert provision is not None
    references = references_in(provision.text, root, real_catalogue)
    assert targets <= {reference.target for reference in references}
    for reference in references:
        assert provision.text[reference.start : reference.end] == reference.raw


def test_the_fractions_of_another_article_are_not_taken_for_its_own(
    real_store: CorpusStore, real_catalogue: StoreCatalogue
) -> None:
    """LSS 304 B punishes "las previstas en las fracciones IV, V..." and means those of 304 A."""
    provision = real_store.get("LSS:304-B")
    assert provision is not None
    targets = {reference.target for reference in references_in(provision.text, "LSS:304-B", real_catalogue)}
    assert not {target for target in targets if target and target.startswith("LSS:304-B/")}


def test_nearly_every_reference_to_a_law_we_hold_resolves(real_store: CorpusStore) -> None:
    """Articles only: transitorios speak of laws as they were. The few that do not are the law's own slips."""
    catalogue = StoreCatalogue(real_store)
    counts: Counter[Outcome] = Counter()
    for root in real_store.roots():
        if ":T/" not in root.id:
            context = load_forms().context_of(root.id)
            counts.update(resolve(item, catalogue).outcome for item in find_citations(root.text, context))
    assert counts[Outcome.FOUND] > 1300
    assert counts[Outcome.MISSING] / (counts[Outcome.FOUND] + counts[Outcome.MISSING]) < 0.012


def test_the_finder_of_the_ingest_reads_every_root(real_store: CorpusStore) -> None:
    finder = ReferenceFinder()
    found = [reference for root in real_store.roots("LSS") for reference in finder(root, real_store)]
    assert sum(reference.target is not None for reference in found) > 300
