"""The mall's promotions in the app's language."""
