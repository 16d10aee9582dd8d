"""From retrieved provisions to an answer: extractive (no model), selector (small models), prose (strong models)."""
