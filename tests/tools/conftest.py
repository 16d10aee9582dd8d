"""The dated values of the repository, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.legal_values import LegalValues

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def values() -> LegalValues:
    return LegalValues.load(ROOT / "corpus" / "parameters")
