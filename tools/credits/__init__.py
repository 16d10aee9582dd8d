"""Credits: who owes what to which subdelegación, and what a caller may see of it."""
