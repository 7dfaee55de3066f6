"""Standing consents to pay bills in the app's language."""
