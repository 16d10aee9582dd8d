"""How well the verifier tells true sentences from false ones, on labelled sentences of real provisions."""
