"""Scenes in the app's language: what partners' services are to a customer."""
