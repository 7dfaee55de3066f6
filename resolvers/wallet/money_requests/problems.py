"""The refusals of requests for money and of split bills, worded."""

from domains import wallet
from domains.kernel.data_classes import C1, C2
from resolvers.fields import field
from resolvers.money import Money
from resolvers.problems import Problem, problem
from resolvers.scalars import Instant


@problem(
    wallet.MoneyRequestNotFound,
    zh="找不到这笔收款请求。",
    en="The request was not found.",
    description="No such request, or not one that the viewer may act on.",
)
class MoneyRequestNotFound(Problem):
    pass


@problem(
    wallet.MoneyRequestEnded,
    zh="这笔收款请求已结束。",
    en="The request has ended.",
    description="It was paid, declined or called off, or has expired.",
)
class MoneyRequestEnded(Problem):
    state: str = field('How it ended, for example "declined".', C1)


@problem(
    wallet.ReminderTooSoon, zh="刚刚提醒过, 请稍后再试。", en="You reminded them not long ago.", description="A payer is reminded every twelve hours at most."
)
class ReminderTooSoon(Problem):
    next_at: Instant = field("When the next reminder may be sent.", C1)


@problem(
    wallet.SplitPartiesWrong,
    zh="请选择要分摊的人, 最多 {most_parties} 人。",
    en="Choose who shares the bill: {most_parties} people at most.",
    description="Nobody beside the maker, too many, somebody twice, somebody unknown, or amounts and items that do not fit the people.",
)
class SplitPartiesWrong(Problem):
    most_parties: int = field("The most people.", C1)


@problem(
    wallet.SplitUnbalanced,
    zh="各项合计 {parts} 与总额 {total} 不符。",
    en="The parts make {parts}, not {total}.",
    description="The amounts or items do not make up the total.",
)
class SplitUnbalanced(Problem):
    total: Money = field("What the bill says.", C2)
    parts: Money = field("What the parts make.", C2)


@problem(wallet.SplitShareEmpty, zh="有人没有需要支付的金额。", en="Somebody would have nothing to pay.", description="Everybody who is asked pays something.")
class SplitShareEmpty(Problem):
    pass


@problem(wallet.SplitNotFound, zh="找不到这笔账单。", en="The bill was not found.", description="No such bill, or not one that the viewer made.")
class SplitNotFound(Problem):
    pass


@problem(wallet.SplitEnded, zh="这笔账单已没有待付的部分。", en="Nothing of the bill is open.", description="Every share was paid, declined or has expired.")
class SplitEnded(Problem):
    state: str = field('How the bill stands: "settled" or "closed".', C1)
