"""The verbs of wealth, a file for each group."""
