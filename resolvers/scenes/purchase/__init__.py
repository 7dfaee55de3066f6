"""Purchases at outside shops in the app's language."""
