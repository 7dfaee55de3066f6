"""The token endpoint beside the bare cost of its signatures."""
