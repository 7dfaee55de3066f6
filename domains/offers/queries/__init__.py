"""Statements of offers, a file for each thing."""
