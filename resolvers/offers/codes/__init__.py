"""Codes, walls and scans in the app's language."""
