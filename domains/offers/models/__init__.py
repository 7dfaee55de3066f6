"""The tables of offers, a file for each thing. Budgets are accounts of the ledger."""

from domains.offers.models import branches, campaigns, codes, contacts, games, products, referral, visits

__all__ = ["branches", "campaigns", "codes", "contacts", "games", "products", "referral", "visits"]
