"""Risk in the language of the app and of the operators."""
