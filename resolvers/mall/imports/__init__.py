"""Files of products in the app's language."""
