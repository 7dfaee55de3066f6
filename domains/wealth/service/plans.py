"""Regular plans: made once with the PIN, ordered on their days, paused, resumed and stopped; and wallets that are swept into a fund."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from domains import customers, ledger, wallet
from domains.kernel.clock import business_date
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import AssetMismatch, IdReused, Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wealth.errors.plans import PlanBeginsInThePast, PlanNotFound, PlanStopped, TooManyPlans
from domains.wealth.errors.products import CalendarMissing, FundNotFound
from domains.wealth.events.plans import PlanChanged, PlanFailed, PlanOrdered, SweepSet
from domains.wealth.queries import plans, products
from domains.wealth.queries.plans import Plan, Sweep
from domains.wealth.queries.products import Fund
from domains.wealth.rules.orders import check_amount, check_sale
from domains.wealth.rules.plans import PLANS_MAX, PlanRhythm, PlanState, after_failure, number_after_pause, occurrence_on, ordered_on
from domains.wealth.service.place import SubscribeCommand, place_subscription

AUTHORISED = customers.PinProof(customers.PinVerdict.RIGHT)
"""An occurrence needs no PIN: the plan had it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MakePlanCommand(Command):
    """`owner_id` wants `amount` put into the product each period from `first_on` on. `request_id` becomes the plan's id."""

    session_id: UUID = field(metadata=UNHASHED)
    product_id: UUID
    amount: Amount
    rhythm: PlanRhythm
    first_on: date
    pin: customers.PinProof = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPlanStateCommand(Command):
    """`owner_id` pauses, resumes or stops a plan. What fell into a pause is left out."""

    session_id: UUID = field(metadata=UNHASHED)
    plan_id: UUID
    state: PlanState


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderOccurrenceCommand(Command):
    """The house orders the occurrence of a customer's plan that is due."""

    plan_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSweepCommand(Command):
    """`owner_id` has what their wallet holds above `keep` put into a money-market product every trading day, or no longer."""

    session_id: UUID = field(metadata=UNHASHED)
    product_id: UUID
    keep: Amount
    is_active: bool
    pin: customers.PinProof = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepWalletCommand(Command):
    """The house looks at a customer's wallet, once a day."""


@dataclass(frozen=True, slots=True)
class WalletSwept:
    """The order that was placed, and for how much; None where nothing was to be swept, with the reason where it was refused."""

    order_id: UUID | None
    minor: int
    reason: str | None


@composite_verb(Plan)
async def make_plan(tx: Tx, command: MakePlanCommand) -> Plan | Refusal:
    """Refuses FundNotFound, FundClosed, AssetMismatch, AmountOutOfRange, the PIN's refusals, PlanBeginsInThePast, TooManyPlans, CalendarMissing."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    fund = await _fund(tx, command.product_id)
    if command.amount.asset != fund.asset:
        raise AssetMismatch(command.amount.asset.code, fund.asset.code)
    check_amount(command.amount.minor, fund.asset, fund.terms, holds_shares=False)
    wallet.check_proof(command.pin, Amount(0, fund.asset))
    today = business_date(tx.now)
    if command.first_on < today:
        raise PlanBeginsInThePast(today)
    if await plans.count_plans(tx, command.owner_id) >= PLANS_MAX:
        raise TooManyPlans(PLANS_MAX)
    calendar = await products.find_calendar(tx, command.first_on)
    try_on = ordered_on(command.first_on, command.rhythm, 0, calendar)
    assert command.request_id is not None
    named = (command.owner_id, command.request_id, fund.id, command.amount, command.rhythm, command.first_on)
    made = Plan(*named, 0, try_on, 0, None, PlanState.ACTIVE, tx.now)
    if not await plans.insert_plan(tx, made):
        raise IdReused(made.id)
    tx.publish(PlanChanged(made.customer_id, None, made.id, made.state.value))
    return made


@composite_verb(Plan)
async def set_plan_state(tx: Tx, command: SetPlanStateCommand) -> Plan | Refusal:
    """Refuses PlanNotFound, PlanStopped, CalendarMissing."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    plan = await plans.lock_plan(tx, command.owner_id, command.plan_id)
    if plan is None:
        raise PlanNotFound
    if plan.state is command.state:
        return plan
    if plan.state is PlanState.STOPPED:
        raise PlanStopped
    changed = plan._replace(state=command.state, failures=0, reason=None)
    if command.state is PlanState.ACTIVE:
        changed = await _next(tx, changed._replace(number=number_after_pause(plan.first_on, plan.rhythm, plan.number, business_date(tx.now))))
    await plans.write_plan(tx, changed)
    tx.publish(PlanChanged(plan.customer_id, None, plan.id, changed.state.value))
    return changed


@composite_verb(Plan)
async def order_occurrence(tx: Tx, command: OrderOccurrenceCommand) -> Plan | Refusal:
    """Place the order of the occurrence that is due, once: its id is derived from the plan and the occurrence's number. Where it is refused, that is counted,
    and tried again on the next trading day. Nothing happens where none is due."""
    await customers.lock_customers(tx, [command.owner_id])
    plan = await plans.lock_plan(tx, command.owner_id, command.plan_id)
    if plan is None:
        raise PlanNotFound
    today = business_date(tx.now)
    if plan.state is not PlanState.ACTIVE or plan.try_on > today:
        return plan
    order_id = derived_id(plan.id, f"occurrence:{plan.number}")
    try:
        fund = await _fund(tx, plan.product_id)
        named = {"request_id": order_id, "owner_id": plan.customer_id, "session_id": plan.id, "product_id": fund.id, "version": fund.version}
        await place_subscription(tx, SubscribeCommand(**named, amount=plan.amount, pin=AUTHORISED), order_id, plan.id)  # type: ignore[arg-type]
    except Refusal as refusal:
        return await _failed(tx, plan, type(refusal).__name__)
    went = await _next(tx, plan._replace(number=plan.number + 1, failures=0, reason=None))
    await plans.write_plan(tx, went)
    tx.publish(PlanOrdered(plan.customer_id, None, plan.id, order_id))
    return went


@composite_verb(Sweep)
async def set_sweep(tx: Tx, command: SetSweepCommand) -> Sweep | Refusal:
    """Refuses FundNotFound for what is no money-market product, AssetMismatch, the PIN's refusals."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    fund = await _fund(tx, command.product_id)
    if fund.terms.quick is None:
        raise FundNotFound
    if command.keep.asset != fund.asset:
        raise AssetMismatch(command.keep.asset.code, fund.asset.code)
    wallet.check_proof(command.pin, Amount(0, fund.asset))
    made = Sweep(command.owner_id, fund.id, Amount(max(0, command.keep.minor), fund.asset), command.is_active, None)
    await plans.save_sweep(tx, made)
    tx.publish(SweepSet(made.customer_id, None, fund.id, made.is_active))
    return made


@composite_verb(WalletSwept)
async def sweep_wallet(tx: Tx, command: SweepWalletCommand) -> WalletSwept:
    """Order what is idle, once a day whatever happens. What is refused is left for the next day."""
    await customers.lock_customers(tx, [command.owner_id])
    sweep, today = await plans.lock_sweep(tx, command.owner_id), business_date(tx.now)
    if sweep is None or not sweep.is_active or sweep.swept_on == today:
        return WalletSwept(None, 0, None)
    await plans.set_swept(tx, command.owner_id, today)
    (fund,) = await products.find_products(tx, [sweep.product_id])
    account_id = wallet.wallet_account_id(command.owner_id, fund.asset)
    account = (await ledger.find_accounts(tx, [account_id])).get(account_id)
    idle = 0 if account is None else min(account.available.minor - sweep.keep.minor, fund.terms.order_most_minor)
    if idle < fund.terms.later_least_minor:
        return WalletSwept(None, 0, None)
    order_id = derived_id(command.owner_id, f"sweep:{fund.id}:{today.isoformat()}")
    named = {"request_id": order_id, "owner_id": command.owner_id, "session_id": order_id, "product_id": fund.id, "version": fund.version}
    try:
        await place_subscription(tx, SubscribeCommand(**named, amount=Amount(idle, fund.asset), pin=AUTHORISED), order_id)  # type: ignore[arg-type]
    except Refusal as refusal:
        return WalletSwept(None, 0, type(refusal).__name__)
    return WalletSwept(order_id, idle, None)


async def _fund(tx: Tx, product_id: UUID) -> Fund:
    fund = await products.lock_product(tx, product_id)
    if fund is None:
        raise FundNotFound
    check_sale(fund.state)
    return fund


async def _next(tx: Tx, plan: Plan) -> Plan:
    """The day on which its next occurrence is ordered. A year that is not published yet is asked for again in its first days: then it is."""
    calendar = await products.find_calendar(tx, plan.try_on)
    try:
        return plan._replace(try_on=ordered_on(plan.first_on, plan.rhythm, plan.number, calendar))
    except CalendarMissing:
        return plan._replace(try_on=occurrence_on(plan.first_on, plan.rhythm, plan.number))


async def _failed(tx: Tx, plan: Plan, reason: str) -> Plan:
    """On the next trading day it is tried again. That the house has published no calendar is no failure of the plan's."""
    failures = plan.failures + (reason != CalendarMissing.__name__)
    today = business_date(tx.now)
    try:
        again = (await products.find_calendar(tx, today)).after(today)
    except CalendarMissing:
        again = today + timedelta(days=1)
    failed = plan._replace(failures=failures, reason=reason, state=after_failure(failures), try_on=again)
    await plans.write_plan(tx, failed)
    tx.publish(PlanFailed(plan.customer_id, None, plan.id, reason))
    if failed.state is PlanState.STOPPED:
        tx.publish(PlanChanged(plan.customer_id, None, plan.id, failed.state.value))
    return failed
