"""Merchants' pay-outs, and closing merchants, in the schema's language."""
