"""The refusals of products, worded."""

from domains import offers
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(
    offers.ProductNameMalformed,
    zh="名称须为 1 至 {most_characters} 个可显示的字符。",
    en="A name has 1 to {most_characters} printable characters.",
    description="A name is empty, too long, or has characters that are not printed.",
)
class ProductNameMalformed(Problem):
    most_characters: int = field("The longest name.", C1)


@problem(offers.ProductNotFound, zh="找不到该产品。", en="There is no such product.", description="There is no such product.")
class ProductNotFound(Problem):
    pass


@problem(offers.ProductRetiredAlready, zh="该产品已下架。", en="The product was retired before.", description="The product was retired before.")
class ProductRetiredAlready(Problem):
    pass


@problem(
    offers.SuccessorNotFound,
    zh="接替的产品不存在或不可用。",
    en="The product that is to follow cannot be had.",
    description="What is to follow the product is no live product, or is the product itself.",
)
class SuccessorNotFound(Problem):
    pass
