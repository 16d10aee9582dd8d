"""The real corpus where it has been built; every check here is against the real laws."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.verification import Cited, Draft, SentenceReport, Stated, Verifier
from corpus.generations import current
from corpus.store import CorpusStore

Check = Callable[..., SentenceReport]


@pytest.fixture(scope="session")
def store(laws_state: Path) -> Iterator[CorpusStore]:
    with CorpusStore.open(current(laws_state).corpus_path) as opened:
        yield opened


@pytest.fixture(scope="session")
def verifier(store: CorpusStore) -> Verifier:
    return Verifier(store)


@pytest.fixture(scope="session")
def check(verifier: Verifier) -> Check:
    def run(text: str, *ids: str) -> SentenceReport:
        return verifier.verify(Draft([Stated(text, tuple(Cited(item) for item in ids))])).sentences[0]

    return run
