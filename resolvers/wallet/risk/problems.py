"""What the risk rules refuse or hold back, and what is refused to staff, worded."""

from domains import wallet
from domains.kernel.data_classes import C1
from resolvers.customers.problems import FreshSignInNeeded
from resolvers.fields import field
from resolvers.problems import Problem, problem
from resolvers.scalars import Instant
from resolvers.wallet.problems import PinProblem


@problem(
    wallet.HeldForReview,
    zh="为保护资金安全, 这笔交易正在审核, 款项已暂时冻结; 24 小时内未通过将自动退回。",
    en="To keep your money safe this is being reviewed. The money is set aside, and free again after 24 hours at the latest.",
    description="The money is set aside until the bank's staff have looked at it: see `heldTransfer`. It is not to be sent again.",
)
class HeldForReview(Problem):
    transfer_id: str = field("The id that the app made for it.", C1)
    until: Instant = field("When the money is free again if nobody has decided.", C1)


@problem(
    wallet.RefusedForSafety,
    zh="为保护资金安全, 这笔交易未能完成, 如有疑问请联系客服。",
    en="To keep your money safe this was not done. Please contact us if you have questions.",
    description="The risk rules refuse it.",
)
class RefusedForSafety(Problem):
    pass


@problem(
    wallet.RiskRulesMalformed,
    zh="规则 {rule} 有误: {reason}。",
    en="The rule {rule} is not right: {reason}.",
    description="The rule set says nothing, says something twice, or something out of range.",
)
class RiskRulesMalformed(Problem):
    rule: str = field("Which rule.", C1)
    reason: str = field("What of it.", C1)


@problem(
    wallet.RiskRulesOutdated,
    zh="规则已被更新为版本 {version}, 请重新查看。",
    en="Version {version} was published meanwhile. Please look again.",
    description="`replaces` is not the version that stands.",
)
class RiskRulesOutdated(Problem):
    version: int = field("What stands now.", C1)


@problem(wallet.ReviewNotFound, zh="找不到待审核的交易。", en="There is nothing like that in review.", description="Nothing of that id was held for review.")
class ReviewNotFound(Problem):
    pass


@problem(
    wallet.ReviewEnded,
    zh="该交易的审核已结束: {state}。",
    en="The review has ended: {state}.",
    description="It was released or refused before, or its time is over.",
)
class ReviewEnded(Problem):
    state: str = field("How: released, refused or expired.", C1)


SafetyProblem = PinProblem | FreshSignInNeeded | RefusedForSafety
"""What the risk rules ask for, or refuse with."""
