"""The pure decisions of offers, a file for each thing."""
