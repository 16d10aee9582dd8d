"""A picture written as PNG is read back, by another program, pixel for pixel."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from corpus.grey_png import grey_png


@st.composite
def pictures(draw: st.DrawFn) -> Image.Image:
    width, height = draw(st.integers(1, 40)), draw(st.integers(1, 40))
    return Image.frombytes("L", (width, height), draw(st.binary(min_size=width * height, max_size=width * height)))


@given(pictures())
def test_every_pixel_comes_back(picture: Image.Image) -> None:
    read = Image.open(io.BytesIO(grey_png(picture)))
    assert (read.format, read.mode, read.size) == ("PNG", "L", picture.size)
    assert read.tobytes() == picture.tobytes()


def test_a_white_page_is_small() -> None:
    assert len(grey_png(Image.new("L", (2000, 2000), 255))) < 20_000
