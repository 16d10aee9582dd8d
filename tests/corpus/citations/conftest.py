"""The real corpus where it has been built, and a small catalogue that we write ourselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from corpus.citations import StoreCatalogue
from corpus.generations import current
from corpus.provisions import root_id
from corpus.store import CorpusStore

SMALL_CATALOGUE = """LSS:15, LSS:15/p1, LSS:15/I, LSS:15/II, LSS:15/III, LSS:15/p2, LSS:39, LSS:39-A, LSS:39-C
LSS:39-C/p1, LSS:39-C/p2, LSS:40, LSS:40-A, LSS:40-A/p1, LSS:40-B, LSS:286, LSS:286-I, LSS:287, LSS:288, LSS:289
CFF:17-A, CFF:20, CFF:20/p1, CFF:20/p2, CFF:20/I, CFF:20/II, CFF:20/p3, CFF:21, CFF:21/p1, CFF:21/p2, CFF:21/p3
CFF:40-A, CFF:26, CFF:26/X, CFF:26/X/p1, CFF:26/X/a, CFF:26/X/p2
MANUAL-JSAC:7.1.3/26, MANUAL-JSAC:7.1.3/27, MANUAL-DIR:7.3.1.2/18
LSS:T/1995-12-21/Tercero, LSS:T/2001-12-20/Séptimo, CFF:T/2001-12-31/Séptimo"""


@dataclass
class ListedCatalogue:
    """A catalogue out of a list of ids in document order."""

    ids: list[str]
    roots: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for provision_id in self.ids:
            if provision_id == root_id(provision_id):
                self.roots.setdefault(provision_id.partition(":")[0], []).append(provision_id)

    def exists(self, provision_id: str) -> bool:
        return provision_id in self.ids

    def children(self, provision_id: str) -> Sequence[str]:
        return [i for i in self.ids if i.rpartition("/")[0] == provision_id]

    def order(self, instrument: str) -> Sequence[str]:
        return self.roots.get(instrument, [])


@pytest.fixture
def catalogue() -> ListedCatalogue:
    return ListedCatalogue([item.strip() for item in SMALL_CATALOGUE.replace("\n", ",").split(",")])


@pytest.fixture(scope="session")
def real_store(laws_state: Path) -> Iterator[CorpusStore]:
    with CorpusStore.open(current(laws_state).corpus_path) as store:
        yield store


@pytest.fixture(scope="session")
def real_catalogue(real_store: CorpusStore) -> StoreCatalogue:
    return StoreCatalogue(real_store)
