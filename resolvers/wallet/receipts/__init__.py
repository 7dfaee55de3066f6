"""Receipts in the app's language."""
