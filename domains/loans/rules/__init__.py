"""The pure decisions of loans, a file for each thing."""
