"""The facts of loans, a file for each group."""
