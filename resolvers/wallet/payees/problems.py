"""The refusals of payees, worded."""

from domains import wallet
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(
    wallet.AliasTooLong,
    zh="备注名最多 {most_characters} 个字。",
    en="An alias has at most {most_characters} characters.",
    description="The alias is too long.",
)
class AliasTooLong(Problem):
    most_characters: int = field("The longest alias.", C1)


@problem(
    wallet.TooManyPayees,
    zh="最多保存 {most} 位收款人。",
    en="At most {most} payees can be kept.",
    description="Remove one that is needed no more.",
)
class TooManyPayees(Problem):
    pass


@problem(wallet.PayeeNotFound, zh="找不到该收款人。", en="There is no such payee.", description="The viewer keeps no such payee.")
class PayeeNotFound(Problem):
    pass
