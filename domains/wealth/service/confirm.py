"""Confirm and settle priced orders: shares and money change hands in the ledger, positions and lots follow, in one transaction."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domains import ledger, wallet
from domains.kernel.assets import Asset, fund_shares
from domains.kernel.errors import Refusal
from domains.kernel.ids import dated_ids, derived_id, derived_ids
from domains.kernel.transactions import Tx
from domains.wealth.accounts import clearing_id, fee_id, issued_id, shares_ids
from domains.wealth.queries import orders, positions
from domains.wealth.queries.orders import FundOrder
from domains.wealth.queries.positions import Change, HeldLot, Position
from domains.wealth.queries.products import Fund
from domains.wealth.rules.orders import OrderSide, OrderState
from domains.wealth.rules.positions import ChangeKind, cost_of
from domains.wealth.rules.products import FundTerms, ProductKind
from domains.wealth.rules.shares import Lot, Taken, take_lots
from domains.wealth.service.place import HOLD, REDEMPTION, SUBSCRIPTION, hold_id_of
from domains.wealth.service.price import find_terms

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
    terms = await find_terms(tx, fund, {one.version for one in priced if one.side is OrderSide.REDEEM})
    held = await positions.lock_positions(tx, customer_ids, fund.id)
    lots = {} if fund.kind is ProductKind.MONEY_MARKET else await positions.lock_lots(tx, fund.id, customer_ids)
    books = _Books(held, lots, [], {}, [], [])
    confirmed = [_bought(books, fund, one) if one.side is OrderSide.SUBSCRIBE else _sold(books, fund, one, terms[one.version]) for one in priced]
    await _post(tx, derived_id(priced[0].id, "confirm together"), _legs(fund, confirmed))
    await _let_go(tx, [one for one in confirmed if one.side is OrderSide.REDEEM and not one.done_shares_minor])
    _write(tx, books)
    orders.write_steps(tx, confirmed)
    return len(confirmed)


async def settle(tx: Tx, fund: Fund, confirmed: Sequence[FundOrder]) -> int:
    """Pay out confirmed redemptions. How many there were."""
    if not confirmed:
        return 0
    await _post(tx, derived_id(confirmed[0].id, "settle together"), [_payouts(fund, [one for one in confirmed if one.net_minor])])
    orders.write_steps(tx, [one._replace(state=OrderState.SETTLED) for one in confirmed])
    return len(confirmed)


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


def _legs(fund: Fund, confirmed: Sequence[FundOrder]) -> list[ledger.PlannedLeg]:
    """What changes hands: the money and the shares of subscriptions, the shares of redemptions, and the fees."""
    bought = [one for one in confirmed if one.side is OrderSide.SUBSCRIBE]
    sold = [one for one in confirmed if one.side is OrderSide.REDEEM and one.done_shares_minor]
    issued, charged = [one for one in bought if one.done_shares_minor], [one for one in confirmed if one.fee_minor]
    clearing, shares = clearing_id(fund.code), fund_shares(fund.code)
    wallets = [wallet.wallet_account_id(one.customer_id, fund.asset) for one in bought]
    return [
        _leg(SUBSCRIPTION, fund.asset, "pay", bought, wallets, clearing, [one.gross_minor for one in bought], holds=True),
        _leg(SUBSCRIPTION, shares, "issue", issued, issued_id(fund.code), _shares(fund, issued), [one.done_shares_minor for one in issued]),
        _leg(REDEMPTION, shares, "redeem", sold, _shares(fund, sold), issued_id(fund.code), [one.done_shares_minor for one in sold], holds=True),
        _leg(FEE, fund.asset, "fee", charged, clearing, fee_id(fund.asset), [one.fee_minor for one in charged]),
    ]


def _payouts(fund: Fund, sold: Sequence[FundOrder]) -> ledger.PlannedLeg:
    wallets = [wallet.wallet_account_id(one.customer_id, fund.asset) for one in sold]
    return _leg(REDEMPTION, fund.asset, "payout", sold, clearing_id(fund.code), wallets, [one.net_minor for one in sold], journal="settle")


def _leg(
    kind: str,
    asset: Asset,
    step: str,
    moved: Sequence[FundOrder],
    debited: UUID | list[UUID],
    credited: UUID | list[UUID],
    minors: Sequence[int | None],
    *,
    holds: bool = False,
    journal: str = "confirm",
) -> ledger.PlannedLeg:
    """A movement for each of those orders; between one account and theirs."""
    ids = [one.id for one in moved]
    debits, credits_ = ([side] * len(ids) if isinstance(side, UUID) else side for side in (debited, credited))
    amounts = [minor for minor in minors if minor is not None]
    held = derived_ids(ids, HOLD) if holds else None
    return ledger.PlannedLeg(
        kind, asset, derived_ids(ids, journal), dated_ids(ids, step, [one.confirm_on for one in moved]), debits, credits_, amounts, held, release_rest=holds
    )


def _shares(fund: Fund, moved: Sequence[FundOrder]) -> list[UUID]:
    return shares_ids([one.customer_id for one in moved], fund.code)


async def _post(tx: Tx, set_id: UUID, legs: Sequence[ledger.PlannedLeg]) -> None:
    """What was held is there, so a refusal is a fault of ours: it undoes the group."""
    posting = await ledger.post_set(tx, set_id, legs)
    if posting.refused:
        raise RuntimeError(f"confirmed orders were refused by the ledger: {next(iter(posting.refused.values()))}")


async def _let_go(tx: Tx, undone: Sequence[FundOrder]) -> None:
    """Of a large redemption nothing was carried out: the shares are free again."""
    verdicts = await ledger.post(tx, [(derived_id(one.id, "confirm"), [ledger.PlannedRelease(hold_id_of(one))]) for one in undone]) if undone else []
    if any(isinstance(verdict, Refusal) for verdict in verdicts):
        raise RuntimeError("a hold of shares that were not redeemed could not be let go")


def _write(tx: Tx, books: _Books) -> None:
    positions.write_positions(tx, list(books.positions.values()))
    positions.write_new_lots(tx, [books.left.get(lot.id, lot) for lot in books.new_lots])
    new = {lot.id for lot in books.new_lots}
    positions.write_left(tx, [lot for lot in books.left.values() if lot.id not in new])
    positions.write_taken(tx, books.taken)
    positions.write_changes(tx, books.changes)
