"""The wallet in the app's language."""
