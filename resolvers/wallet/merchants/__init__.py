"""Merchants, their shops, codes and orders in the app's language."""
