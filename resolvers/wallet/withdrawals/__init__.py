"""Withdrawals in the app's language."""
