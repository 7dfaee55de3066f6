"""The refusals of products and their values, worded."""

from datetime import date

from domains import wealth
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(
    wealth.CalendarMissing,
    zh="{year} 年交易日历尚未公布，请稍后再试。",
    en="The trading days of {year} have not been published yet. Please try again later.",
    description="The order's days would fall into a year whose trading days are not published.",
)
class CalendarMissing(Problem):
    year: int = field("Which year.", C1)


@problem(wealth.CalendarMalformed, zh="休市日不正确。", en="The closed days are not right.", description="None, one twice, or one of another year.")
class CalendarMalformed(Problem):
    year: int = field("Which year.", C1)
    day: date | None = field("The day that is of another year.", C1)


@problem(wealth.FundNotFound, zh="找不到该产品。", en="There is no such product.", description="No such product, or none for this.")
class FundNotFound(Problem):
    pass


@problem(wealth.FundMalformed, zh="产品条款不正确。", en="The product's terms are not right.", description="A part is not as a product has it.")
class FundMalformed(Problem):
    what: str = field("Which part.", C1)


@problem(wealth.FundClosed, zh="该产品暂不可申购。", en="The product cannot be ordered.", description="It is suspended or closed.")
class FundClosed(Problem):
    state: str = field("`suspended` or `closed`.", C1)


@problem(wealth.NavMalformed, zh="净值不正确。", en="The value is not right.", description="Nothing or less, or an income where none is paid.")
class NavMalformed(Problem):
    what: str = field("Which part.", C1)


@problem(
    wealth.NavJumped,
    zh="净值变动过大，等待复核。",
    en="The value is far from the last one; an operator has to confirm it.",
    description="It is kept, and nothing is priced at it until it is confirmed.",
)
class NavJumped(Problem):
    change_ppm: int = field("The change, in millionths of the last value.", C1)
