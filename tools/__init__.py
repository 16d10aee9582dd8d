"""What the assistant can do besides reading: calculators, credit status; one registry."""
