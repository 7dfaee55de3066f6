"""The verbs of credit, a file for each group."""
