"""Every statement of the wallet."""
