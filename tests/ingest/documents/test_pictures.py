"""Tables that are pictures: what keeps the engine from reading them, or from ending, is taken away first."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.catalogue import Catalogue
from ingest.documents.cleaning import without_rules
from ingest.readers import read_file


def table(painted: bool) -> Image.Image:
    """A grid of figures; the cells above the diagonal black, or empty."""
    image = Image.new("RGB", (1000, 800), "white")
    draw = ImageDraw.Draw(image)
    face = ImageFont.load_default(size=34)
    for row in range(8):
        for column in range(10):
            box = (column * 100, row * 100, column * 100 + 100, row * 100 + 100)
            draw.rectangle(box, outline="black", width=3, fill="black" if painted and column > row else "white")
            if column <= row:
                draw.text((box[0] + 18, box[1] + 28), f"{row}.{column}", fill="black", font=face)
    return image


def png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("painted", [False, True])
def test_rules_and_black_areas_go_and_figures_stay(painted: bool) -> None:
    image = table(painted)
    cleaned, share = without_rules(png(image))
    assert (share > 0.15) is painted
    before = np.asarray(image.convert("L")) < 128
    after = np.asarray(Image.open(io.BytesIO(cleaned))) < 128
    inside = np.s_[10:90, 10:90]  # the first cell holds a figure and none of its rules
    assert np.array_equal(before[inside], after[inside])
    assert not after[:, 0:4].any()
    assert not after[100:104].any()
    if painted:
        assert not after[10:90, 110:990].any()


@pytest.mark.laws
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract no está")
def test_a_law_with_tables_painted_black_is_read_in_time(catalogue: Catalogue) -> None:
    """Looking for words over the black half, the engine ran into its limit and the law into that of the file."""
    path = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "more-laws" / "lissste.pdf"
    if not path.exists():
        pytest.skip("no hay otras leyes del mismo formato")
    document = read_file(path, catalogue)
    assert document.seconds < 60
    tenth = next(p for p in document.provisions if p.id == "LISSSTE:T/2007-03-31/Noveno")
    assert "Años de Servicio" in tenth.extras["pictures"]
