"""Instant games in the app's language."""
