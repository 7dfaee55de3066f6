"""The pure decisions of wealth, a file for each thing."""
