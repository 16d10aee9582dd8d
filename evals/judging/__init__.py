"""A language model as judge of finished runs, and its agreement with people."""
