from __future__ import annotations

import importlib.util
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _load(name: str) -> ModuleType:
    """Tests are not a package: a helper beside them is loaded by its path."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


_load("small_law")
sys.path.insert(0, str(ROOT / "scripts"))

from small_law import SmallLaw  # noqa: E402

from ingest.catalogue import Catalogue  # noqa: E402
from ingest.pipeline import Options  # noqa: E402


@pytest.fixture
def law() -> SmallLaw:
    """A fresh small law with its front matter printed."""
    return SmallLaw().front()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load(ROOT / "corpus")


@pytest.fixture
def options() -> Options:
    return Options(datetime(2026, 3, 1, tzinfo=UTC), processes=1)


@pytest.fixture(scope="session")
def laws_dir() -> Path:
    """The folder of the official PDFs."""
    configured = os.environ.get("CRITERIO_CORPUS_DIR")
    folder = Path(configured) if configured else ROOT.parent / "shared" / "corpus" / "laws"
    if not (folder / "lss.pdf").exists():
        pytest.skip("los PDF oficiales no están (CRITERIO_CORPUS_DIR)")
    return folder


@pytest.fixture(scope="session")
def more_laws_dir(laws_dir: Path) -> Path:
    """Other laws of the same house style."""
    folder = laws_dir.parent / "more-laws"
    if not folder.is_dir():
        pytest.skip("no hay otras leyes del mismo formato")
    return folder
