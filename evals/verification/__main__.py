"""`python -m evals.verification GENERATION [SET] [--rules]`: the measurement over a built corpus, as Markdown.

SET is the ending of a `verifier-*.yaml`: `test` (the default), `dev`, `free-test`, `light-test`... Free prose is judged
with the encoder of the state that the generation belongs to; `--rules` measures the rules alone.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from assistant.verification import Judge, Verifier
from corpus.store import CorpusStore
from retriever.packaged_model import unpack_model
from retriever.word_vectors import WordVectors

from .dataset import load
from .measure import measure, report


def main(arguments: list[str]) -> None:
    """Print the report of one set; the first argument is the folder of a generation."""
    named = [argument for argument in arguments if not argument.startswith("--")]
    generation, half = Path(named[0]), named[1] if len(named) > 1 else "test"
    rules = "--rules" in arguments

    @cache
    def judge() -> Judge | None:
        return None if rules else Judge(WordVectors(unpack_model(generation.parent.parent / "models")))

    with CorpusStore.open(generation / "corpus.sqlite") as store:
        sys.stdout.write(report(measure(Verifier(store, judge=judge), load(half)), half))


if __name__ == "__main__":
    main(sys.argv[1:])
