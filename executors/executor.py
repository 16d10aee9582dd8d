"""One interface for work that is a long list of independent pieces: rows of a portfolio, documents to read."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Ahead = TypeVar("Ahead")


class Executor(Protocol):
    """Where the pieces run. What comes out is the same wherever that is, in the order of what went in."""

    def map(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """`work` of each item, in order. Items are drawn a few ahead of the results, so a long list needs no memory.

        `work` is a function of a module (or a `functools.partial` of one), and it, the items and the results can be
        pickled. What it raises travels to who reads the results; closing the iterator cancels what has not begun.
        """
        ...


class Here:
    """In this process, one by one: the tests, and work too small to share."""

    def map(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """See `Executor`."""
        return map(work, items)


def in_window(
    items: Iterable[Item], size: int, submit: Callable[[Item], Ahead], result: Callable[[Ahead], Result]
) -> Iterator[Result]:
    """Results in order, with at most `size` pieces given out and not yet read."""
    ahead: deque[Ahead] = deque()
    for item in items:
        ahead.append(submit(item))
        if len(ahead) >= size:
            yield result(ahead.popleft())
    while ahead:
        yield result(ahead.popleft())
