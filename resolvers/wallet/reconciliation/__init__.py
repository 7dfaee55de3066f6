"""Channels' bills against the books, in the operators' language."""
