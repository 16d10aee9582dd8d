"""Retrieval quality: data sets, metrics, named baselines, and one run that compares them."""
