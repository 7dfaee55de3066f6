"""Credit in the app's language. No number of a score is in it, for anybody."""
