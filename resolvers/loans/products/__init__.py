"""Loans' products in the app's language."""
