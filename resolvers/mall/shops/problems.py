"""The refusals of shops, worded."""

from domains import mall
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(mall.ShopNotFound, zh="找不到该店铺。", en="There is no such shop.", description="No such shop, or not the caller's.")
class ShopNotFound(Problem):
    pass


@problem(mall.ShopMalformed, zh="店铺资料不正确。", en="The shop's details are not right.", description="A part is not as a shop has it.")
class ShopMalformed(Problem):
    what: str = field("Which part.", C1)


@problem(
    mall.ShopClosed, zh="店铺当前状态不允许此操作。", en="The shop does not stand so that this can be done.", description="It is not open, or open already."
)
class ShopClosed(Problem):
    state: str = field("How it stands.", C1)
