"""What operators of wealth look at, in their language."""
