"""Wealth in the app's language."""
