"""Progress bars with the time left, on stderr and only where a person is watching."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from ingest.pipeline import Progress


@contextlib.contextmanager
def console_progress(enabled: bool) -> Iterator[Progress]:
    """A `Progress` that draws one bar per stage; a silent one where it is not enabled."""
    if not enabled:
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description:12}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bars(*columns, console=Console(stderr=True)) as bars:
        stages: dict[str, object] = {}

        def draw(stage: str, done: int, total: int) -> None:
            if stage not in stages:
                stages[stage] = bars.add_task(stage, total=total)
            bars.update(stages[stage], completed=done, total=total)  # type: ignore[arg-type]

        yield draw


def silent(stage: str, done: int, total: int) -> None:
    """Draw nothing."""
