"""Payments that partners initiate, in the partners' language."""
