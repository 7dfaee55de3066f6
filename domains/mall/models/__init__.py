"""The tables of the mall, a file for each thing. Money is in the ledger, and payments are the wallet's."""

from domains.mall.models import after_sale, catalogue, flash, imports, orders, parcels, promotions, search, shops, stock

__all__ = ["after_sale", "catalogue", "flash", "imports", "orders", "parcels", "promotions", "search", "shops", "stock"]
