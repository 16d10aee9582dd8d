"""Understand, retrieve, act, compose, verify; conversations; formal consultations."""
