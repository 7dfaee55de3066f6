"""Requests for money and split bills in the app's language."""
