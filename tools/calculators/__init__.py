"""The legal calculators: pure functions of their inputs, dated values and named readings. See README.md."""
