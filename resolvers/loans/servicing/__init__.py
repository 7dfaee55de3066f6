"""What becomes of loans while they are repaid, as the app and staff see it."""
