"""Schedules in the app's language."""
