"""Search of the mall in the app's language."""
