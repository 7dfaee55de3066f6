"""Orders of a fund that wait for their day's value: wallets with the money that is held, shares in lots, and the orders themselves."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from domains import ledger, wallet, wealth
from domains.kernel.assets import CNY, fund_shares
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.ids import derived_id, derived_ids
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx

GROUP, HELD_AT_ONCE = 5_000, 1_000
BANK = derived_id(HOUSE_ID, "bench bank")
LOTS = ((date(2025, 3, 3), 30_000), (date(2026, 9, 1), 50_000))
"""What each who redeems has: the day and the shares of each lot; they cost what they are in number."""
PAID_MINOR, REDEEMED_MINOR = 100_000, 45_000
"""What a subscription pays, and the shares that a redemption gives: all of the first lot, and a part of the second."""

ENTER_ORDERS = """
INSERT INTO wealth_order (customer_id, id, product_id, version, side, amount_minor, shares_minor, state, trade_date, confirm_on, settle_on, cut_off_at,
    assessment_id, fit, asset, placed_at, changed_at)
SELECT told.customer_id, told.id, $3, $4, $5::text,
    CASE $5 WHEN 'subscribe' THEN $6::bigint END, CASE $5 WHEN 'redeem' THEN $6::bigint END, 'accepted', $7, $8, $9,
    $10,
    CASE $5 WHEN 'subscribe' THEN told.id END, CASE $5 WHEN 'subscribe' THEN 'suitable' END, 'CNY', $10, $10
FROM unnest($1::uuid[], $2::uuid[]) AS told (customer_id, id)
"""
ENTER_POSITIONS = """
INSERT INTO wealth_position (customer_id, product_id, shares_minor, cost_minor, realised_minor, income_minor, carried_e8)
SELECT id, $2, $3::bigint, $3, 0, 0, 0 FROM unnest($1::uuid[]) AS told (id)
"""
ENTER_LOTS = """
INSERT INTO wealth_lot (customer_id, id, product_id, acquired_on, shares_minor, left_minor, cost_minor)
SELECT told.*, $3, $4::date, $5::bigint, $5, $5 FROM unnest($1::uuid[], $2::uuid[]) AS told (customer_id, id)
"""
ENTER_CHANGES = """
INSERT INTO wealth_change (customer_id, product_id, day, id, kind, shares_minor, money_minor, fee_minor, cost_minor, booked_at)
SELECT told.customer_id, $3, $4, told.id, 'subscription', $5::bigint, -$5, 0, $5, $6 FROM unnest($1::uuid[], $2::uuid[]) AS told (customer_id, id)
"""


async def enter_orders(database: Database, fund: wealth.Fund, subscribers: list[UUID], redeemers: list[UUID], trade_date: date, cut_off_at: datetime) -> None:
    """An accepted order for each: customers of no fund so far who pay in, and others who have lots and redeem a part of them."""
    async with database.transaction() as tx:
        await ledger.open_accounts(tx, [ledger.NewAccount(BANK, HOUSE_ID, "bench_bank", CNY, may_go_negative=True)])
    for side, customer_ids in (("subscribe", subscribers), ("redeem", redeemers)):
        for first in range(0, len(customer_ids), GROUP):
            some = customer_ids[first : first + GROUP]
            async with database.transaction() as tx:
                await _open(tx, fund, some, side)
            ids = derived_ids(some, f"order {fund.code}")
            days = (trade_date, trade_date + timedelta(days=1), trade_date + timedelta(days=2), cut_off_at)
            minor = PAID_MINOR if side == "subscribe" else REDEEMED_MINOR
            async with database.transaction() as tx:
                await tx.execute(ENTER_ORDERS, some, ids, fund.id, fund.version, side, minor, *days)
            for start in range(0, len(some), HELD_AT_ONCE):
                async with database.transaction() as tx:
                    holds = [_hold(tx, fund, *pair, side, minor) for pair in zip(some[start : start + HELD_AT_ONCE], ids[start:], strict=False)]
                    assert all(isinstance(one, ledger.Posting) for one in await ledger.post(tx, holds))


async def _open(tx: Tx, fund: wealth.Fund, customer_ids: list[UUID], side: str) -> None:
    """Who pays in has the money; who redeems has the lots."""
    wallets = [wallet.wallet_account_id(id_, CNY) for id_ in customer_ids]
    held = [wealth.shares_id(id_, fund.code) for id_ in customer_ids]
    accounts = [ledger.NewAccount(account_id, id_, "wallet", CNY) for account_id, id_ in zip(wallets, customer_ids, strict=True)]
    accounts += [ledger.NewAccount(account_id, id_, "fund_shares", fund_shares(fund.code)) for account_id, id_ in zip(held, customer_ids, strict=True)]
    await ledger.open_accounts(tx, accounts)
    if side == "subscribe":
        await _give(tx, "money", BANK, wallets, PAID_MINOR, CNY)
        return
    await tx.execute(ENTER_POSITIONS, customer_ids, fund.id, sum(minor for _, minor in LOTS))
    for day, minor in LOTS:
        await _give(tx, f"lot of {day}", wealth.issued_id(fund.code), held, minor, fund_shares(fund.code))
        lot_ids = derived_ids(customer_ids, f"lot {fund.code} {day}")
        await tx.execute(ENTER_LOTS, customer_ids, lot_ids, fund.id, day, minor)
        await tx.execute(ENTER_CHANGES, customer_ids, lot_ids, fund.id, day, minor, tx.now)


async def _give(tx: Tx, what: str, source: UUID, targets: list[UUID], minor: int, asset: Any) -> None:
    journals = derived_ids(targets, what)
    columns = (journals, derived_ids(journals, "give"), [source] * len(targets), targets, [minor] * len(targets))
    assert not (await ledger.post_set(tx, derived_id(targets[0], what), [ledger.PlannedLeg("bench_gift", asset, *columns)])).refused


def _hold(tx: Tx, fund: wealth.Fund, customer_id: UUID, order_id: UUID, side: str, minor: int) -> tuple[UUID, list[ledger.Planned]]:
    """As placing the order would set it aside."""
    shares = wealth.shares_id(customer_id, fund.code)
    if side == "subscribe":
        kind, accounts, asset = "fund_subscription", (wallet.wallet_account_id(customer_id, CNY), wealth.clearing_id(fund.code)), CNY
    else:
        kind, accounts, asset = "fund_redemption", (shares, wealth.issued_id(fund.code)), fund_shares(fund.code)
    hold_id = derived_id(order_id, "hold")
    return order_id, [ledger.PlannedHold(hold_id, kind, *accounts, Amount(minor, asset), tx.now + timedelta(days=60))]
