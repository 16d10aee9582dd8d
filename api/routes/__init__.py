"""Routes: each reads like a sentence and holds no logic."""
