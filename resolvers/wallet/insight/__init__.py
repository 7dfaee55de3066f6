"""Where money comes from and goes, in the app's language."""
