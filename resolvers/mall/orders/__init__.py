"""The mall's orders in the app's language."""
