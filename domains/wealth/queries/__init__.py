"""Every statement of wealth, a file for each thing."""
