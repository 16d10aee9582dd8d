"""Backups: one file with the database, the corpus with its index, and the documents; verified and restored."""
