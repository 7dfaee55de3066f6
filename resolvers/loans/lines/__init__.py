"""Loans' lines and standing offers in the app's language."""
