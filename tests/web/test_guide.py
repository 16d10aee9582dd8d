"""The user's guide names controls that exist, and pictures that the command takes."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "guia.md").read_text(encoding="utf-8")


def test_its_pictures_are_those_that_the_command_takes() -> None:
    pictures = re.findall(r"\(\.\./var/screenshots/(.+?)-claro\.png\)", GUIDE)
    drawn = re.findall(r"\((pictures/.+?\.svg)\)", GUIDE)
    assert len(pictures) >= 5
    assert GUIDE.count("![") == len(pictures) + len(drawn)
    assert all((ROOT / "docs" / name).is_file() for name in drawn)
    assert set(pictures) <= set(runpy.run_path(str(ROOT / "scripts" / "screenshots.py"))["SCENES"])


def test_the_controls_it_names_are_in_the_pages() -> None:
    sources = [*(ROOT / "api" / "templates").rglob("*.html"), *(ROOT / "api" / "static").glob("*.js")]
    interface = "\n".join(source.read_text(encoding="utf-8") for source in sources)
    named = re.findall(r"\*\*(.+?)\*\*", GUIDE.replace("\n", " "))
    assert len(named) >= 12
    assert [name for name in named if name not in interface] == []


def test_the_titles_it_explains_are_those_of_the_answers() -> None:
    from assistant.shown import TITLES

    for kind in ("answered", "partial", "no_criterion", "not_found", "needs_input", "refused"):
        assert f"| {' '.join(TITLES[kind])} |" in GUIDE
