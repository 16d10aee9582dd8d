"""`python -m evals.verification GENERATION [dev|test]`: the measurement over a built corpus, as Markdown."""

from __future__ import annotations

import sys
from pathlib import Path

from assistant.verification import Verifier
from corpus.store import CorpusStore

from .dataset import load
from .measure import measure, report


def main(arguments: list[str]) -> None:
    """Print the report of one half; the first argument is the folder of a generation."""
    half = arguments[1] if len(arguments) > 1 else "test"
    with CorpusStore.open(Path(arguments[0]) / "corpus.sqlite") as store:
        sys.stdout.write(report(measure(Verifier(store), load(half)), half))


if __name__ == "__main__":
    main(sys.argv[1:])
