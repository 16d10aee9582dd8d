"""What the regulations say, as dated data, and the few types that read it. Imports nothing of ours."""
