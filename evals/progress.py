"""How far a long command is, on the terminal of whoever waits for it."""

from __future__ import annotations

import sys


def announce(done: int, total: int) -> None:
    """Write the count over the last one; nothing where the errors go to a file."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done}/{total}" + ("" if done < total else "\n"))
        sys.stderr.flush()
