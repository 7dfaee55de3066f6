"""Wealth."""
