"""Wealth's orders in the app's language."""
