"""Loans in the app's language."""
