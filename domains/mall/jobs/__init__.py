"""The steps of the mall that run later, a file for each thing. Importing this registers them."""

from domains.mall.jobs import after_sale, flash, imports, notices, orders, parcels, search

__all__ = ["after_sale", "flash", "imports", "notices", "orders", "parcels", "search"]
