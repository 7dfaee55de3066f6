"""Refunds of orders in scenes, in the app's language."""
