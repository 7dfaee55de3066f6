"""The refusals of stock, worded."""

import strawberry

from domains import mall
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(mall.OutOfStock, zh="库存不足。", en="There are not enough left.", description="Fewer units are free than were asked for.")
class OutOfStock(Problem):
    variant_id: strawberry.ID = field("Of which variant.", C1)
    free_units: int = field("How many are free.", C1)


@problem(mall.UnitsMalformed, zh="数量不正确。", en="The number of units is not right.", description="None, too many, or more than are there.")
class UnitsMalformed(Problem):
    units: int = field("What was sent.", C1)


@problem(mall.WarehouseNotFound, zh="找不到该仓库。", en="There is no such warehouse.", description="No such warehouse, or not the caller's.")
class WarehouseNotFound(Problem):
    pass
