"""The refusals of purchases and their instalments, worded."""

from domains import scenes
from domains.kernel.data_classes import C1, C2
from resolvers.fields import field
from resolvers.money import Money
from resolvers.problems import Problem, problem


@problem(scenes.shops.PurchaseNotFound, zh="找不到该订单。", en="There is no such purchase.", description="No purchase of that id, or it is somebody else's.")
class PurchaseNotFound(Problem):
    pass


@problem(
    scenes.shops.PurchaseNotOpen,
    zh="该订单已支付、正在支付、已退款或已撤销。",
    en="The purchase is paid, being paid, given back, or withdrawn.",
    description="It cannot be paid as it stands.",
)
class PurchaseNotOpen(Problem):
    state: str = field("Where it stands.", C1)


@problem(
    scenes.shops.PurchaseChanged,
    zh="应付金额已变为 {amount}, 请确认后再支付。",
    en="It comes to {amount} now. Please confirm that amount.",
    description="It comes to another amount than the customer confirmed.",
)
class PurchaseChanged(Problem):
    amount: Money = field("What it comes to now.", C2)


@problem(
    scenes.shops.PurchaseNotPaid,
    zh="该订单没有可退的款项。",
    en="Nothing of this purchase can be given back.",
    description="Nothing was paid, or all came back, or is on its way back.",
)
class PurchaseNotPaid(Problem):
    state: str = field("Where it stands.", C1)


@problem(
    scenes.shops.PurchasePartBusy,
    zh="一期款项正在扣款, 请稍后再试。",
    en="A part is being collected just now. Please try again later.",
    description="A part of it is being collected just now.",
)
class PurchasePartBusy(Problem):
    pass


@problem(
    scenes.shops.InstalmentOfferNotFound,
    zh="该订单没有此分期方案。",
    en="The shop does not offer these instalments.",
    description="The shop offers no such instalments for it.",
)
class InstalmentOfferNotFound(Problem):
    pass


@problem(
    scenes.shops.InstalmentNotDue,
    zh="这一期不能支付。",
    en="This part cannot be paid.",
    description="It is paid, being collected, will not be collected, or is somebody else's.",
)
class InstalmentNotDue(Problem):
    pass


@problem(
    scenes.SceneRefundTooLarge,
    zh="最多可退 {left}。",
    en="{left} can be given back at most.",
    description="More than is left of what was paid.",
)
class SceneRefundTooLarge(Problem):
    left: Money = field("What is left.", C2)
