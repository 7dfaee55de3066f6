"""Partners in the app's language."""
