"""The desk of wealth's operators."""

from datetime import date

import strawberry

from domains import wealth
from domains.kernel.data_classes import C2
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.paging import Connection
from resolvers.scalars import Cursor, DecimalText, Instant
from resolvers.wealth.desk.rows import DeskRow
from resolvers.wealth.orders.types import FundOrderState, shares_text
from resolvers.wealth.products.types import Fund, FundState
from resolvers.wealth.rates import value_text

LISTED = 200


@computed("The value that was told.", name="value")
def value_of_waiting(row: wealth.desk.WaitingValue) -> DecimalText:
    return value_text(row.nav_e4)


@computed("The value that stands before it; null where none does.", name="last")
def last_of_waiting(row: wealth.desk.WaitingValue) -> DecimalText | None:
    return None if row.last_e4 is None else value_text(row.last_e4)


@type_of(wealth.desk.WaitingValue, "A value that is too far from the last one: an operator confirms it, or a corrected one comes.")
class WaitingFundValue:
    code: str = field("The product's code.")
    day: date = field("The business day.")
    value = value_of_waiting
    last = last_of_waiting
    revision: int = field("0 for the first value of that day; more for a correction.")


@type_of(wealth.desk.MissingValue, "A product without a value of a day.")
class MissingFundValue:
    code: str = field("The product's code.")
    name_zh: str = field("Its Chinese name.")
    name_en: str = field("Its English name.")
    orders: int = field("How many orders wait for the value.")


@computed("Where they stand.", name="state")
def state_of_open(row: wealth.desk.OpenOrders) -> FundOrderState:
    return FundOrderState(row.state.value)


@type_of(wealth.desk.OpenOrders, "Orders of a product and trade date that are under way.")
class OpenFundOrders:
    code: str = field("The product's code.")
    trade_date: date = field("The day at whose value they are priced.")
    state = state_of_open
    orders: int = field("How many.")
    confirm_on: date = field("When the first of them is to be confirmed.")


@type_of(wealth.desk.DayRun, "A day's income of a money-market product, as far as the daily run has come.")
class FundDayRun:
    code: str = field("The product's code.")
    day: date = field("The day.")
    positions: int = field("How many positions have theirs.")
    paid: Money = field("What they got.", C2)
    is_done: bool = field("Whether all have.")


@computed("Shares that came, or with a minus went.", C2, name="shares")
def shares_of_corrections(row: wealth.desk.DayCorrections) -> DecimalText:
    text = shares_text(abs(row.shares_minor))
    return DecimalText(f"-{text}") if row.shares_minor < 0 else text  # type: ignore[return-value]


@type_of(wealth.desk.DayCorrections, "What corrections of a product booked on a day.")
class FundDayCorrections:
    code: str = field("The product's code.")
    day: date = field("The day on which they were booked.")
    positions: int = field("How many bookings.")
    shares = shares_of_corrections
    money: Money = field("Money that customers got, or with a minus gave back.", C2)


def income_text(income_e4: int) -> DecimalText:
    """Money per 10,000 shares, which may be below nothing."""
    return DecimalText(f"{'-' if income_e4 < 0 else ''}{value_text(abs(income_e4))}")


@computed("Money per 10,000 shares as it was told first.", name="was")
def was_of_replay(row: wealth.desk.IncomeReplay) -> DecimalText:
    return income_text(row.was_e4)


@computed("As it is told now.", name="income")
def income_of_replay(row: wealth.desk.IncomeReplay) -> DecimalText:
    return income_text(row.income_e4)


@type_of(wealth.desk.IncomeReplay, "A day's income that was told anew after customers had theirs.")
class FundIncomeReplay:
    code: str = field("The product's code.")
    day: date = field("The day.")
    revision: int = field("Which correction of that day.")
    was = was_of_replay
    income = income_of_replay
    positions: int = field("How many positions have the difference.")
    paid: Money = field("What they got in shares, or with a minus gave back.", C2)
    is_done: bool = field("Whether all have.")


@computed("The value that it was booked at.", name="value")
def value_of_unbooked(row: wealth.desk.UnbookedCorrection) -> DecimalText:
    return value_text(row.nav_e4)


@computed("The value that its day was corrected to.", name="corrected")
def corrected_of_unbooked(row: wealth.desk.UnbookedCorrection) -> DecimalText:
    return value_text(row.corrected_e4)


@type_of(wealth.desk.UnbookedCorrection, "An order whose correction could not be booked: what it brought too much is no longer there.")
class UnbookedFundCorrection:
    customer_id: strawberry.ID = field("The customer.")
    order_id: strawberry.ID = field("The order.")
    code: str = field("The product's code.")
    trade_date: date = field("Its day.")
    value = value_of_unbooked
    corrected = corrected_of_unbooked


@type_of(wealth.registers.BrokenLine, "A line of a file that could not be taken.")
class BrokenFundLine:
    number: int = field("Its number in the file, from 1.")
    why: str = field("What is wrong with it.")


@computed("`values`, `applications` or `confirmations`.", name="kind")
def kind_of_file(row: wealth.registers.OutsideFile) -> str:
    return row.kind.value


@type_of(wealth.registers.OutsideFile, "A file of a feed or registrar, as it was read or sent last.")
class FundFile:
    source: str = field("Whose file.")
    kind = kind_of_file
    day: date = field("The day that it tells of.")
    readings: int = field("How often it was another one than before.")
    lines: int = field("How many lines were taken, or orders told.")
    broken: int = field("How many lines were not.")
    broken_lines: list[BrokenFundLine] = field("The first hundred of those.", list_size=5)
    last_at: Instant = field("When it was read or sent last.")


@batched(Connection[Fund], "Every product that stands so, newest first.", name="products")
async def products_of_desk(
    read: Read, rows: list[DeskRow], viewers: list[Viewer], *, state: FundState, first: int = 20, after: Cursor | None = None
) -> list[Page[wealth.Fund]]:
    page = await wealth.list_products(read, [wealth.ProductState[state.name]], None, first, after)
    return [page for _ in rows]


@batched(list[WaitingFundValue], "Values that wait for an operator, newest day first.", list_size=LISTED)
async def waiting_values(read: Read, rows: list[DeskRow], viewers: list[Viewer]) -> list[list[wealth.desk.WaitingValue]]:
    found = list(await wealth.desk.list_waiting_values(read))
    return [found for _ in rows]


@batched(list[MissingFundValue], "Products without a value of that day, those with most orders first.", list_size=LISTED)
async def missing_values(read: Read, rows: list[DeskRow], viewers: list[Viewer], *, day: date) -> list[list[wealth.desk.MissingValue]]:
    found = list(await wealth.desk.list_missing_values(read, day))
    return [found for _ in rows]


@batched(list[OpenFundOrders], "Orders under way, the oldest trade dates first.", list_size=LISTED)
async def open_orders(read: Read, rows: list[DeskRow], viewers: list[Viewer]) -> list[list[wealth.desk.OpenOrders]]:
    found = list(await wealth.desk.sum_open_orders(read))
    return [found for _ in rows]


@batched(list[FundDayRun], "The daily run's report of a period of 31 days at most, newest first.", list_size=LISTED)
async def runs(read: Read, rows: list[DeskRow], viewers: list[Viewer], *, first_day: date, last_day: date) -> list[list[wealth.desk.DayRun]]:
    found = list(await wealth.desk.list_day_runs(read, first_day, last_day))
    return [found for _ in rows]


@batched(list[FundDayCorrections], "What corrections booked in a period of 31 days at most, newest first.", list_size=LISTED)
async def corrections(read: Read, rows: list[DeskRow], viewers: list[Viewer], *, first_day: date, last_day: date) -> list[list[wealth.desk.DayCorrections]]:
    found = list(await wealth.desk.sum_corrections(read, first_day, last_day))
    return [found for _ in rows]


@batched(list[FundIncomeReplay], "Incomes that were told anew in a period of 31 days at most, newest first.", list_size=LISTED)
async def income_replays(read: Read, rows: list[DeskRow], viewers: list[Viewer], *, first_day: date, last_day: date) -> list[list[wealth.desk.IncomeReplay]]:
    found = list(await wealth.desk.list_income_replays(read, first_day, last_day))
    return [found for _ in rows]


@batched(list[UnbookedFundCorrection], "Corrections of orders of a period of 31 trade dates at most that could not be booked.", list_size=LISTED)
async def unbooked(read: Read, rows: list[DeskRow], viewers: list[Viewer], *, first_day: date, last_day: date) -> list[list[wealth.desk.UnbookedCorrection]]:
    found = list(await wealth.desk.list_unbooked(read, first_day, last_day))
    return [found for _ in rows]


@batched(list[FundFile], "Files of a period of 31 days at most, newest first.", list_size=LISTED)
async def files(read: Read, rows: list[DeskRow], viewers: list[Viewer], *, first_day: date, last_day: date) -> list[list[wealth.registers.OutsideFile]]:
    found = list(await wealth.registers.list_files(read, first_day, last_day))
    return [found for _ in rows]


@type_of(DeskRow, "What operators of wealth look at.")
class WealthDesk:
    products = products_of_desk
    waiting_values = waiting_values
    missing_values = missing_values
    open_orders = open_orders
    runs = runs
    corrections = corrections
    income_replays = income_replays
    unbooked = unbooked
    files = files
