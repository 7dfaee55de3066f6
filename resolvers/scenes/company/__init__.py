"""Companies, those who act for them, and their documents in the app's language."""
