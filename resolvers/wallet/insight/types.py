"""A month in review, series for charts, budgets, and the statement searched."""

from datetime import date
from enum import Enum

import strawberry

from domains import ledger, wallet
from domains.kernel.assets import Asset, AssetKind, asset_of
from domains.kernel.clock import business_date, day_start
from domains.kernel.data_classes import C2
from domains.kernel.errors import AmountMalformed, InvalidInput, UnknownAsset
from domains.kernel.money import Amount, from_decimal
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.paging import Connection
from resolvers.scalars import CurrencyCode, Cursor, DecimalText, Instant
from resolvers.wallet.insight.rows import InsightRow, MonthRow
from resolvers.wallet.types import Movement

DAYS_MOST, MONTHS_MOST = 366, 60

YUAN = CurrencyCode("CNY")


@strawberry.enum(description="What money is for.")
class MovementCategory(Enum):
    TRANSFERS = strawberry.enum_value("transfers", description="To and from other customers.")
    RED_PACKETS = strawberry.enum_value("red_packets", description="Red packets.")
    SHOPPING = strawberry.enum_value("shopping", description="At merchants.")
    FOOD = strawberry.enum_value("food", description="Eating and drinking.")
    TRANSPORT = strawberry.enum_value("transport", description="Getting about.")
    HOUSING = strawberry.enum_value("housing", description="Rent, repairs, utilities.")
    HEALTH = strawberry.enum_value("health", description="Doctors and medicine.")
    EDUCATION = strawberry.enum_value("education", description="Learning.")
    TRAVEL = strawberry.enum_value("travel", description="Journeys.")
    FAMILY = strawberry.enum_value("family", description="For the family.")
    SALARY = strawberry.enum_value("salary", description="Wages.")
    INTEREST = strawberry.enum_value("interest", description="Interest.")
    REFUNDS = strawberry.enum_value("refunds", description="What came back.")
    FEES = strawberry.enum_value("fees", description="Fees.")
    OWN_MONEY = strawberry.enum_value("own_money", description="Money that only changes its place: neither income nor spending.")
    OTHER = strawberry.enum_value("other", description="Everything else.")


@strawberry.enum(description="How wide the points of a series are.")
class Step(Enum):
    DAY = strawberry.enum_value("day", description="A day in Shanghai.")
    MONTH = strawberry.enum_value("month", description="A month in Shanghai.")


@computed("The category; null in a series of all of them.", C2)
def category(row: wallet.Sums) -> MovementCategory | None:
    return None if row.category is None else MovementCategory(row.category.value)


@computed("The first day, for example 2026-11-01.")
def start(row: wallet.Sums) -> str:
    return row.start.isoformat()


@type_of(wallet.Sums, "What came in and what went out: on a day, in a month, or in a category of a month.")
class Sums:
    start = start
    category = category
    income: Money = field("What came in.", C2)
    spending: Money = field("What went out, as a positive amount.", C2)
    movements: int = field("How many movements.", C2)


@computed("The month, for example 2026-11.", name="month")
def reviewed_month(row: MonthRow) -> str:
    return f"{row.month:%Y-%m}"


@batched(list[Sums], "By category, the largest spending first.", list_size=len(wallet.Category))
async def by_category(read: Read, rows: list[MonthRow], viewers: list[Viewer]) -> list[list[wallet.Sums]]:
    return await wallet.sum_by_category(read, [row.customer_id for row in rows], rows[0].asset, rows[0].month)


@batched(Sums, "All of it.")
async def total(read: Read, rows: list[MonthRow], viewers: list[Viewer]) -> list[wallet.Sums]:
    month, asset = rows[0].month, rows[0].asset
    found = await wallet.sum_series(read, [row.customer_id for row in rows], asset, month, month, by_month=True)
    return [sums[0] for sums in found]


@type_of(MonthRow, "A month in review.")
class MonthInReview:
    month = reviewed_month
    total = total
    by_category = by_category


@computed("What it is for.", C2, name="category")
def line_category(row: wallet.Line) -> MovementCategory:
    return MovementCategory(row.category.value)


@computed("The movement.", name="id")
def line_id(row: wallet.Line) -> strawberry.ID:
    return strawberry.ID(str(row.movement_id))


@batched(Movement | None, "The movement as the statement shows it.", name="movement")
async def movement_of_line(read: Read, lines: list[wallet.Line], viewers: list[Viewer]) -> list[ledger.Entry | None]:
    return await wallet.find_movements(read, [line.movement_id for line in lines], [line.customer_id for line in lines])


@type_of(wallet.Line, "A movement with the category that its customer puts it in.")
class StatementLine:
    id = line_id
    category = line_category
    kind: str = field("Why it moved.")
    amount: Money = field("Positive for what came in.", C2)
    booked_at: Instant = field("When it was booked.")
    movement = movement_of_line


@computed("Of which category.", C2, name="category")
def budget_category(row: wallet.Budget) -> MovementCategory:
    return MovementCategory(row.category.value)


@type_of(wallet.Budget, "What the viewer means to spend in a category in a month.")
class Budget:
    category = budget_category
    most: Money = field("What was set.", C2)
    spent: Money = field("What was spent this month so far.", C2)


@strawberry.input(description="What is sought. Everything that is given must fit.")
class StatementSearchInput:
    text: str = strawberry.field(default="", description="Words of the note, 40 characters at most.")
    counterparty: str = strawberry.field(
        default="",
        description="Who is on the other side: the viewer's own name for them, their masked name or phone, or a merchant's name; 40 characters at most.",
    )
    currency: CurrencyCode = strawberry.field(default=YUAN, description="In which the amounts are.")
    least: DecimalText | None = strawberry.field(default=None, description="At least so much, in or out.")
    most: DecimalText | None = strawberry.field(default=None, description="At most so much, in or out.")
    from_day: str | None = strawberry.field(default=None, description="From this day on, for example 2026-11-01 (Shanghai).")
    to_day: str | None = strawberry.field(default=None, description="Through this day.")


@batched(MonthInReview, 'Income and spending of a month ("2026-11"; this month by default).')
async def month_in_review(
    read: Read, rows: list[InsightRow], viewers: list[Viewer], *, month: str | None = None, currency: CurrencyCode = YUAN
) -> list[MonthRow]:
    first = business_date(read.now).replace(day=1) if month is None else _day("month", f"{month}-01")
    asset = _currency(currency)
    return [MonthRow(row.customer_id, first, asset) for row in rows]


@batched(
    list[Sums],
    "Income and spending of every day (366 at most) or month (60 at most), zeros included, in one category or in all: the points of a chart.",
    list_size=60,
)
async def series(
    read: Read,
    rows: list[InsightRow],
    viewers: list[Viewer],
    *,
    from_day: str,
    to_day: str,
    by: Step = Step.DAY,
    currency: CurrencyCode = YUAN,
    category: MovementCategory | None = None,
) -> list[list[wallet.Sums]]:
    first, last, by_month = _day("fromDay", from_day), _day("toDay", to_day), by is Step.MONTH
    width = (last.year - first.year) * 12 + last.month - first.month + 1 if by_month else (last - first).days + 1
    if not 1 <= width <= (MONTHS_MOST if by_month else DAYS_MOST):
        raise InvalidInput("toDay", f"at most {DAYS_MOST} days or {MONTHS_MOST} months from fromDay")
    only = None if category is None else wallet.Category[category.name]
    return await wallet.sum_series(read, [row.customer_id for row in rows], _currency(currency), first, last, by_month=by_month, category=only)


@batched(list[Budget], "The viewer's budgets.", list_size=len(wallet.Category))
async def budgets(read: Read, rows: list[InsightRow], viewers: list[Viewer]) -> list[list[wallet.Budget]]:
    return await wallet.list_budgets(read, [row.customer_id for row in rows], business_date(read.now))


@batched(
    Connection[StatementLine],
    "The statement searched by text, counterparty, amount and day, newest first, at most 50 a page. What just moved may come a moment later.",
)
async def search(
    read: Read, rows: list[InsightRow], viewers: list[Viewer], *, where: StatementSearchInput, first: int = 20, after: Cursor | None = None
) -> list[Page[wallet.Line]]:
    return await wallet.search_lines(read, [row.customer_id for row in rows], _search(where), first, after)


@type_of(InsightRow, "Where the viewer's money comes from and goes.")
class Insight:
    month_in_review = month_in_review
    series = series
    budgets = budgets
    search = search


def _search(where: StatementSearchInput) -> wallet.Search:
    if len(where.text) > wallet.WORDS_MOST:
        raise InvalidInput("text", f"at most {wallet.WORDS_MOST} characters")
    if len(where.counterparty) > wallet.WORDS_MOST:
        raise InvalidInput("counterparty", f"at most {wallet.WORDS_MOST} characters")
    sought = wallet.Search(words=where.text, counterparty=where.counterparty)
    asset = _currency(where.currency)
    if where.least is not None:
        sought = sought._replace(least_minor=_minor("least", where.least, asset))
    if where.most is not None:
        sought = sought._replace(most_minor=_minor("most", where.most, asset))
    if where.from_day is not None:
        sought = sought._replace(since=day_start(_day("fromDay", where.from_day)))
    if where.to_day is not None:
        sought = sought._replace(before=day_start(date.fromordinal(_day("toDay", where.to_day).toordinal() + 1)))
    return sought


def _minor(argument: str, text: str, asset: Asset) -> int:
    try:
        amount: Amount = from_decimal(text, asset)
    except AmountMalformed as error:
        raise InvalidInput(argument, "a decimal amount") from error
    return amount.minor


def _currency(code: str) -> Asset:
    try:
        asset = asset_of(code)
    except UnknownAsset as error:
        raise InvalidInput("currency", "a currency of the house") from error
    if asset.kind is not AssetKind.CURRENCY:
        raise InvalidInput("currency", "a currency of the house")
    return asset


def _day(argument: str, text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(argument, "a day such as 2026-11-25, or a month such as 2026-11") from error
    if not 2000 <= day.year <= 2999:
        raise InvalidInput(argument, "a day of this millennium")
    return day
