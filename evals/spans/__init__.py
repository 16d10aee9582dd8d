"""Our retriever on public benchmarks of the LegalBench-RAG form: query, file, spans of characters."""
