"""A portfolio's statement: what was held when a period began, all that changed, and what was held when it ended, each at its last value until then."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from domains.kernel.assets import Asset
from domains.kernel.clock import business_date
from domains.kernel.errors import InvalidInput
from domains.kernel.money import Amount
from domains.kernel.transactions import Read
from domains.wealth.queries import navs, positions, products
from domains.wealth.queries.positions import Change
from domains.wealth.queries.products import Fund
from domains.wealth.rules.positions import ChangeKind
from domains.wealth.rules.shares import NAV_ONE_E4, worth_minor
from domains.wealth.service.portfolio import BEGINNING

PERIOD_MOST = timedelta(days=366)
LINES_MOST = 20_000


class StatementHolding(NamedTuple):
    """Shares of a product at the end of a day, and its last value until then, if there was one."""

    fund: Fund
    shares_minor: int
    nav_e4: int | None

    @property
    def worth(self) -> Amount:
        return Amount(worth_minor(self.shares_minor, NAV_ONE_E4 if self.nav_e4 is None else self.nav_e4), self.fund.asset)


class StatementLine(NamedTuple):
    """A change, and how many shares of the product there were after it."""

    change: Change
    fund: Fund
    shares_after_minor: int

    @property
    def money(self) -> Amount:
        return Amount(self.change.money_minor, self.fund.asset)

    @property
    def fee(self) -> Amount:
        return Amount(self.change.fee_minor, self.fund.asset)


class PortfolioStatement(NamedTuple):
    """`opening` is the end of the day before the first, `closing` that of the last one."""

    customer_id: UUID
    asset: Asset
    first_day: date
    last_day: date
    opening: Sequence[StatementHolding]
    lines: Sequence[StatementLine]
    closing: Sequence[StatementHolding]

    @property
    def opening_worth(self) -> Amount:
        return self._total(one.worth.minor for one in self.opening)

    @property
    def closing_worth(self) -> Amount:
        return self._total(one.worth.minor for one in self.closing)

    @property
    def paid_in(self) -> Amount:
        return self._total(-one.change.money_minor for one in self.lines if one.change.money_minor < 0)

    @property
    def paid_out(self) -> Amount:
        return self._total(one.change.money_minor for one in self.lines if one.change.money_minor > 0)

    @property
    def fees(self) -> Amount:
        return self._total(one.change.fee_minor for one in self.lines)

    @property
    def income(self) -> Amount:
        """In shares of 1.0000."""
        return self._total(one.change.shares_minor for one in self.lines if one.change.kind is ChangeKind.INCOME)

    @property
    def gain(self) -> Amount:
        """What the period brought: worth at its end, less worth at its beginning and what was paid in, plus what was paid out."""
        return self.closing_worth - self.opening_worth - self.paid_in + self.paid_out

    def _total(self, minors: object) -> Amount:
        return Amount(sum(minors), self.asset)  # type: ignore[call-overload]


async def make_statement(read: Read, customer_id: UUID, asset: Asset, first_day: date, last_day: date) -> PortfolioStatement:
    """Of one currency. Three statements. Raises InvalidInput for a period that is none, is not over, or has too much in it."""
    if not timedelta() <= last_day - first_day < PERIOD_MOST:
        raise InvalidInput("from", "a day not after `to`, within a year")
    if last_day > business_date(read.now):
        raise InvalidInput("to", "a day that has begun")
    changed = await positions.find_changes(read, [customer_id], BEGINNING, last_day)
    funds = {one.id: one for one in await products.find_products(read, {one.product_id for one in changed}) if one.asset == asset}
    series = await navs.list_navs_of(read, funds, BEGINNING, last_day)
    held: dict[UUID, int] = {}
    opening: dict[UUID, int] = {}
    lines: list[StatementLine] = []
    for one in changed:
        if one.product_id not in funds:
            continue
        held[one.product_id] = held.get(one.product_id, 0) + one.shares_minor
        if one.day < first_day:
            opening[one.product_id] = held[one.product_id]
        else:
            lines.append(StatementLine(one, funds[one.product_id], held[one.product_id]))
    if len(lines) > LINES_MOST:
        raise InvalidInput("from", f"a period with {LINES_MOST} changes at most")
    lines.sort(key=lambda line: line.change.day)
    before = first_day - timedelta(days=1)
    return PortfolioStatement(
        customer_id, asset, first_day, last_day, _holdings(funds, opening, series, before), tuple(lines), _holdings(funds, held, series, last_day)
    )


def _holdings(funds: dict[UUID, Fund], held: dict[UUID, int], series: dict[UUID, list[tuple[date, int]]], day: date) -> list[StatementHolding]:
    found = []
    for product_id, shares_minor in held.items():
        if shares_minor:
            told = [nav for on, nav in series.get(product_id, []) if on <= day]
            found.append(StatementHolding(funds[product_id], shares_minor, told[-1] if told else None))
    return sorted(found, key=lambda one: one.fund.code)
