"""The refusals of pick-ups, keys and booked times, worded."""

from domains import mall
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem
from resolvers.scalars import Instant


@problem(mall.fulfilment.PickUpCodeUnknown, zh="取货码无效。", en="There is nothing to pick up under that code.", description="Nothing waits under it.")
class PickUpCodeUnknown(Problem):
    pass


@problem(mall.fulfilment.PickUpCodeRedeemed, zh="取货码已使用。", en="The code was used already.", description="Somebody was handed it over.")
class PickUpCodeRedeemed(Problem):
    at: Instant = field("When.", C1)


@problem(mall.fulfilment.KeysMalformed, zh="卡密不正确。", en="The keys are not right.", description="One of them is empty, too long, comes twice or is known.")
class KeysMalformed(Problem):
    what: str = field("What is wrong: `count`, `text`, `twice` or `known`.", C1)
    number: int = field("Which one, from 1 on; 0 where it is about all.", C1)


@problem(
    mall.fulfilment.KeyShownAlready,
    zh="卡密已查看，不支持退款。",
    en="The key was shown, and is not taken back.",
    description="It is final once shown.",
)
class KeyShownAlready(Problem):
    line: int = field("Which line.", C1)


@problem(mall.fulfilment.ServiceSlotNotFound, zh="找不到该时段。", en="There is no such time.", description="Not of what was bought, or it is over.")
class ServiceSlotNotFound(Problem):
    pass


@problem(mall.fulfilment.ServiceSlotTaken, zh="该时段已约满。", en="There are not enough places left at that time.", description="Fewer places are free.")
class ServiceSlotTaken(Problem):
    free_units: int = field("How many are free.", C1)


@problem(mall.fulfilment.ServiceSlotMalformed, zh="时段设置不正确。", en="The times are not right.", description="A part is not as a time to be booked has it.")
class ServiceSlotMalformed(Problem):
    what: str = field("Which part.", C1)


@problem(mall.fulfilment.BookingTooLate, zh="已超过可取消时间。", en="It is too late to cancel.", description="It could be cancelled until some hours before.")
class BookingTooLate(Problem):
    until: Instant = field("Until when it could be.", C1)
