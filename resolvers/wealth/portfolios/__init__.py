"""Wealth's portfolios in the app's language."""
