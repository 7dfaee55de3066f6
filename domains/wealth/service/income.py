"""Pay a day's income of a money-market product: group by group, each group and how far it has come in one transaction.

Shares earn that were there when the day ended. Days follow one another without a gap, since each day earns on the last one's income; and a day begins
when the orders that it confirms are confirmed, so that a late value or a worker that died takes nobody's income."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import compress
from uuid import UUID

from domains import ledger
from domains.kernel.assets import fund_shares
from domains.kernel.commands import Command, composite_verb
from domains.kernel.ids import day_head, derived_id, ordered_ids
from domains.kernel.transactions import Tx
from domains.wealth.accounts import issued_id, shares_ids
from domains.wealth.events.products import IncomePaid
from domains.wealth.queries import navs, orders, positions, products, runs
from domains.wealth.queries.products import Fund
from domains.wealth.queries.runs import Run
from domains.wealth.rules.income import carry, earn_all
from domains.wealth.rules.orders import OrderState
from domains.wealth.service.price import sort_priced

GROUP_MOST = 10_000
LATE_MOST = 200
INCOME = "fund_income"
"""The kind of its movements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayIncomeCommand(Command):
    """The house pays the next group of a product's positions for the next day whose value is known."""

    product_id: UUID


@dataclass(frozen=True, slots=True)
class IncomeGroupPaid:
    """`day` is None when no day can be paid now."""

    day: date | None
    positions: int
    paid_minor: int


@composite_verb(IncomeGroupPaid)
async def pay_income(tx: Tx, command: PayIncomeCommand) -> IncomeGroupPaid:
    """Pay the next group, exactly once whatever happens: what it paid and how far the day has come commit together."""
    run = await _next_run(tx, command.product_id)
    if run is None:
        return IncomeGroupPaid(None, 0, 0)
    (fund,) = await products.find_products(tx, [run.product_id])
    (nav,) = (await navs.find_navs(tx, [(fund.id, run.day)])).values()
    assert nav.income_e4 is not None
    customer_ids, shares, carried = await positions.lock_earning(tx, fund.id, run.done_through, GROUP_MOST)
    total = await _pay(tx, fund, run, nav.income_e4, customer_ids, shares, carried) if customer_ids else 0
    count, is_done = len(customer_ids), len(customer_ids) < GROUP_MOST
    through = customer_ids[-1] if customer_ids else run.done_through
    await runs.save_run(tx, run._replace(done_through=through, positions=run.positions + count, paid_minor=run.paid_minor + total, is_done=is_done))
    if is_done:
        tx.publish(IncomePaid(fund.id, None, run.day, run.positions + count, run.paid_minor + total))
    return IncomeGroupPaid(run.day, count, total)


async def _pay(tx: Tx, fund: Fund, run: Run, income_e4: int, customer_ids: list[UUID], shares: list[int], carried: list[int]) -> int:
    """Post the group's income as a set, and write it to the positions. How much it is.

    Where the ledger refuses (an account that is closed), nobody else waits: what was earned is carried on."""
    later = await positions.sum_later(tx, fund.id, run.day, customer_ids[0], customer_ids[-1])
    if later:
        shares = [minor - later.get(customer_id, 0) for customer_id, minor in zip(customer_ids, shares, strict=True)]
    paid, carried = earn_all(shares, income_e4, carried)
    ids = income_ids(fund.id, run.day, customer_ids)
    refused = await _post(tx, fund, run, list(compress(customer_ids, paid)), list(compress(ids, paid)), list(filter(None, paid)))
    if refused:
        carry(paid, carried, [id_ in refused for id_ in ids])
    await positions.pay_income(tx, fund.id, run.day, customer_ids, ids, paid, carried)
    return sum(paid)


async def _post(tx: Tx, fund: Fund, run: Run, payees: list[UUID], ids: list[UUID], minors: list[int]) -> Collection[UUID]:
    """A share of 1.0000 for each unit of money: as many hundredths as minor units; a journal of one movement, with one id. Which were refused."""
    if not payees:
        return ()
    columns = (ids, ids, [issued_id(fund.code)] * len(payees), shares_ids(payees, fund.code), minors)
    set_id = derived_id(fund.id, f"{INCOME}:{run.day.isoformat()}:{run.done_through}")
    return (await ledger.post_set(tx, set_id, [ledger.PlannedLeg(INCOME, fund_shares(fund.code), *columns)])).refused


def income_ids(product_id: UUID, day: date, customer_ids: Sequence[UUID]) -> list[UUID]:
    """The ids of a day's income of positions. They begin with the day: a day's movements stand together, in the order of their customers."""
    return ordered_ids(customer_ids, f"income:{product_id}:{day.isoformat()}", day_head(day))


async def _next_run(tx: Tx, product_id: UUID) -> Run | None:
    """The day that is being paid, or the one after the last that was, if its value is known and no order waits to be confirmed by it. The first day is
    that of the first value."""
    last = await runs.lock_last_run(tx, product_id)
    if last is not None and not last.is_done:
        return last
    first = None if last is not None else await navs.find_first_day(tx, product_id)
    day = last.day + timedelta(days=1) if last is not None else first
    if day is None or (product_id, day) not in await navs.find_navs(tx, [(product_id, day)]) or await _is_early(tx, product_id, day):
        return None
    return Run(product_id, day, UUID(int=0), 0, 0, False)


async def _is_early(tx: Tx, product_id: UUID, day: date) -> bool:
    """Whether an order that the day confirms can be confirmed, and is not yet. Nobody waits for one whose account is frozen."""
    after = orders.FIRST_PLACED
    # However many wait because an account is frozen, who stands behind them is seen.
    while late := await orders.list_late(tx, product_id, day, LATE_MOST, after):
        if late[0].state is not OrderState.PRICED:
            return True
        (fund,) = await products.find_products(tx, [product_id])
        ready, ended = await sort_priced(tx, fund, late)
        if ready or ended:
            return True
        after = (late[-1].placed_at, late[-1].id)
    return False
