"""The tables of offers, a file for each thing. Budgets are accounts of the ledger."""

from domains.offers.models import codes, products

__all__ = ["codes", "products"]
