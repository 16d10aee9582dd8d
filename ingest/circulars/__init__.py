"""Circulars, acuerdos, oficios and criteria: who says what to whom, in which numbered points."""
