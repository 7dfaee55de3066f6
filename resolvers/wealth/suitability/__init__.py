"""Wealth's suitability in the app's language."""
