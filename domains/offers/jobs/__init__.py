"""The steps of offers that run later, a file for each thing. Importing this registers them."""

from domains.offers.jobs import coupons, visits

__all__ = ["coupons", "visits"]
