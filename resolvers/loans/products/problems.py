"""The refusals of products, worded."""

from domains import loans
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(loans.LoanProductNotFound, zh="找不到该贷款产品。", en="There is no such loan product.", description="No product has that code.")
class LoanProductNotFound(Problem):
    pass


@problem(loans.LoanProductMalformed, zh="贷款产品条款不正确。", en="The product's terms are not right.", description="A part is not as a product has it.")
class LoanProductMalformed(Problem):
    what: str = field("Which part.", C1)


@problem(loans.LoanProductClosed, zh="该贷款产品暂不可申请。", en="The product is not lent now.", description="It is suspended or closed.")
class LoanProductClosed(Problem):
    state: str = field("`suspended` or `closed`.", C1)


@problem(
    loans.LoanTermsChanged,
    zh="贷款条款已更新，请重新确认。",
    en="The product's terms have changed. Please look again.",
    description="Show the version that is lent by now.",
)
class LoanTermsChanged(Problem):
    version: int = field("The version that is lent by now.", C1)


@problem(
    loans.CountNotOffered,
    zh="该产品没有这个期数。",
    en="The product has no such number of instalments.",
    description="Choose one of those that the product has.",
)
class CountNotOffered(Problem):
    counts: list[int] = field("Those that it has.", C1)
