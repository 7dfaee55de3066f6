"""Points in the app's language."""
