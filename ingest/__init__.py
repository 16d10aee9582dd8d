"""From a source file to text with pages, to provisions, to the corpus store and the indexes."""
