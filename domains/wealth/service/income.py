"""Pay a day's income of a money-market product: group by group, each group and how far it has come in one transaction.

Shares earn that were there when the day ended. Days follow one another without a gap, since each day earns on the last one's income; and a day begins
when the orders that it confirms are confirmed, so that a late value or a worker that died takes nobody's income."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from domains import ledger
from domains.kernel.assets import fund_shares
from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wealth.accounts import issued_id, shares_id
from domains.wealth.events.products import IncomePaid
from domains.wealth.queries import navs, orders, positions, products, runs
from domains.wealth.queries.positions import Change, Position
from domains.wealth.queries.products import Fund
from domains.wealth.queries.runs import Run
from domains.wealth.rules.income import earn
from domains.wealth.rules.orders import OrderState
from domains.wealth.rules.positions import ChangeKind
from domains.wealth.service.price import sort_priced

GROUP_MOST = 1_000
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
    group = await positions.lock_earning(tx, fund.id, run.done_through, GROUP_MOST)
    later = await positions.sum_later(tx, fund.id, run.day, [one.customer_id for one in group]) if group else {}
    assert nav.income_e4 is not None
    paid = [_earned(one, later.get(one.customer_id, 0), nav.income_e4) for one in group]
    changed = [(one, minor) for one, minor in paid if minor]
    await _post(tx, [_journal(fund, run.day, one.customer_id, minor) for one, minor in changed])
    positions.write_positions(tx, [one for one, _ in paid])
    positions.write_changes(tx, [_change(run.day, one, minor) for one, minor in changed])
    total = sum(minor for _, minor in changed)
    is_done = len(group) < GROUP_MOST
    through = group[-1].customer_id if group else run.done_through
    await runs.save_run(tx, run._replace(done_through=through, positions=run.positions + len(group), paid_minor=run.paid_minor + total, is_done=is_done))
    if is_done:
        tx.publish(IncomePaid(fund.id, None, run.day, run.positions + len(group), run.paid_minor + total))
    return IncomeGroupPaid(run.day, len(group), total)


async def _post(tx: Tx, journals: list[tuple[UUID, list[ledger.Planned]]]) -> None:
    refused = [verdict for verdict in await ledger.post(tx, journals) if isinstance(verdict, Refusal)] if journals else []
    if refused:
        raise RuntimeError(f"income was refused by the ledger: {refused[0]}")


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
    late = await orders.list_late(tx, product_id, day, LATE_MOST)
    if not late or late[0].state is not OrderState.PRICED:
        return bool(late)
    (fund,) = await products.find_products(tx, [product_id])
    ready, ended = await sort_priced(tx, fund, late)
    return bool(ready or ended)


def _earned(held: Position, later_minor: int, income_e4: int) -> tuple[Position, int]:
    """The position with the day's income, and how much of it is paid."""
    income = earn(held.shares_minor - later_minor, income_e4, held.carried_e8)
    paid = income.paid_minor
    return held._replace(shares_minor=held.shares_minor + paid, income_minor=held.income_minor + paid, carried_e8=income.carried_e8), paid


def _journal(fund: Fund, day: date, customer_id: UUID, minor: int) -> tuple[UUID, list[ledger.Planned]]:
    """A share of 1.0000 for each unit of money: as many hundredths as minor units."""
    id_ = income_id(fund.id, day, customer_id)
    accounts = (issued_id(fund.code), shares_id(customer_id, fund.code))
    return id_, [ledger.PlannedMovement(derived_id(id_, "pay"), INCOME, *accounts, Amount(minor, fund_shares(fund.code)))]


def income_id(product_id: UUID, day: date, customer_id: UUID) -> UUID:
    """The id of a day's income of one position."""
    return derived_id(customer_id, f"income:{product_id}:{day.isoformat()}")


def _change(day: date, held: Position, minor: int) -> Change:
    return Change(held.customer_id, held.product_id, day, income_id(held.product_id, day, held.customer_id), ChangeKind.INCOME, minor, 0, 0, 0)
