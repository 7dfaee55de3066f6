"""The mall's stock in the app's language."""
