"""The verbs of loans, a file for each group."""
