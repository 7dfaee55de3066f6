"""After the sale, in the app's language."""
