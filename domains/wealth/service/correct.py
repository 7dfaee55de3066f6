"""Replay orders that were confirmed at a value which was corrected afterwards: the differences are booked, what was booked is never edited.

A subscription gets more shares, or gives some back; a redemption gets more money, or gives some back, from the wallet once it was paid. Each order once for
each revision, all of its differences or none: where the shares or the money are no longer there, the house bears it, and a fact says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domains import ledger, wallet
from domains.kernel.assets import fund_shares
from domains.kernel.clock import business_date
from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wealth.accounts import clearing_id, fee_id, issued_id, shares_id
from domains.wealth.events.orders import FundOrderCorrected
from domains.wealth.queries import navs, orders, positions, products
from domains.wealth.queries.navs import Nav
from domains.wealth.queries.orders import FundOrder
from domains.wealth.queries.positions import Change, HeldLot, TakenLot
from domains.wealth.queries.products import Fund
from domains.wealth.rules.orders import OrderSide, OrderState
from domains.wealth.rules.positions import ChangeKind, Left, take_back
from domains.wealth.rules.products import FundTerms
from domains.wealth.rules.shares import Lot, take_lots, worth_minor
from domains.wealth.service.price import price

GROUP_MOST = 200
CORRECTION = "fund_correction"
"""The kind of its movements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectOrdersCommand(Command):
    """The house replays the next group of a product's orders of that trade date."""

    product_id: UUID
    trade_date: date


@dataclass(frozen=True, slots=True)
class OrdersCorrected:
    """`short`: how many could not be booked."""

    total: int
    short: int


class _Correction(NamedTuple):
    """An order as it was and as it should be."""

    was: FundOrder
    now: FundOrder

    @property
    def id(self) -> UUID:
        return derived_id(self.was.id, f"correction:{self.now.nav_revision}")

    def grown(self, name: str) -> int:
        return (getattr(self.now, name) or 0) - (getattr(self.was, name) or 0)


class _Held(NamedTuple):
    """What is held under our locks: positions and lots by customer, and the lots of the orders themselves, which may be empty."""

    positions: dict[UUID, positions.Position]
    lots: dict[UUID, list[HeldLot]]
    bought: dict[UUID, HeldLot]


@composite_verb(OrdersCorrected)
async def correct_orders(tx: Tx, command: CorrectOrdersCommand) -> OrdersCorrected:
    """Book the differences of a group, in the order in which the orders were placed. None corrected: none is left."""
    fund = await products.lock_product(tx, command.product_id)
    assert fund is not None
    key = (fund.id, command.trade_date)
    nav = (await navs.find_navs(tx, [key])).get(key)
    found = [] if nav is None else await orders.lock_to_correct(tx, *key, nav.revision, GROUP_MOST)
    if nav is None or not found:
        return OrdersCorrected(0, 0)
    terms = await products.find_terms(tx, [(one.product_id, one.version) for one in found])
    taken = await positions.find_taken(tx, [(one.customer_id, one.id) for one in found])
    corrections = [_Correction(one, _corrected(one, nav, terms[one.product_id, one.version], taken.get(one.id, []))) for one in found]
    customer_ids = {one.customer_id for one in found}
    held, lots = await positions.lock_positions(tx, customer_ids, fund.id), await positions.lock_lots(tx, fund.id, customer_ids)
    bought = await positions.lock_lots_of(tx, [(one.customer_id, one.id) for one in found if one.side is OrderSide.SUBSCRIBE])
    journals = [(one.id, planned) for one in corrections if (planned := _plan(fund, one))]
    verdicts = dict(zip([id_ for id_, _ in journals], await ledger.post(tx, journals) if journals else [], strict=True))
    booked = [one for one in corrections if not isinstance(verdicts.get(one.id), Refusal)]
    _book(tx, fund, [one for one in booked if one.id in verdicts], _Held(held, lots, bought))
    short = [one for one in corrections if isinstance(verdicts.get(one.id), Refusal)]
    orders.write_steps(tx, [one.now for one in booked] + [one.was._replace(nav_revision=nav.revision) for one in short])
    for one in corrections:
        tx.publish(FundOrderCorrected(one.was.customer_id, None, one.was.id, fund.id, nav.revision, one not in short))
    return OrdersCorrected(len(found), len(short))


def _corrected(order: FundOrder, nav: Nav, terms: FundTerms, taken: Sequence[TakenLot]) -> FundOrder:
    """The order at the value that stands. How much of a redemption was carried out stays, and which lots it took."""
    if order.side is OrderSide.SUBSCRIBE:
        return price(order, nav, terms)._replace(state=order.state)
    assert order.done_shares_minor is not None
    lots = [Lot(one.lot_id, (order.trade_date - one.acquired_on).days, one.shares_minor, one.cost_minor) for one in taken]
    fee = sum(one.fee_minor for one in take_lots(lots, sum(one.left_minor for one in lots), nav.nav_e4, terms.redemption))
    gross = worth_minor(order.done_shares_minor, nav.nav_e4)
    return order._replace(nav_e4=nav.nav_e4, nav_revision=nav.revision, gross_minor=gross, fee_minor=fee, net_minor=gross - fee)


def _plan(fund: Fund, one: _Correction) -> list[ledger.Planned]:
    """Money that is not paid yet needs no movement: it is paid as corrected."""
    shares, wallet_id = shares_id(one.was.customer_id, fund.code), wallet.wallet_account_id(one.was.customer_id, fund.asset)
    steps = []
    if one.was.side is OrderSide.SUBSCRIBE:
        steps.append(("shares", issued_id(fund.code), shares, one.grown("done_shares_minor"), fund_shares(fund.code)))
    else:
        steps.append(("fee", clearing_id(fund.code), fee_id(fund.asset), one.grown("fee_minor"), fund.asset))
        if one.was.state is OrderState.SETTLED:
            steps.append(("money", clearing_id(fund.code), wallet_id, one.grown("net_minor"), fund.asset))
    return [
        ledger.PlannedMovement(derived_id(one.id, name), CORRECTION, *((source, target) if minor > 0 else (target, source)), Amount(abs(minor), asset))
        for name, source, target, minor, asset in steps
        if minor
    ]


def _book(tx: Tx, fund: Fund, booked: Sequence[_Correction], held: _Held) -> None:
    """Positions, lots and changes follow what the ledger has booked."""
    today, changes, left = business_date(tx.now), [], dict[UUID, HeldLot]()
    for one in booked:
        position, customer_id = held.positions[one.was.customer_id], one.was.customer_id
        is_bought = one.was.side is OrderSide.SUBSCRIBE
        shares, cost = one.grown("done_shares_minor") if is_bought else 0, 0
        money, fee = (0, 0) if is_bought else (one.grown("net_minor"), one.grown("fee_minor"))
        if shares:
            cost = _move_lots(held, left, one.was, shares)
        held.positions[customer_id] = position._replace(
            shares_minor=position.shares_minor + shares, cost_minor=position.cost_minor - cost, realised_minor=position.realised_minor + money - cost
        )
        changes.append(Change(customer_id, fund.id, today, one.id, ChangeKind.CORRECTION, shares, money, fee, -cost))
    positions.write_positions(tx, list(held.positions.values()))
    positions.write_left(tx, list(left.values()))
    positions.write_changes(tx, changes)


def _move_lots(held: _Held, left: dict[UUID, HeldLot], order: FundOrder, shares_minor: int) -> int:
    """Shares that an order lacks come to its own lot, as old and as bound as that; those that it got in excess leave it first. The cost that is lost."""
    of_them = {lot.id: lot for lot in held.lots.get(order.customer_id, [])}
    cost = 0
    if shares_minor > 0:
        own = of_them.get(order.id) or held.bought[order.id]
        of_them[own.id] = own._replace(shares_minor=own.shares_minor + shares_minor, left_minor=own.left_minor + shares_minor)
    else:
        changed, cost = take_back([Left(lot.id, lot.left_minor, lot.cost_minor) for lot in of_them.values()], order.id, -shares_minor)
        of_them |= {part.lot_id: of_them[part.lot_id]._replace(left_minor=part.left_minor, cost_minor=part.cost_minor) for part in changed}
    held.lots[order.customer_id] = list(of_them.values())
    left |= of_them
    return cost
