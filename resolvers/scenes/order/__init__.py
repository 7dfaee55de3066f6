"""Orders in scenes in the app's language."""
