"""Wealth's plans in the app's language."""
