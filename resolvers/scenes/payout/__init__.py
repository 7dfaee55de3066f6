"""Paying partners out in the app's language."""
