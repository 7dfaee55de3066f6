"""Offers in the app's language."""
