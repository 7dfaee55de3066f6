"""Offers: what can be offered, the codes that lead to it, campaigns and coupons, referral, and branches.

Higher domains register what they sell by kind (`register_products`) within the verb that makes it, and call the coupons at their tills."""

from domains.offers.errors.products import ProductNameMalformed, ProductNotFound, ProductRetiredAlready, SuccessorNotFound
from domains.offers.queries.products import NewProduct, Product, find_products, find_standing
from domains.offers.rules.products import Kind
from domains.offers.service.products import RegisterProductCommand, RetireProductCommand, register_product, register_products, retire_product

__all__ = [
    "Kind",
    "NewProduct",
    "Product",
    "ProductNameMalformed",
    "ProductNotFound",
    "ProductRetiredAlready",
    "RegisterProductCommand",
    "RetireProductCommand",
    "SuccessorNotFound",
    "find_products",
    "find_standing",
    "register_product",
    "register_products",
    "retire_product",
]
