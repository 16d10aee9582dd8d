"""Evaluations as people see them: runs read from their files, labels of two people with their agreement."""
