"""The refusals of identities, worded."""

from enum import Enum

import strawberry

from domains import customers
from domains.kernel.data_classes import C1, C2
from resolvers.fields import computed, field
from resolvers.problems import Problem, problem


@problem(
    customers.identities.IdentityTaken,
    zh="该账号已绑定其他客户, 请联系客服。",
    en="This account is linked to another customer. Please contact us.",
    description="Another customer signs in with it. Whose it is, is not told.",
)
class IdentityTaken(Problem):
    pass


@problem(
    customers.identities.IdentityNotFound,
    zh="该绑定不存在或已解除。",
    en="There is no such link, or it has ended.",
    description="No such identity, not the viewer's, or unlinked before. The three are not told apart.",
)
class IdentityNotFound(Problem):
    pass


@problem(
    customers.identities.LastWayToSignIn,
    zh="手机号是始终保留的登录方式, 不能解绑。",
    en="The phone is the way to sign in that always remains. It cannot be unlinked.",
    description="The last way to sign in cannot be unlinked.",
)
class LastWayToSignIn(Problem):
    pass


@problem(
    customers.identities.TooManyIdentities,
    zh="最多可绑定 {count} 个账号。",
    en="At most {count} accounts can be linked.",
    description="So many identities stand already.",
)
class TooManyIdentities(Problem):
    count: int = field("How many may stand.", C1)


@problem(
    customers.identities.TicketInvalid,
    zh="操作已过期, 请重新打开小程序。",
    en="This took too long. Please open the mini-program again.",
    description="The ticket is too old, of another device, or not the house's. Sign in with the mini-program anew.",
)
class TicketInvalid(Problem):
    pass


@problem(
    customers.identities.PhoneInUse,
    zh="该手机号已注册, 请用短信验证码登录并绑定。",
    en="This phone is registered. Please sign in with a code to link it.",
    description="Somebody has that phone: go on with `signInWithTicket` and a one-time code.",
)
class PhoneInUse(Problem):
    pass


@problem(
    customers.identities.MiniProgramUnknown,
    zh="未知的小程序。",
    en="There is no such mini-program.",
    description="Not the name of one of the house's mini-programs.",
)
class MiniProgramUnknown(Problem):
    pass


@problem(
    customers.identities.MiniProgramCodeInvalid,
    zh="登录凭证无效, 请重新打开小程序。",
    en="The code is not valid. Please open the mini-program again.",
    description="The network does not know the code, it is too old, or it is of another app. Get a new one.",
)
class MiniProgramCodeInvalid(Problem):
    pass


@problem(
    customers.identities.MiniProgramCodeUsed,
    zh="登录凭证已使用, 请重新打开小程序。",
    en="The code was used before. Please open the mini-program again.",
    description="A code is good once. Get a new one.",
)
class MiniProgramCodeUsed(Problem):
    pass


@problem(
    customers.identities.MiniProgramBusy,
    zh="系统繁忙, 请在 {retry_after_seconds} 秒后重试。",
    en="The network is busy. Please try again in {retry_after_seconds} seconds.",
    description="The network is busy, or asks to be asked less often.",
)
class MiniProgramBusy(Problem):
    retry_after_seconds: int = field("When to ask again.", C1)


@problem(
    customers.identities.MiniProgramAway,
    zh="暂时无法完成小程序登录, 请稍后再试或使用短信验证码登录。",
    en="Signing in with the mini-program does not work just now. Please try again, or sign in with a code.",
    description="The network gave no answer that can be relied on. The code may be used up: get a new one.",
)
class MiniProgramAway(Problem):
    pass


@problem(
    customers.identities.UserInfoForged,
    zh="用户信息校验失败。",
    en="The user information is not what the network signed.",
    description="`rawData` is not what the network signed for this sign-in.",
)
class UserInfoForged(Problem):
    pass


@strawberry.enum(description="How somebody whom the bank does not know goes on.")
class WayOn(Enum):
    SIGN_IN_WITH_TICKET = strawberry.enum_value("sign_in_with_ticket", description="`requestCode`, then `signInWithTicket`: for customers, and for new ones.")
    SIGN_UP_WITH_MINI_PROGRAM = strawberry.enum_value("sign_up_with_mini_program", description="With the network's phone code: for new customers.")
    LINK_IDENTITY = strawberry.enum_value("link_identity", description="In a session that stands.")


@computed("How to go on with the ticket.")
def ways_on(refusal: customers.identities.MiniProgramUnlinked) -> list[WayOn]:
    return list(WayOn)


@problem(
    customers.identities.MiniProgramUnlinked,
    zh="该账号尚未绑定, 请用手机号登录或注册。",
    en="This account is not linked yet. Please sign in or sign up with your phone.",
    description="The network knows them, the bank does not. Nothing was written; the ticket says how to go on.",
)
class MiniProgramUnlinked(Problem):
    ticket: str = field("Stands for what the network said, on this device.", C2)
    expires_in_seconds: int = field("How long the ticket is good.", C1)
    ways_on = ways_on


@problem(customers.identities.MergerNotFound, zh="没有该合并申请。", en="There is no such merger.", description="No merger of that id.")
class MergerNotFound(Problem):
    pass


@problem(
    customers.identities.MergerEnded,
    zh="该合并申请不在可操作状态: {state}。",
    en="The merger is not in a state for this: {state}.",
    description="It was decided before, or, for `collectFunds`, not done yet.",
)
class MergerEnded(Problem):
    state: str = field("proposed, done or declined.", C1)


@problem(
    customers.identities.MergerUnfit,
    zh="两位客户不能合并: {reason}。",
    en="The two customers cannot be one: {reason}.",
    description="Not two customers who stand, both verified and so two persons, or proposed before.",
)
class MergerUnfit(Problem):
    reason: str = field("not_customers, same_customer, closed_before, both_verified, survivor_unverified or proposed_before.", C1)


@problem(
    customers.identities.SecondOperatorNeeded,
    zh="须由另一位工作人员审批。",
    en="Another member of staff must decide.",
    description="Whoever proposed a merger does not decide on it.",
)
class SecondOperatorNeeded(Problem):
    pass


@problem(
    customers.identities.CustomerBusy,
    zh="该客户还有未完结的事项, 请先处理。",
    en="Something of this customer is still open. It must be ended first.",
    description="It would be lost if the customer were closed.",
)
class CustomerBusy(Problem):
    open_things: list[str] = field('What is open, by kind, for example "top_up", "hold", "coupon", "partner_consent".', C1)
