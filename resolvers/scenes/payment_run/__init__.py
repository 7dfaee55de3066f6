"""Payment runs in the app's language."""
