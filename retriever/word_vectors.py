"""Vectors of the words of a text, in their context: what tells that "reside" and "vive" are said of the same thing.

They are the states of a middle layer of the packaged encoder, where words align best; the last layers speak of the
whole text. The graph is the encoder's own, cut there in memory, over the same file of weights.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import Unavailable
from retriever.embedding import Embedder, Vectors
from retriever.onnx_embedder import OnnxEmbedder, encoder_path
from retriever.onnx_session import open_session

MIDDLE = "l6.out"
"""Output of the seventh of twelve layers: of those tried (0, 3, 5, 7, 9 and 12), 5 and 7 align words best."""
_WORD = re.compile(r"\$?\d+(?:[.,]\d+)*%?|[^\W\d_]+")
_PROMPT = "query: "
_LONGEST = 512


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: `spans[i]` are the characters of the word whose vector is `vectors[i]`."""

    text: str
    spans: tuple[tuple[int, int], ...]
    vectors: Vectors


class WordVectors:
    """Reads the vectors of words with the encoder that search uses."""

    def __init__(self, model_dir: Path, precision: str = "int8", tokenizer: Any = None) -> None:
        """Open the encoder, cut; nothing is written. A tokenizer at hand is shared: another takes 300 MB.

        Raises:
            Unavailable: `MODELO_AUSENTE` where the directory has no encoder.
        """
        encoder = encoder_path(model_dir, precision)
        if not encoder.exists():
            raise Unavailable(
                "MODELO_AUSENTE", f"Falta el modelo de vectores «{encoder}».", "Ejecute: criterio index build"
            )
        from tokenizers import Tokenizer

        self._session = open_session(_cut(encoder), encoder.parent)
        self._tokenizer = tokenizer
        if tokenizer is None:
            self._tokenizer = Tokenizer.from_file(str(model_dir / "tokenizer.json"))
            self._tokenizer.enable_truncation(_LONGEST)

    def read(self, text: str) -> Words:
        """The words of a text with their vectors; of a very long text, its first 512 pieces."""
        encoding = self._tokenizer.encode(_PROMPT + text)
        ids = np.asarray([encoding.ids], np.int64)
        states: Vectors = self._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0][0]
        pieces = [(start - len(_PROMPT), end - len(_PROMPT)) for start, end in encoding.offsets]
        spans, vectors = [], []
        at = 0
        for word in _WORD.finditer(text):
            while at < len(pieces) and pieces[at][1] <= word.start():
                at += 1
            upto = at
            while upto < len(pieces) and pieces[upto][0] < word.end() and pieces[upto][1] > word.start():
                upto += 1
            if upto > at:
                spans.append(word.span())
                vectors.append(states[at:upto].mean(axis=0))
        return Words(text, tuple(spans), np.array(vectors, np.float32).reshape(len(spans), states.shape[1]))


def words_from(embedder: Embedder) -> WordVectors | None:
    """What reads words with the encoder of an embedder; None where the embedder does not run on a graph of ours."""
    if not isinstance(embedder, OnnxEmbedder):
        return None
    return WordVectors(embedder.model_dir, embedder.precision, embedder.tokenizer)


def _cut(encoder: Path) -> bytes:
    """The graph up to the middle layer; its weights stay in the encoder's file."""
    import onnx
    from onnx import TensorProto, helper

    whole = onnx.load(str(encoder), load_external_data=False)
    graph = whole.graph
    last = next(place for place, node in enumerate(graph.node) if MIDDLE in node.output)
    kept = list(graph.node)[: last + 1]
    used = {name for node in kept for name in node.input}
    constants = [constant for constant in graph.initializer if constant.name in used]
    output = helper.make_tensor_value_info(MIDDLE, TensorProto.FLOAT, ["batch", "tokens", "hidden"])
    cut = helper.make_graph(kept, "word-encoder", list(graph.input), [output], constants)
    model = helper.make_model(cut, opset_imports=whole.opset_import, ir_version=whole.ir_version)
    written: bytes = model.SerializeToString()
    return written
