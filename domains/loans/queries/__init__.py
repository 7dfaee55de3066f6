"""Statements on the tables of loans, a file for each noun."""
