"""The real corpus where it has been built; every check here is against the real laws."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.verification import Cited, Draft, SentenceReport, Stated, Verifier
from corpus.store import CorpusStore

Check = Callable[..., SentenceReport]


@pytest.fixture(scope="session")
def store() -> Iterator[CorpusStore]:
    state = Path(os.environ.get("CRITERIO_STATE_DIR", "var"))
    current = state / "CURRENT"
    if not current.exists():
        pytest.skip("no corpus has been built here: run `criterio ingest`")
    with CorpusStore.open(state / "generations" / current.read_text().strip() / "corpus.sqlite") as opened:
        yield opened


@pytest.fixture(scope="session")
def verifier(store: CorpusStore) -> Verifier:
    return Verifier(store)


@pytest.fixture(scope="session")
def check(verifier: Verifier) -> Check:
    def run(text: str, *ids: str) -> SentenceReport:
        return verifier.verify(Draft([Stated(text, tuple(Cited(item) for item in ids))])).sentences[0]

    return run
