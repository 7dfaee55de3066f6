"""The refusals of agreements, worded."""

from datetime import date

from domains import scenes
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(
    scenes.agreements.AgreementNotFound,
    zh="找不到该协议或分成方案。",
    en="There is no such agreement or split.",
    description="No agreement or split of that id; or, where it is withdrawn, another one's proposal.",
)
class AgreementNotFound(Problem):
    pass


@problem(
    scenes.agreements.AgreementExists,
    zh="该合作方或场景已有此币种的协议。",
    en="There is an agreement with this partner, or on this scene, in that currency.",
    description="A partner, or a scene, has one agreement in each currency.",
)
class AgreementExists(Problem):
    pass


@problem(
    scenes.agreements.AgreementSceneNotFound,
    zh="没有这个场景, 或该场景不属于此合作方。",
    en="There is no such scene of that partner.",
    description="No scene of that name is configured, or its manifest names another partner, or none.",
)
class AgreementSceneNotFound(Problem):
    pass


@problem(
    scenes.agreements.AgreementPartyNotFound,
    zh="分成方不是有效的合作方。",
    en="One of the parties is not a partner that the bank works with.",
    description="A party is neither the bank nor an active partner.",
)
class AgreementPartyNotFound(Problem):
    pass


@problem(
    scenes.agreements.AgreementSplitUneven,
    zh="分成方案不正确: 各方比例合计须为 10000, 现为 {sum_bps}; 每方只列一次, 金额不超出范围。",
    en="The split is not right: shares sum to 10000, these to {sum_bps}; a party is named once, and amounts are in range.",
    description="The shares do not sum to the whole, a party is named twice, there are none or more than eight, or an amount is out of bounds.",
)
class AgreementSplitUneven(Problem):
    sum_bps: int = field("What the shares sum to, in hundredths of a percent.", C1)


@problem(
    scenes.agreements.AgreementSplitEndsEarly,
    zh="方案须在生效日 {valid_from} 之后结束。",
    en="A split ends after the day it begins, {valid_from}.",
    description="It would be in force on no day.",
)
class AgreementSplitEndsEarly(Problem):
    valid_from: date = field("The day it would begin.", C1)


@problem(
    scenes.agreements.AgreementSplitNotOpen,
    zh="该方案已审定或撤回。",
    en="This split was decided on or withdrawn.",
    description="It was approved, rejected or withdrawn before.",
)
class AgreementSplitNotOpen(Problem):
    pass


@problem(
    scenes.agreements.AgreementSplitOwn,
    zh="本人提出的方案须由他人审定。",
    en="Another of the staff decides on what you proposed.",
    description="Whoever proposed a split neither approves nor rejects it. It may be withdrawn.",
)
class AgreementSplitOwn(Problem):
    pass


@problem(
    scenes.agreements.AgreementSplitInPast,
    zh="方案的生效日 {valid_from} 已过, 不能再改变过去的分成。",
    en="The split would begin on {valid_from}, which has gone by. What has gone by is never parted anew.",
    description="It would change days that have gone by.",
)
class AgreementSplitInPast(Problem):
    valid_from: date = field("The day it would begin.", C1)


@problem(
    scenes.agreements.AgreementSplitOverlaps,
    zh="另一已批准的方案在其中某些日期有效。",
    en="Another approved split is in force on some of its days.",
    description="No day has two splits.",
)
class AgreementSplitOverlaps(Problem):
    pass


@problem(
    scenes.agreements.AgreementMonthNotOver,
    zh="须按月依次结算且当月已结束, 下一个结算月为 {next_month}。",
    en="Months are settled in order, each once it is over. The next one is {next_month}.",
    description="The month is not over in Asia/Shanghai, or not the next one.",
)
class AgreementMonthNotOver(Problem):
    next_month: date = field("The first day of the month that comes next.", C1)
