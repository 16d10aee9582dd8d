"""Static SVG plots for the report, by matplotlib; the same data give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from evals.answers.calibration import Calibration

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_BAR, _INK = "#7aa6a1", "#1b1b1b"


def by_kind(kinds: Mapping[str, Any]) -> str:
    """Share correct of each kind with its interval of 95 %."""
    names = list(kinds)[::-1]
    values = [kinds[name]["correct"] for name in names]
    figure = _figure(7.0, 0.6 + 0.3 * len(names))
    axes = figure.subplots()
    means = [value["mean"] for value in values]
    spread = [[v["mean"] - v["low"] for v in values], [v["high"] - v["mean"] for v in values]]
    labels = [f"{name} (n={value['count']})" for name, value in zip(names, values, strict=True)]
    axes.barh(labels, means, color=_BAR, xerr=spread, ecolor=_INK)
    axes.set_xlim(0, 1)
    return _svg(figure)


def of_differences(rows: Sequence[tuple[str, float, float, float]]) -> str:
    """Name, difference and its interval, around zero."""
    names = [name for name, *_ in rows][::-1]
    means = [mean for _, mean, _, _ in rows][::-1]
    figure = _figure(7.0, 0.6 + 0.3 * len(rows))
    axes = figure.subplots()
    spread = [[mean - low for _, mean, low, _ in rows][::-1], [high - mean for _, mean, _, high in rows][::-1]]
    axes.errorbar(means, names, xerr=spread, fmt="o", color=_INK)
    axes.axvline(0, color=_BAR)
    return _svg(figure)


def of_calibration(found: Calibration) -> str:
    """Stated probability against the share that had an answer; on the diagonal they agree."""
    figure = _figure(4.5, 4.0)
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color=_BAR)
    axes.plot([one.mean for one in found.bins], [one.share for one in found.bins], "o-", color=_INK)
    for one in found.bins:
        axes.annotate(f"n={one.count}", (one.mean, one.share), textcoords="offset points", xytext=(4, -12))
    axes.set(xlim=(0, 1.02), ylim=(0, 1.02), xlabel="probabilidad dicha", ylabel="proporción con criterio")
    return _svg(figure)


def of_trend(points: Sequence[tuple[str, float]]) -> str:
    """A figure over runs, in the order given."""
    figure = _figure(7.0, 2.6)
    axes = figure.subplots()
    axes.plot([name for name, _ in points], [value for _, value in points], "o-", color=_INK)
    axes.set_ylim(0, 1.02)
    axes.tick_params(axis="x", rotation=20)
    return _svg(figure)


def _figure(width: float, height: float) -> Figure:
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained")


def _svg(figure: Figure) -> str:
    """The drawing without the XML head, so that it can stand inside HTML; without date, so that it can be repeated."""
    import matplotlib as mpl

    out = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "criterio", "svg.fonttype": "none", "font.family": "sans-serif"}):
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = out.getvalue()
    return text[text.index("<svg") :]
