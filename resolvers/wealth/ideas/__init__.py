"""Wealth's ideas in the app's language."""
