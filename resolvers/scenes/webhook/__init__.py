"""Webhooks in the partners' language."""
