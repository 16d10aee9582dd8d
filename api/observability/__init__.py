"""What an operator sees: request ids, logs without secrets, metrics, traces."""
