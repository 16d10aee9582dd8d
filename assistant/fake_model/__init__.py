"""A deterministic server that speaks OpenAI's protocol, for tests: capable, faulty and gullible models by name."""
