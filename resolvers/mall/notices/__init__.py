"""Notices that something is there again, in the app's language."""
