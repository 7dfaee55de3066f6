"""Agreements with partners in the app's language."""
