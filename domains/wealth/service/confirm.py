"""Confirm and settle priced orders: shares and money change hands in the ledger, positions and lots follow, in one transaction."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domains import ledger, wallet
from domains.kernel.assets import fund_shares
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wealth.accounts import clearing_id, fee_id, issued_id, shares_id
from domains.wealth.events.orders import FundOrderChanged
from domains.wealth.queries import orders, positions, products
from domains.wealth.queries.orders import FundOrder
from domains.wealth.queries.positions import Change, HeldLot, Position
from domains.wealth.queries.products import Fund
from domains.wealth.rules.orders import OrderSide, OrderState
from domains.wealth.rules.positions import ChangeKind, cost_of
from domains.wealth.rules.products import FundTerms, ProductKind
from domains.wealth.rules.shares import Lot, Taken, take_lots
from domains.wealth.service.place import REDEMPTION, SUBSCRIPTION, hold_id_of

FEE = "fund_fee"
"""The kind of movements by which the house earns."""


class _Books(NamedTuple):
    """What is held under our locks, and changes as orders are confirmed one after the other."""

    positions: dict[UUID, Position]
    lots: dict[UUID, list[HeldLot]]
    new_lots: list[HeldLot]
    left: dict[UUID, HeldLot]
    taken: list[tuple[UUID, UUID, UUID, int, int, int, int]]
    changes: list[Change]


async def confirm(tx: Tx, fund: Fund, priced: Sequence[FundOrder]) -> int:
    """Confirm priced orders in the order in which they were placed. How many there were.

    A product without lots (money market) takes shares alike, each at the average of what was paid."""
    if not priced:
        return 0
    customer_ids = {one.customer_id for one in priced}
    terms = await products.find_terms(tx, [(one.product_id, one.version) for one in priced])
    held = await positions.lock_positions(tx, customer_ids, fund.id)
    lots = {} if fund.kind is ProductKind.MONEY_MARKET else await positions.lock_lots(tx, fund.id, customer_ids)
    books = _Books(held, lots, [], {}, [], [])
    confirmed = [_confirmed(books, fund, one, terms[one.product_id, one.version]) for one in priced]
    await _post(tx, [(derived_id(one.id, "confirm"), _plan(fund, one)) for one in confirmed])
    _write(tx, books)
    orders.write_steps(tx, confirmed)
    for one in confirmed:
        tx.publish(FundOrderChanged(one.customer_id, None, one.id, one.product_id, OrderState.CONFIRMED.value))
        if one.state is OrderState.SETTLED:
            tx.publish(FundOrderChanged(one.customer_id, None, one.id, one.product_id, one.state.value))
    return len(confirmed)


async def settle(tx: Tx, fund: Fund, confirmed: Sequence[FundOrder]) -> int:
    """Pay out confirmed redemptions. How many there were."""
    if not confirmed:
        return 0
    await _post(tx, [(derived_id(one.id, "settle"), [_payout(fund, one)] if one.net_minor else []) for one in confirmed])
    settled = [one._replace(state=OrderState.SETTLED) for one in confirmed]
    orders.write_steps(tx, settled)
    for one in settled:
        tx.publish(FundOrderChanged(one.customer_id, None, one.id, one.product_id, one.state.value))
    return len(settled)


def _confirmed(books: _Books, fund: Fund, order: FundOrder, terms: FundTerms) -> FundOrder:
    return _bought(books, fund, order) if order.side is OrderSide.SUBSCRIBE else _sold(books, fund, order, terms)


def _bought(books: _Books, fund: Fund, order: FundOrder) -> FundOrder:
    """The shares are a lot of their own, of the day of their confirmation; they cost all that was paid."""
    assert order.gross_minor is not None and order.fee_minor is not None and order.done_shares_minor is not None
    shares, cost = order.done_shares_minor, order.gross_minor
    if fund.kind is not ProductKind.MONEY_MARKET and shares:
        lot = HeldLot(order.customer_id, order.id, fund.id, order.confirm_on, shares, shares, cost)
        books.new_lots.append(lot)
        lots = books.lots.setdefault(order.customer_id, [])
        lots.append(lot)
        # A late value confirms an order after those of later days.
        lots.sort(key=lambda one: one.acquired_on)
    held = books.positions[order.customer_id]
    books.positions[order.customer_id] = held._replace(shares_minor=held.shares_minor + shares, cost_minor=held.cost_minor + cost)
    books.changes.append(_change(order, ChangeKind.SUBSCRIPTION, shares, -cost, order.fee_minor, cost))
    return order._replace(state=OrderState.SETTLED)


def _sold(books: _Books, fund: Fund, order: FundOrder, terms: FundTerms) -> FundOrder:
    """The oldest lots go first; their fee is that of the days from their confirmation to the trade date."""
    assert order.done_shares_minor is not None and order.nav_e4 is not None and order.gross_minor is not None
    held = books.positions[order.customer_id]
    shares = order.done_shares_minor
    if fund.kind is ProductKind.MONEY_MARKET:
        taken: list[Taken] = []
        cost, fee = cost_of(held.cost_minor, held.shares_minor, shares), 0
    else:
        lots = books.lots.get(order.customer_id, [])
        taken = take_lots([_lot(one, order.trade_date) for one in lots], shares, order.nav_e4, terms.redemption)
        cost, fee = sum(one.cost_minor for one in taken), sum(one.fee_minor for one in taken)
        _take(books, order, lots, taken)
    net = order.gross_minor - fee
    books.positions[order.customer_id] = held._replace(
        shares_minor=held.shares_minor - shares, cost_minor=held.cost_minor - cost, realised_minor=held.realised_minor + net - cost
    )
    books.changes.append(_change(order, ChangeKind.REDEMPTION, -shares, net, fee, -cost))
    return order._replace(state=OrderState.CONFIRMED, fee_minor=fee, net_minor=net)


def _lot(one: HeldLot, trade_date: date) -> Lot:
    return Lot(one.id, (trade_date - one.acquired_on).days, one.left_minor, one.cost_minor)


def _take(books: _Books, order: FundOrder, lots: list[HeldLot], taken: Sequence[Taken]) -> None:
    by_id = {one.lot_id: one for one in taken}
    for place, lot in enumerate(lots):
        part = by_id.get(lot.id)
        if part is None:
            continue
        lots[place] = lot._replace(left_minor=lot.left_minor - part.shares_minor, cost_minor=lot.cost_minor - part.cost_minor)
        books.left[lot.id] = lots[place]
        books.taken.append((order.customer_id, order.id, lot.id, part.shares_minor, part.cost_minor, part.gross_minor, part.fee_minor))
    lots[:] = [lot for lot in lots if lot.left_minor]


def _change(order: FundOrder, kind: ChangeKind, shares_minor: int, money_minor: int, fee_minor: int, cost_minor: int) -> Change:
    return Change(order.customer_id, order.product_id, order.confirm_on, order.id, kind, shares_minor, money_minor, fee_minor, cost_minor)


def _plan(fund: Fund, order: FundOrder) -> list[ledger.Planned]:
    assert order.fee_minor is not None and order.done_shares_minor is not None
    shares = Amount(order.done_shares_minor, fund_shares(fund.code))
    planned: list[ledger.Planned] = []
    if order.side is OrderSide.SUBSCRIBE:
        planned.append(ledger.PlannedCapture(derived_id(order.id, "pay"), hold_id_of(order), kind=SUBSCRIPTION))
        if shares.minor:
            accounts = (issued_id(fund.code), shares_id(order.customer_id, fund.code))
            planned.append(ledger.PlannedMovement(derived_id(order.id, "issue"), SUBSCRIPTION, *accounts, shares))
    elif shares.minor:
        planned.append(ledger.PlannedCapture(derived_id(order.id, "redeem"), hold_id_of(order), shares, REDEMPTION, release_rest=True))
    else:
        planned.append(ledger.PlannedRelease(hold_id_of(order)))
    if order.fee_minor:
        accounts = (clearing_id(fund.code), fee_id(fund.asset))
        planned.append(ledger.PlannedMovement(derived_id(order.id, "fee"), FEE, *accounts, Amount(order.fee_minor, fund.asset)))
    return planned


def _payout(fund: Fund, order: FundOrder) -> ledger.Planned:
    assert order.net_minor is not None
    accounts = (clearing_id(fund.code), wallet.wallet_account_id(order.customer_id, fund.asset))
    return ledger.PlannedMovement(derived_id(order.id, "payout"), REDEMPTION, *accounts, Amount(order.net_minor, fund.asset))


async def _post(tx: Tx, journals: Sequence[tuple[UUID, list[ledger.Planned]]]) -> None:
    """What was held is there, so a refusal is a fault of ours: it undoes the group."""
    refused = [verdict for verdict in await ledger.post(tx, [one for one in journals if one[1]]) if isinstance(verdict, Refusal)]
    if refused:
        raise RuntimeError(f"confirmed orders were refused by the ledger: {refused[0]}")


def _write(tx: Tx, books: _Books) -> None:
    positions.write_positions(tx, list(books.positions.values()))
    positions.write_new_lots(tx, [books.left.get(lot.id, lot) for lot in books.new_lots])
    new = {lot.id for lot in books.new_lots}
    positions.write_left(tx, [lot for lot in books.left.values() if lot.id not in new])
    positions.write_taken(tx, books.taken)
    positions.write_changes(tx, books.changes)
