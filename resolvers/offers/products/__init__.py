"""Products of any kind in the app's language."""
