"""Place and cancel orders. What is ordered is held in the ledger at once: the money of a subscription, the shares of a redemption."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from domains import customers, ledger, wallet
from domains.kernel.assets import fund_shares
from domains.kernel.clock import business_date
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import AssetMismatch, IdReused, Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wealth.accounts import clearing_id, issued_id, shares_account, shares_id
from domains.wealth.errors.orders import FundOrderNotFound, FundTermsChanged, SharesInsufficient
from domains.wealth.errors.products import FundNotFound
from domains.wealth.events.orders import FundOrderChanged, FundOrderPlaced
from domains.wealth.queries import orders, positions, products, suitability
from domains.wealth.queries.orders import FundOrder
from domains.wealth.queries.products import Fund
from domains.wealth.rules.calendar import TradingCalendar
from domains.wealth.rules.orders import OrderSide, OrderState, check_amount, check_cancel, check_sale, check_suitable
from domains.wealth.rules.products import ProductKind
from domains.wealth.rules.suitability import Fit

SUBSCRIPTION, REDEMPTION = "fund_subscription", "fund_redemption"
"""The kinds of holds and movements."""

HOLD = "hold"
"""The step that makes a hold's id out of its order's."""

HELD_FOR = timedelta(days=60)
"""Longer than any order takes: Golden Week and ten trading days are over by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscribeCommand(Command):
    """`owner_id` wants `amount` put into the product, by the terms of the version that they were shown. `request_id` becomes the order's id."""

    session_id: UUID = field(metadata=UNHASHED)
    product_id: UUID
    version: int
    amount: Amount
    pin: customers.PinProof = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class RedeemSharesCommand(Command):
    """`owner_id` wants so many shares turned into money. `request_id` becomes the order's id."""

    session_id: UUID = field(metadata=UNHASHED)
    product_id: UUID
    shares_minor: int
    pin: customers.PinProof = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelFundOrderCommand(Command):
    session_id: UUID = field(metadata=UNHASHED)
    order_id: UUID


@composite_verb(FundOrder)
async def subscribe(tx: Tx, command: SubscribeCommand) -> FundOrder | Refusal:
    """Hold the money for the next trade. Refuses in the order of rules/orders.py, with FundTermsChanged before the amount, and the PIN's refusals after it."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    assert command.request_id is not None
    return await place_subscription(tx, command, command.request_id)


async def place_subscription(tx: Tx, command: SubscribeCommand, order_id: UUID, plan_id: UUID | None = None) -> FundOrder:
    """What `subscribe` does once the customer is held; a regular plan calls it too."""
    fund = await _on_sale(tx, command.product_id)
    if command.amount.asset != fund.asset:
        raise AssetMismatch(command.amount.asset.code, fund.asset.code)
    if command.version != fund.version:
        raise FundTermsChanged(fund.version)
    held = (await positions.lock_positions(tx, [command.owner_id], fund.id))[command.owner_id]
    check_amount(command.amount.minor, fund.asset, fund.terms, holds_shares=held.shares_minor > 0)
    assessment, fit = await _assessed(tx, command.owner_id, fund)
    wallet.check_proof(command.pin, Amount(0, fund.asset))
    order = await _new_order(tx, fund, command.owner_id, order_id, OrderSide.SUBSCRIBE)
    order = order._replace(amount_minor=command.amount.minor, assessment_id=assessment, fit=fit, plan_id=plan_id)
    await ledger.open_accounts(tx, [shares_account(command.owner_id, fund.code)])
    accounts = (wallet.wallet_account_id(command.owner_id, fund.asset), clearing_id(fund.code))
    return await _place(tx, order, ledger.PlannedHold(hold_id_of(order), SUBSCRIPTION, *accounts, command.amount, tx.now + HELD_FOR))


@composite_verb(FundOrder)
async def redeem_shares(tx: Tx, command: RedeemSharesCommand) -> FundOrder | Refusal:
    """Hold the shares for the next trade; a product that is no longer sold can still be redeemed.

    Refuses FundNotFound, SharesInsufficient, the PIN's refusals, CalendarMissing."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    fund = await products.lock_product(tx, command.product_id)
    if fund is None:
        raise FundNotFound
    assert command.request_id is not None
    return await place_redemption(tx, fund, command.owner_id, command.request_id, command.shares_minor, command.pin)


async def place_redemption(tx: Tx, fund: Fund, customer_id: UUID, order_id: UUID, shares_minor: int, pin: customers.PinProof) -> FundOrder:
    """What `redeem_shares` does once the customer and the product are held. Of a fixed term, the shares whose term is over on the trade date."""
    held = (await positions.lock_positions(tx, [customer_id], fund.id))[customer_id]
    free = held.shares_minor - await orders.sum_held(tx, customer_id, fund.id)
    if not 0 < shares_minor <= free:
        raise SharesInsufficient(free)
    wallet.check_proof(pin, Amount(0, fund.asset))
    order = (await _new_order(tx, fund, customer_id, order_id, OrderSide.REDEEM))._replace(shares_minor=shares_minor)
    if fund.kind is ProductKind.FIXED_TERM:
        free -= await positions.sum_in_term(tx, customer_id, fund.id, order.trade_date)
        if shares_minor > free:
            raise SharesInsufficient(max(0, free))
    accounts = (shares_id(customer_id, fund.code), issued_id(fund.code))
    amount = Amount(shares_minor, fund_shares(fund.code))
    return await _place(tx, order, ledger.PlannedHold(hold_id_of(order), REDEMPTION, *accounts, amount, tx.now + HELD_FOR))


@composite_verb(FundOrder)
async def cancel_fund_order(tx: Tx, command: CancelFundOrderCommand) -> FundOrder | Refusal:
    """Let go what the order holds, before its cut-off. Refuses FundOrderNotFound, FundOrderUncancellable."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    order = await orders.lock_order(tx, command.owner_id, command.order_id)
    if order is None:
        raise FundOrderNotFound
    check_cancel(order.state, order.cut_off_at, tx.now)
    (ended,) = await release(tx, [order._replace(state=OrderState.CANCELLED)])
    return ended


async def release(tx: Tx, ended: list[FundOrder]) -> list[FundOrder]:
    """Write down orders that have ended without a trade, and free what they hold."""
    verdicts = await ledger.post(tx, [(derived_id(one.id, "release"), [ledger.PlannedRelease(hold_id_of(one))]) for one in ended])
    for verdict in verdicts:
        if isinstance(verdict, Refusal):
            raise verdict
    orders.write_steps(tx, ended)
    for one in ended:
        tx.publish(FundOrderChanged(one.customer_id, None, one.id, one.product_id, one.state.value))
    return ended


def hold_id_of(order: FundOrder) -> UUID:
    """The hold that an order has in the ledger."""
    return derived_id(order.id, HOLD)


async def _on_sale(tx: Tx, product_id: UUID) -> Fund:
    fund = await products.lock_product(tx, product_id)
    if fund is None:
        raise FundNotFound
    check_sale(fund.state)
    return fund


async def _assessed(tx: Tx, customer_id: UUID, fund: Fund) -> tuple[UUID | None, Fit]:
    """The assessment that the order goes by, and how it fits the product."""
    assessment = (await suitability.find_assessments(tx, [customer_id])).get(customer_id)
    if assessment is None:
        check_suitable(None, fund.terms.rating, None, tx.now)
        raise AssertionError("without an assessment nothing suits")
    confirmed_at = await suitability.find_mismatch(tx, customer_id, fund.id, fund.version, assessment.id)
    return assessment.id, check_suitable(assessment.investor_class, fund.terms.rating, confirmed_at, tx.now)


async def _new_order(tx: Tx, fund: Fund, customer_id: UUID, order_id: UUID, side: OrderSide) -> FundOrder:
    """An order placed now, with the days of its trade. Raises CalendarMissing."""
    calendar = await products.find_calendar(tx, business_date(tx.now))
    trade_date = calendar.trade_date(tx.now)
    confirm_on, settle_on = _days(calendar, fund, trade_date)
    named = (customer_id, order_id, fund.id, fund.version, side, None, None, OrderState.PLACED)
    unknown = (None,) * 10
    return FundOrder(*named, trade_date, confirm_on, settle_on, calendar.cut_off(trade_date), *unknown, None, tx.now, tx.now, fund.asset)


def _days(calendar: TradingCalendar, fund: Fund, trade_date: date) -> tuple[date, date]:
    return calendar.after(trade_date, fund.terms.confirm_days), calendar.after(trade_date, fund.terms.settle_days)


async def _place(tx: Tx, order: FundOrder, hold: ledger.PlannedHold) -> FundOrder:
    """The ledger is asked first: where it refuses, nothing has been written, which a plan's occurrence relies on."""
    (verdict,) = await ledger.post(tx, [(order.id, [hold])])
    if isinstance(verdict, Refusal):
        raise verdict
    if not await orders.insert_order(tx, order):
        raise IdReused(order.id)
    tx.publish(FundOrderPlaced(order.customer_id, None, order.id, order.product_id, order.side.value))
    return order
