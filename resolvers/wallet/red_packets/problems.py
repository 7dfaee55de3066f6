"""The refusals of red packets, worded."""

from domains import wallet
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.money import Money
from resolvers.problems import Problem, problem
from resolvers.scalars import Instant


@problem(
    wallet.RedPacketGroupTooLarge,
    zh="一个红包最多发给 {most_members} 人的群。",
    en="A red packet goes to a group of {most_members} at most.",
    description="The group has too many members.",
)
class RedPacketGroupTooLarge(Problem):
    most_members: int = field("The largest group.", C1)


@problem(
    wallet.RedPacketPlacesWrong,
    zh="红包个数应在 1 到 {most} 之间。",
    en="This red packet is shared by 1 to {most} people.",
    description="No places, more than a packet may have, or more than the people it is sent to.",
)
class RedPacketPlacesWrong(Problem):
    most: int = field("The most places.", C1, name="mostPlaces")


@problem(
    wallet.RedPacketTooSmall,
    zh="红包总额不能少于 {least}。",
    en="This red packet holds at least {least}.",
    description="Not everybody could get the currency's smallest unit.",
)
class RedPacketTooSmall(Problem):
    least: Money = field("The least for so many places.", C1)


@problem(
    wallet.RedPacketTooLarge,
    zh="红包总额不能超过 {most}。",
    en="This red packet holds {most} at most.",
    description="More than a packet of so many places may hold.",
)
class RedPacketTooLarge(Problem):
    most: Money = field("The most for so many places.", C1)


@problem(
    wallet.RedPacketUneven,
    zh="金额不能平均分给每个人。",
    en="The amount cannot be shared equally.",
    description="The amount of a fixed packet is not a multiple of its places.",
)
class RedPacketUneven(Problem):
    pass


@problem(
    wallet.RedPacketNotFound,
    zh="找不到这个红包。",
    en="The red packet was not found.",
    description="No such packet, a link that leads nowhere, or a packet that was sent to others.",
)
class RedPacketNotFound(Problem):
    pass


@problem(wallet.RedPacketEmpty, zh="手慢了, 红包已被抢完。", en="Every place is taken.", description="All places of the packet were grabbed before.")
class RedPacketEmpty(Problem):
    pass


@problem(
    wallet.RedPacketExpired,
    zh="红包已过期。",
    en="The red packet has expired.",
    description="Its 24 hours are over; what was not opened went back to the sender.",
)
class RedPacketExpired(Problem):
    expired_at: Instant = field("When it expired.", C1)


@problem(
    wallet.RedPacketNotGrabbed,
    zh="你还没有抢到这个红包。",
    en="You have no place in this red packet.",
    description="A packet is opened by those who have grabbed a place in it.",
)
class RedPacketNotGrabbed(Problem):
    pass
