"""The mall's shops in the app's language."""
