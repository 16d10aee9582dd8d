"""The gate: `pytest evals/ -m quality` over the development cases, with the thresholds of `thresholds.yaml`."""
