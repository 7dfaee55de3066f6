"""Forms filled in before a visit and queue tickets in the app's language."""
