"""The tables of offers, a file for each thing. Budgets are accounts of the ledger."""

from domains.offers.models import campaigns, codes, products

__all__ = ["campaigns", "codes", "products"]
