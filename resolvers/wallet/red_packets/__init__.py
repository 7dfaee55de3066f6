"""Red packets in the app's language."""
