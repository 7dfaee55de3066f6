"""Instalments in the app's language."""
