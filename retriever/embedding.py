"""What the retriever asks of an embedding model, whoever computes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Texts to vectors: `(len(texts), dimension)`, float32, rows of length 1.

    `identity` names model, weights and arithmetic; vectors of two identities are never compared.
    """

    @property
    def identity(self) -> str:
        """Stable name of what computes the vectors, written in the manifest of an index."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts to be found."""
        ...
