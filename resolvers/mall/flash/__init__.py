"""Flash sales in the app's language."""
