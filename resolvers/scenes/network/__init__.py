"""Friends and cards of outside networks in the app's language."""
