"""A picture of a page made easier to read: upright lines, no specks, black on white, no rules of tables."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter, ImageOps

_WIDEST = 3.0
_STEP = 0.25
_INK = 160
_LONGEST_STROKE = 70  # pixels at 288 dots per inch: a quarter of an inch


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


def without_rules(png: bytes) -> tuple[bytes, float]:
    """The picture in grey without its rules and dark areas, as PNG, and the share of it that they took.

    Dark runs longer than any letter, along rows and columns, are rules or areas painted black. An engine that looks for
    words in a table with a black half does not end: without them it reads the figures.
    """
    grey = np.array(Image.open(io.BytesIO(png)).convert("L"))
    dark = grey < _INK
    gone = _long_runs(dark) | _long_runs(dark.T).T
    grey[gone] = 255
    buffer = io.BytesIO()
    Image.fromarray(grey).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue(), float(gone.mean())


def _long_runs(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where a row of the mask is true for at least `_LONGEST_STROKE` pixels on end."""
    height, width = mask.shape
    edges = np.diff(np.pad(mask.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    long = ends - starts >= _LONGEST_STROKE
    marks = np.zeros((height, width + 1), np.int32)
    np.add.at(marks, (rows[long], starts[long]), 1)
    np.add.at(marks, (rows[long], ends[long]), -1)
    inside: NDArray[np.bool_] = np.cumsum(marks, axis=1)[:, :width] > 0
    return inside


def _skew(page: Image.Image) -> float:
    """The turn, in degrees, that makes the rows of ink and of paper differ most."""
    small = ImageOps.invert(page.resize((600, round(600 * page.height / page.width))))
    turns = [float(turn) for turn in np.arange(-_WIDEST, _WIDEST + _STEP, _STEP)]

    def contrast(turn: float) -> float:
        ink = np.asarray(small.rotate(turn, fillcolor=0), np.float64).sum(axis=1)
        return float(np.square(np.diff(ink)).sum())

    best = max(turns, key=contrast)
    return best if contrast(best) > 1.05 * contrast(0.0) else 0.0
