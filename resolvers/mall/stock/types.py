"""Warehouses and what is on their shelves, as those who act for a shop see them."""

import strawberry

from domains import mall
from resolvers.fields import field, type_of


@type_of(mall.Warehouse, "Where a shop's goods lie.")
class Warehouse:
    id: strawberry.ID = field("The warehouse.")
    name: str = field("Its name.")
    position: int = field("The lowest gives first.")


@type_of(mall.StockCounted, "What is on a shelf now.")
class StockCounted:
    variant_id: strawberry.ID = field("The variant.")
    warehouse_id: strawberry.ID = field("The warehouse.")
    on_hand_units: int = field("How many units are there.")
    reserved_units: int = field("How many of them are promised.")
