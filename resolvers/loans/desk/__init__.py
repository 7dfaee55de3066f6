"""Loans' desk in the app's language."""
