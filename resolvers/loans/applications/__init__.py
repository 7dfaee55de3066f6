"""Loans' applications in the app's language."""
