"""From a question (and a date) to ranked provisions."""
