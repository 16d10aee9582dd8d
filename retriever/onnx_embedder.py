"""Embeddings with onnxruntime and the model's own tokenizer: neither torch nor transformers is imported."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import Unavailable
from retriever.embedding import Vectors
from retriever.onnx_session import open_session

_PRECISIONS = ("int8", "fp32")


class OnnxEmbedder:
    """A sentence-transformers directory with its encoder in `onnx/` (`retriever.models` writes it).

    Texts go one by one through the session, several at once on several cores: dynamic quantisation measures each
    batch, so that in a batch the vector of a text would depend on its neighbours.
    """

    def __init__(self, model_dir: Path, precision: str = "int8", workers: int | None = None) -> None:
        """Open the encoder.

        Raises:
            Unavailable: `MODELO_AUSENTE` where the directory has no such encoder.
        """
        if precision not in _PRECISIONS:
            raise ValueError(f"precision {precision!r}")
        path = encoder_path(model_dir, precision)
        if not path.exists():
            raise Unavailable(
                "MODELO_AUSENTE", f"Falta el modelo de vectores «{path}».", "Ejecute: criterio index build"
            )
        from tokenizers import Tokenizer

        self.model_dir, self.precision = model_dir, precision
        self._workers = workers or os.cpu_count() or 1
        self._session = open_session(path)
        self.tokenizer = Tokenizer.from_file(str(model_dir / "tokenizer.json"))
        limits = _json(model_dir / "sentence_bert_config.json")
        self.tokenizer.enable_truncation(int(limits.get("max_seq_length") or 512))
        prompts = _json(model_dir / "config_sentence_transformers.json").get("prompts") or {}
        self._query_prompt = str(prompts.get("query", ""))
        self._passage_prompt = str(prompts.get("passage", prompts.get("document", "")))
        self._dimension = int(self._session.get_outputs()[0].shape[1])
        self._identity = f"{model_dir.name}/onnx-{precision}"

    @property
    def identity(self) -> str:
        """Directory and precision."""
        return self._identity

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, with the model's own prompt for them."""
        return self._embed([self._query_prompt + text for text in texts])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, with the model's own prompt for them."""
        return self._embed([self._passage_prompt + text for text in texts])

    def _embed(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self._dimension), np.float32)
        if len(texts) == 1:
            return self._one(texts[0])[None]
        with ThreadPoolExecutor(self._workers) as pool:
            return np.stack(list(pool.map(self._one, texts)))

    def _one(self, text: str) -> Vectors:
        encoding = self.tokenizer.encode(text)
        ids = np.asarray([encoding.ids], np.int64)
        mask = np.ones_like(ids)
        vector: Vectors = self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0][0]
        return vector


def encoder_path(model_dir: Path, precision: str) -> Path:
    """Where the encoder of a directory lies."""
    return model_dir / "onnx" / f"encoder-{precision}.onnx"


def _json(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded
