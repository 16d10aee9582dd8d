"""The parts of `benchmarks.load`: servers that are supervised, people who ask, faults, and what must hold after."""
