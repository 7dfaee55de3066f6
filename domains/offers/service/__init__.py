"""The verbs of offers, a file for each thing."""
