"""Wealth's change in the app's language."""
