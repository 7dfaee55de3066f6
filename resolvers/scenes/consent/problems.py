"""The refusals of consents, worded: for the customer who changes one, and for the partner who acts under one."""

from domains import scenes
from domains.kernel.data_classes import C1, C2
from resolvers.fields import field
from resolvers.money import Money
from resolvers.problems import Problem, problem
from resolvers.scalars import Instant


@problem(
    scenes.ConsentNotFound,
    zh="找不到该授权。",
    en="There is no such consent.",
    description="No such consent, or not one of the caller's. The two are not told apart.",
)
class ConsentNotFound(Problem):
    pass


@problem(scenes.ConsentRevoked, zh="客户已撤销该授权。", en="The consent was revoked.", description="The customer took the consent back.")
class ConsentRevoked(Problem):
    revoked_at: Instant = field("When.", C1)


@problem(scenes.ConsentExpired, zh="该授权已到期。", en="The consent has expired.", description="The consent was given until an instant that has come.")
class ConsentExpired(Problem):
    expired_at: Instant = field("When it ended.", C1)


@problem(
    scenes.ConsentExhausted,
    zh="该授权的次数已用完。",
    en="The consent is used up.",
    description="The consent was given for a number of times, and all of them are used.",
)
class ConsentExhausted(Problem):
    pass


@problem(
    scenes.ConsentLacksScope,
    zh="客户未授权此项: {scope}。",
    en="The customer did not consent to this: {scope}.",
    description="The consent does not cover what was asked for, or does not any more.",
)
class ConsentLacksScope(Problem):
    scope: str = field("The scope that is needed.", C1)


@problem(
    scenes.ConsentLacksAccount,
    zh="该授权不包括此账户或币种。",
    en="The consent covers no account in this currency.",
    description="Not an account that the customer chose, or not one of the customer's.",
)
class ConsentLacksAccount(Problem):
    pass


@problem(
    scenes.CapExceeded,
    zh="超出授权上限 {most}, 还可使用 {left}。",
    en="This is over the consent's cap of {most}. {left} is left.",
    description="More than a cap of the consent leaves.",
)
class CapExceeded(Problem):
    window: str = field("Which cap: payment, day or month (Asia/Shanghai).", C1)
    most: Money = field("The cap.", C2)
    left: Money = field("What may still go.", C2)


@problem(
    scenes.PaymentNotAgreed,
    zh="与客户同意的付款不一致: {what}。",
    en="This is not the payment that the customer agreed to: {what}.",
    description="The customer agreed to one payment, and this is another.",
)
class PaymentNotAgreed(Problem):
    what: str = field("What differs: amount or payee.", C1)


@problem(
    scenes.ConsentNotNarrower,
    zh="授权只能缩小, 不能扩大: {what}。",
    en="A consent can only be made narrower: {what}.",
    description="A part of the consent would become wider, or nothing would be left of it.",
)
class ConsentNotNarrower(Problem):
    what: str = field("Which part: scopes, accounts, claims, caps, uses, payment or expiry.", C1)
