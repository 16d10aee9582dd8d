"""A state directory of its own over the shared corpus, so that runs do not meet."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.settings import Settings


@pytest.fixture
def settings(laws_state: Path, tmp_path: Path) -> Settings:
    state = tmp_path / "state"
    state.mkdir()
    for entry in laws_state.iterdir():
        if entry.name != "evals":
            (state / entry.name).symlink_to(entry)
    return Settings(state_dir=state)
