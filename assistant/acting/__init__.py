"""Second half of understanding: which tool runs, with which arguments, and what to ask when one is missing."""
