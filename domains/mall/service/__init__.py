"""The verbs of the mall, a file for each group."""
