"""Bills in the app's language."""
