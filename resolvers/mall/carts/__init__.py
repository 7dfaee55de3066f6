"""The mall's carts in the app's language."""
