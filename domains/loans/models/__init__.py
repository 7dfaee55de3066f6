"""The tables of loans, a file for each thing. Money is accounts of the ledger."""

from domains.loans.models import applications, collections, days, lines, loans, products

__all__ = ["applications", "collections", "days", "lines", "loans", "products"]
