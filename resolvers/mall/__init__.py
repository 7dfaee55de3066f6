"""The mall in the app's language."""
