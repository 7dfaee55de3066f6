"""Wealth's products in the app's language."""
