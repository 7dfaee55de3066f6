"""Customers in the app's language."""
