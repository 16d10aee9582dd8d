"""A picture of a page made easier to read: upright lines, no specks, black on white."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageFilter, ImageOps

_WIDEST = 3.0
_STEP = 0.25


def straightened(png: bytes) -> bytes:
    """The page turned until its lines lie level, without specks, as PNG."""
    page = Image.open(io.BytesIO(png)).convert("L")
    angle = _skew(page)
    if angle:
        page = page.rotate(angle, fillcolor=255, resample=Image.Resampling.BICUBIC)
    page = ImageOps.autocontrast(page.filter(ImageFilter.MedianFilter(3)), cutoff=1)
    buffer = io.BytesIO()
    page.save(buffer, "PNG")
    return buffer.getvalue()


def _skew(page: Image.Image) -> float:
    """The turn, in degrees, that makes the rows of ink and of paper differ most."""
    small = ImageOps.invert(page.resize((600, round(600 * page.height / page.width))))
    turns = [float(turn) for turn in np.arange(-_WIDEST, _WIDEST + _STEP, _STEP)]

    def contrast(turn: float) -> float:
        ink = np.asarray(small.rotate(turn, fillcolor=0), np.float64).sum(axis=1)
        return float(np.square(np.diff(ink)).sum())

    best = max(turns, key=contrast)
    return best if contrast(best) > 1.05 * contrast(0.0) else 0.0
