"""A circular, acuerdo, oficio or criterio asked for by its number: its points, or that the corpus does not hold it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sample_documents import load
from sample_formats import WRITERS

from corpus import generations
from corpus.citations import Outcome, ReferenceFinder, StoreCatalogue, parse_query, resolve
from corpus.errors import NotFound
from corpus.lookup import find_provision
from corpus.store import CorpusStore
from ingest.catalogue import Catalogue
from ingest.pipeline import Options, ingest
from ingest.progress import silent

ROOT = Path(__file__).resolve().parents[3]
COB = "FICT/COB/012/2025"
UFC = "0952179000/FICT/UFC/01/2026"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Iterator[CorpusStore]:
    """The samples in plain text and the two chapters of the manual, which name documents that nobody gave us."""
    folder = tmp_path_factory.mktemp("numeros")
    files = sorted((ROOT / "corpus" / "manual").glob("*.txt"))
    for sample in load():
        path = folder / f"{sample.name}.txt"
        WRITERS[".txt"](sample, path)
        files.append(path)
    options = Options(datetime(2026, 3, 1, tzinfo=UTC), processes=1)
    ingest(folder / "var", files, catalogue, options, silent, finder=ReferenceFinder())
    with CorpusStore.open(generations.current(folder / "var").corpus_path) as opened:
        yield opened


def named(question: str, store: CorpusStore) -> list[tuple[Outcome, tuple[str, ...]]]:
    found = [resolve(citation, StoreCatalogue(store)) for citation in parse_query(question)]
    return [(resolution.outcome, resolution.ids) for resolution in found]


def test_the_number_alone_names_every_point(store: CorpusStore) -> None:
    everything = tuple(root.id for root in store.roots("CIRC-FICT-COB-012-2025"))
    assert len(everything) >= 3
    for question in (f"¿qué dice la circular {COB}?", f"circular número {COB}", f"Circular {COB.lower()}"):
        assert named(question, store) == [(Outcome.FOUND, everything)]


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        (f"¿qué dice el punto 2 de la circular {COB}?", ["2"]),
        (f"el punto 2, inciso c), de la circular {COB}", ["2/c"]),
        (f"puntos 1 y 3 de la circular {COB}", ["1", "3"]),
        (f"la circular {COB}, punto segundo", ["2"]),
    ],
)
def test_a_point_is_named_with_its_document(store: CorpusStore, question: str, ids: list[str]) -> None:
    expected = [(Outcome.FOUND, (f"CIRC-FICT-COB-012-2025:{path}",)) for path in ids]
    assert named(question, store) == expected


def test_a_point_that_the_document_does_not_have_is_missing(store: CorpusStore) -> None:
    (citation,) = parse_query(f"el punto 9 de la circular {COB}")
    resolution = resolve(citation, StoreCatalogue(store))
    assert resolution.outcome is Outcome.MISSING
    assert resolution.nearest


def test_whatever_word_is_used_for_it(store: CorpusStore) -> None:
    """Staff say oficio for an oficio circular, and acuerdo or nothing at all for any of them."""
    for word in ("oficio", "oficio circular", "circular", ""):
        (outcome,) = {outcome for outcome, _ in named(f"¿qué dice {word} {UFC}?", store)}
        assert outcome is Outcome.FOUND


@pytest.mark.parametrize(
    "question",
    [
        "¿qué dice el oficio 0952179000/UFC/USE/UISS/23?",
        "el acuerdo ACDO.AS2.HCT.300419/150.P.DIR",
        "acuerdo 187/2003",
    ],
)
def test_a_number_that_the_corpus_lacks_is_of_another_source(store: CorpusStore, question: str) -> None:
    assert named(question, store) == [(Outcome.EXTERNAL, ())]


def test_show_opens_a_document_at_its_first_point(store: CorpusStore) -> None:
    catalogue = StoreCatalogue(store)
    assert find_provision(store, catalogue, f"circular {COB}").id == "CIRC-FICT-COB-012-2025:1"
    assert find_provision(store, catalogue, f"punto 3 de la circular {COB}").id == "CIRC-FICT-COB-012-2025:3"


def test_show_says_that_the_corpus_lacks_a_document_and_who_mentions_it(store: CorpusStore) -> None:
    with pytest.raises(NotFound) as raised:
        find_provision(store, StoreCatalogue(store), "oficio circular 0952179000/UFC/USE/UISS/23")
    assert raised.value.code == "DOCUMENTO_FUERA_DEL_ACERVO"
    assert raised.value.detail["mentioned_by"] == ["MANUAL-JSAC:7.1.3/77"]
    with pytest.raises(NotFound) as raised:
        find_provision(store, StoreCatalogue(store), "ACDO.AS2.HCT.300419/150.P.DIR")
    assert raised.value.code == "DOCUMENTO_FUERA_DEL_ACERVO"


@pytest.mark.parametrize("question", ["criterio 40-A", "¿la circular dice algo del 17/2/2026?", "oficio 23", "acuerdo"])
def test_what_is_no_number_of_a_document_is_not_taken_for_one(store: CorpusStore, question: str) -> None:
    assert all(citation.kind.value != "document" for citation in parse_query(question))
