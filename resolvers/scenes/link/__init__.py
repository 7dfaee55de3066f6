"""Links to partners in the app's language."""
