"""Branches and visits in the app's language."""
