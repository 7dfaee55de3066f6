"""The refusals of flash sales, worded."""

from domains import mall
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem
from resolvers.scalars import Instant

flash = mall.flash


@problem(flash.FlashSaleNotFound, zh="找不到该秒杀活动。", en="There is no such flash sale.", description="No such sale, or not the caller's to change.")
class FlashSaleNotFound(Problem):
    pass


@problem(flash.FlashSaleMalformed, zh="秒杀活动设置不正确。", en="The flash sale's terms are not right.", description="A part is not as a flash sale has it.")
class FlashSaleMalformed(Problem):
    what: str = field("Which part.", C1)


@problem(flash.FlashSaleNotBegun, zh="活动尚未开始。", en="The sale has not begun.", description="Its queue is not open yet.")
class FlashSaleNotBegun(Problem):
    starts_at: Instant = field("When it opens.", C1)


@problem(flash.FlashSaleOver, zh="活动已结束。", en="The sale is over.", description="Its time is over, or it was cancelled.")
class FlashSaleOver(Problem):
    state: str = field("How it stands.", C1)


@problem(flash.FlashSaleSoldOut, zh="已售罄。", en="Sold out.", description="The last unit is paid.")
class FlashSaleSoldOut(Problem):
    pass


@problem(flash.FlashPlaceHeld, zh="您已参加本次活动。", en="You are in this sale already.", description="The customer has a place in its queue, or had a turn.")
class FlashPlaceHeld(Problem):
    pass
