"""The mall's catalogue in the app's language."""
