"""The tables of wealth, a file for each thing. Money and shares are accounts of the ledger."""

from domains.wealth.models import orders, plans, positions, products, registers, suitability

__all__ = ["orders", "plans", "positions", "products", "registers", "suitability"]
