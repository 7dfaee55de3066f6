"""The refusals of the catalogue, worded."""

import strawberry

from domains import mall
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(mall.CategoryMalformed, zh="类目不正确。", en="The category is not right.", description="Its path or a name is not as a category has it.")
class CategoryMalformed(Problem):
    code: str = field("Its path.", C1)


@problem(mall.GoodsNotFound, zh="找不到该商品。", en="There is no such product.", description="No such product, or not the caller's.")
class GoodsNotFound(Problem):
    pass


@problem(mall.GoodsMalformed, zh="商品资料不正确。", en="The product's details are not right.", description="A part is not as a product has it.")
class GoodsMalformed(Problem):
    what: str = field("Which part.", C1)


@problem(
    mall.GoodsChanged,
    zh="商品已被他人修改，请刷新后重试。",
    en="Somebody changed the product. Please look at it again.",
    description="The product is no longer at the version that was changed.",
)
class GoodsChanged(Problem):
    version: int = field("The version that stands.", C1)


@problem(mall.VariantUnavailable, zh="商品已下架。", en="This is not sold now.", description="Not published, withdrawn, or of a shop that is not open.")
class VariantUnavailable(Problem):
    variant_id: strawberry.ID = field("Which one.", C1)
