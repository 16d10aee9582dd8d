"""The baseline of whoever takes LlamaIndex as it comes: its splitter, its node parser, its Chroma store, its retriever.

Only the embeddings are ours, because its default asks a paid service for them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import chromadb
from chromadb.config import Settings as ChromaSettings

from corpus.provisions import Provision
from retriever.embedding import Embedder
from retriever.vector_cache import VectorCache

CHUNK_SIZE, CHUNK_OVERLAP = 1024, 200
_CHUNKS = 60


def llamaindex_defaults(
    articles: Sequence[Provision], embedder: Embedder, cache: VectorCache
) -> Callable[[str], list[str]]:
    """Index the articles as LlamaIndex would and give a search: a question to roots, best first."""
    from llama_index.core import Document
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.schema import BaseNode
    from llama_index.core.vector_stores.types import VectorStoreQuery
    from llama_index.vector_stores.chroma import ChromaVectorStore

    splitter = SentenceSplitter(chunk_size=CHUNK_SIZE, chunk_overlap=CHUNK_OVERLAP)
    documents = [Document(text=root.text, metadata={"provision": root.id}) for root in articles if root.text.strip()]
    nodes: list[BaseNode] = splitter.get_nodes_from_documents(documents)
    vectors = cache.embed(embedder, [node.get_content() for node in nodes], as_queries=False)
    for node, vector in zip(nodes, vectors, strict=True):
        node.embedding = vector.tolist()
    client = chromadb.EphemeralClient(ChromaSettings(anonymized_telemetry=False))
    collection: Any = client.get_or_create_collection(
        "llamaindex-defaults", embedding_function=None, metadata={"hnsw:space": "cosine"}
    )
    store = ChromaVectorStore(chroma_collection=collection)
    store.add(nodes)

    def search(question: str) -> list[str]:
        vector = embedder.embed_queries([question])[0]
        found = store.query(VectorStoreQuery(query_embedding=vector.tolist(), similarity_top_k=_CHUNKS))
        return list(dict.fromkeys(node.metadata["provision"] for node in found.nodes or ()))

    return search
