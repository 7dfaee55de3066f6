"""Move orders on: accepted at the cut-off, priced when their day's value is known, confirmed and settled on their days.

Each call takes a group of one product and each order one step at most; a step is taken once, whoever calls how often."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domains.kernel.clock import business_date
from domains.kernel.commands import Command, composite_verb
from domains.kernel.transactions import Tx
from domains.wealth.events.orders import FundOrderChanged
from domains.wealth.queries import navs, orders, products
from domains.wealth.queries.navs import Nav
from domains.wealth.queries.orders import FundOrder
from domains.wealth.rules.orders import OrderSide, OrderState
from domains.wealth.rules.products import FundTerms
from domains.wealth.rules.shares import PPM, issue, worth_minor
from domains.wealth.service.confirm import confirm, settle

GROUP_MOST = 200


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

    @property
    def total(self) -> int:
        return self.accepted + self.priced + self.confirmed + self.settled


@composite_verb(OrdersAdvanced)
async def advance_orders(tx: Tx, command: AdvanceOrdersCommand) -> OrdersAdvanced:
    """The last steps first, so that the earlier of two orders is always the further one. Nothing advanced: nothing is due."""
    (fund,) = await products.find_products(tx, [command.product_id])
    today = business_date(tx.now)
    settled = await settle(tx, fund, await orders.lock_confirmed(tx, fund.id, today, GROUP_MOST))
    confirmed = await confirm(tx, fund, await orders.lock_priced(tx, fund.id, today, GROUP_MOST))
    nav = (await navs.find_navs(tx, [(fund.id, command.trade_date)])).get((fund.id, command.trade_date))
    priced = 0 if nav is None else await _price(tx, nav, await orders.lock_accepted(tx, fund.id, command.trade_date, GROUP_MOST))
    past = await orders.lock_past_cut_off(tx, fund.id, GROUP_MOST)
    tell_steps(tx, [one._replace(state=OrderState.ACCEPTED) for one in past])
    return OrdersAdvanced(len(past), priced, confirmed, settled)


def tell_steps(tx: Tx, stepped: Sequence[FundOrder]) -> None:
    """Write how orders stand now, and say so."""
    orders.write_steps(tx, stepped)
    for one in stepped:
        tx.publish(FundOrderChanged(one.customer_id, None, one.id, one.product_id, one.state.value))


async def _price(tx: Tx, nav: Nav, accepted: Sequence[FundOrder]) -> int:
    """What each order buys, or what its shares are worth. The fee of a redemption is known when its lots are taken."""
    if not accepted:
        return 0
    terms = await products.find_terms(tx, [(one.product_id, one.version) for one in accepted])
    tell_steps(tx, [price(one, nav, terms[one.product_id, one.version]) for one in accepted])
    return len(accepted)


def price(order: FundOrder, nav: Nav, terms: FundTerms) -> FundOrder:
    """The order at that value. In a large redemption only a part of the shares is done."""
    priced = order._replace(state=OrderState.PRICED, nav_e4=nav.nav_e4, nav_revision=nav.revision)
    if order.side is OrderSide.REDEEM:
        assert order.shares_minor is not None
        done = order.shares_minor * nav.redeemed_ppm // PPM
        worth = worth_minor(done, nav.nav_e4)
        return priced._replace(done_shares_minor=done, gross_minor=worth, fee_minor=0, net_minor=worth)
    assert order.amount_minor is not None
    issued = issue(order.amount_minor, nav.nav_e4, terms.subscription)
    paid = priced._replace(gross_minor=order.amount_minor, fee_minor=issued.fee_minor, net_minor=issued.net_minor)
    return paid._replace(done_shares_minor=issued.shares_minor, remainder_e4=issued.remainder_e4)
