"""Payees in the app's language."""
