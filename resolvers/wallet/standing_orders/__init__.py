"""Standing orders in the app's language."""
