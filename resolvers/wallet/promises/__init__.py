"""Promised transfers in the app's language."""
