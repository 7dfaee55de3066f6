"""Partners and scenes in the app's language."""
