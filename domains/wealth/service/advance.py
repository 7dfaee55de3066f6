"""Move orders on: accepted at the cut-off, priced when their day's value is known, confirmed and settled on their days.

Each call takes a group of one product and each order one step at most; a step is taken once, whoever calls how often."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domains.kernel.clock import business_date
from domains.kernel.commands import Command, composite_verb
from domains.kernel.transactions import Tx
from domains.wealth.queries import navs, orders, products
from domains.wealth.rules.orders import OrderState
from domains.wealth.service.confirm import confirm, settle
from domains.wealth.service.price import price_all, reject, sort_priced

GROUP_MOST = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceOrdersCommand(Command):
    """The house moves on what is due of a product; of that trade date what is to be priced."""

    product_id: UUID
    trade_date: date


@dataclass(frozen=True, slots=True)
class OrdersAdvanced:
    """How many orders took each step."""

    accepted: int
    priced: int
    confirmed: int
    settled: int
    rejected: int = 0

    @property
    def total(self) -> int:
        return self.accepted + self.priced + self.confirmed + self.settled + self.rejected


@composite_verb(OrdersAdvanced)
async def advance_orders(tx: Tx, command: AdvanceOrdersCommand) -> OrdersAdvanced:
    """One kind of step at a time, the last ones first, so that the earlier of two orders is always the further one, and that no call waits for positions
    while it holds accounts of the ledger. The product is held, so that no value is corrected between the look and the
    confirmation. Nothing advanced: nothing is due."""
    fund = await products.lock_product(tx, command.product_id)
    assert fund is not None
    today = business_date(tx.now)
    if due := await orders.lock_confirmed(tx, fund.id, today, GROUP_MOST):
        return OrdersAdvanced(0, 0, 0, await settle(tx, fund, due))
    after = orders.FIRST_PLACED
    # However many orders wait because an account is frozen, those behind them do not.
    while due := await orders.lock_priced(tx, fund.id, today, GROUP_MOST, after, fund.terms.registrar):
        ready, ended = await sort_priced(tx, fund, due)
        if ready or ended:
            await reject(tx, ended)
            return OrdersAdvanced(0, 0, await confirm(tx, fund, ready), 0, len(ended))
        after = (due[-1].placed_at, due[-1].id)
    nav = (await navs.find_navs(tx, [(fund.id, command.trade_date)])).get((fund.id, command.trade_date))
    if nav is not None and (due := await orders.lock_accepted(tx, fund.id, command.trade_date, GROUP_MOST)):
        priced, ended = await price_all(tx, fund, due, [nav])
        orders.write_steps(tx, priced)
        await reject(tx, ended)
        return OrdersAdvanced(0, len(priced), 0, 0, len(ended))
    past = await orders.lock_past_cut_off(tx, fund.id, GROUP_MOST)
    orders.write_steps(tx, [one._replace(state=OrderState.ACCEPTED) for one in past])
    return OrdersAdvanced(len(past), 0, 0, 0)
