"""Pick-up, keys and booked times in the app's language."""
