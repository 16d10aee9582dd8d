"""The lexical index: BM25 over our own search terms, persistent in tantivy, one text field per kind of entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import tantivy

from retriever.entries import Field
from retriever.rankings import Ranking

_ROW = "row"
_INSTRUMENT = "instrument"
_WRITER_BYTES = 64 << 20


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field(_ROW, stored=False, indexed=False, fast=True)
    builder.add_text_field(_INSTRUMENT, stored=False, tokenizer_name="raw", index_option="basic")
    for field in Field:
        # The terms are ours; tantivy only has to split them at spaces.
        builder.add_text_field(field.name.lower(), stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def write_lexical(folder: Path, documents: Iterable[tuple[int, Field, str, Sequence[str]]]) -> None:
    """Write the index of (row, field, instrument, terms)."""
    folder.mkdir(parents=True)
    index = tantivy.Index(_schema(), path=str(folder))
    writer = index.writer(_WRITER_BYTES, 1)
    for row, field, instrument, found in documents:
        document = tantivy.Document()
        document.add_unsigned(_ROW, row)
        document.add_text(_INSTRUMENT, instrument)
        document.add_text(field.name.lower(), " ".join(found))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


class LexicalIndex:
    """Read access to one index; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._index: Any = tantivy.Index.open(str(folder))
        self._schema: Any = self._index.schema
        self._searcher: Any = self._index.searcher()

    def query(
        self, field: Field, weighted: Sequence[tuple[str, float]], limit: int, instruments: Sequence[str] = ()
    ) -> Ranking:
        """The best rows of a field for weighted terms, of some instruments or of all, by BM25."""
        if not weighted:
            return self._ranking([])
        parts = []
        for term, weight in weighted:
            parts.append((tantivy.Occur.Should, tantivy.Query.boost_query(self._term(field, term), weight)))
        query = tantivy.Query.boolean_query(parts)
        if instruments:
            chosen = tantivy.Query.term_set_query(self._schema, _INSTRUMENT, list(instruments))
            query = query.and_must_match(tantivy.Query.const_score_query(chosen, 0.0))
        hits = self._searcher.search(query, limit, count=False).hits
        # A term of weight 0 finds entries with a score of 0, which say nothing.
        return self._ranking([hit for hit in hits if hit[0] > 0])

    def entries_with(self, term: str) -> Ranking:
        """Every row, of whatever field, that has a term, by what the term adds to its BM25 there."""
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, self._term(field, term)) for field in Field])
        return self._ranking(self._searcher.search(query, max(self._searcher.num_docs, 1), count=False).hits)

    def _term(self, field: Field, term: str) -> Any:
        return tantivy.Query.term_query(self._schema, field.name.lower(), term, "freq")

    def _ranking(self, hits: Sequence[tuple[float, Any]]) -> Ranking:
        rows = self._searcher.fast_field_values(_ROW, [address for _, address in hits])
        return Ranking(np.asarray(rows, np.int64), np.asarray([score for score, _ in hits], np.float64))
