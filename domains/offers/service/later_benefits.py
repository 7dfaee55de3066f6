"""Benefits that are given once the time for returns is over: cashback and points. And coupons that nobody used are written down as expired."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from domains import ledger, wallet
from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.offers.accounts import budget_id, marketing_id
from domains.offers.events.campaigns import CouponExpired, CouponRedeemed
from domains.offers.queries import campaigns, coupons
from domains.offers.queries.coupons import Coupon
from domains.offers.rules.campaigns import LATER, RETURN_WINDOW, BenefitKind, worth
from domains.offers.service.reserve import hold_id_of, hold_of

CASHBACK, POINTS_SPENT = "cashback", "campaign_points"
GROUP_MOST = 200

HELD_BEYOND = timedelta(days=30)
"""How long after it is due a later benefit stays set aside: longer than any job is late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepCouponsCommand(Command):
    """The house pays what is due and writes down what has expired."""


@dataclass(frozen=True, slots=True)
class CouponsSwept:
    paid: int
    expired: int


async def redeem_later(tx: Tx, paid: Sequence[wallet.Payment]) -> None:
    """Coupons for later benefits that were reserved for those payments have earned what they give, unless it is returned. All in one posting."""
    if not paid:
        return
    held = await coupons.lock_reserved(tx, [payment.customer_id for payment in paid], min(payment.paid_at for payment in paid))
    earned: list[list[Coupon]] = []
    for payment in paid:
        taken = [one for one in held if _is_earned(one, payment)]
        held = [one for one in held if one not in taken]
        earned.append([_earned(tx, one, payment) for one in taken])
    journals = [(derived_id(payment.id, "later benefits"), _hold_on(of_one)) for payment, of_one in zip(paid, earned, strict=True) if of_one]
    verdicts = await ledger.post(tx, journals) if journals else []
    for of_one, verdict in zip(filter(None, earned), verdicts, strict=True):
        # A reservation that ran out between the payment and this fact, and whose budget was spent meanwhile, earns nothing.
        if isinstance(verdict, Refusal):
            continue
        coupons.write_states(tx, of_one)
        for one in of_one:
            tx.publish(CouponRedeemed(one.customer_id, None, one.id, one.campaign_id, one.given_minor, one.campaign.asset.code))


async def reprice_later(tx: Tx, kept: Sequence[tuple[UUID, UUID, int]]) -> None:
    """(customer, payment, what of it is kept): later benefits are worth what is kept is worth."""
    left = {(customer_id, payment_id): minor for customer_id, payment_id, minor in kept}
    held = [one for one in await coupons.lock_of_payments(tx, left) if one.due_at is not None and one.paid_at is None]
    priced = []
    for one in held:
        assert one.payment_id is not None
        now_worth = worth(one.campaign.terms.benefit, left[one.customer_id, one.payment_id])
        priced.append(replace(one, kept_minor=min(one.kept_minor, now_worth)))
    coupons.write_states(tx, priced)


@composite_verb(CouponsSwept)
async def sweep_coupons(tx: Tx, command: SweepCouponsCommand) -> CouponsSwept:
    """Pay some of what is due, and give back to their campaigns the places of some coupons that expired."""
    due = await coupons.lock_due(tx, GROUP_MOST)
    verdicts = await ledger.post(tx, [(derived_id(one.id, "later benefit"), await _plan(tx, one)) for one in due]) if due else []
    for verdict in verdicts:
        if isinstance(verdict, Refusal):
            raise verdict
    coupons.write_states(tx, [replace(one, paid_at=tx.now) for one in due])
    expired = await coupons.lock_expired(tx, GROUP_MOST)
    coupons.write_states(tx, [replace(one, state="expired", reservation_id=None, reserved_until=None, given_minor=0, kept_minor=0) for one in expired])
    for one in expired:
        tx.publish(CouponExpired(one.customer_id, None, one.id, one.campaign_id))
    await _give_places_back(tx, expired)
    return CouponsSwept(len(due), len(expired))


def later_hold_id_of(coupon: Coupon) -> UUID:
    """The ledger's hold of a benefit that is to come."""
    return derived_id(coupon.id, "later benefit hold")


def _is_earned(coupon: Coupon, payment: wallet.Payment) -> bool:
    is_for_it = (coupon.customer_id, coupon.merchant_id, coupon.spent_minor) == (payment.customer_id, payment.merchant_id, payment.amount.minor)
    was_reserved = coupon.reserved_until is not None and coupon.reserved_until > payment.paid_at
    return is_for_it and was_reserved and coupon.campaign.terms.benefit.kind in LATER


def _earned(tx: Tx, coupon: Coupon, payment: wallet.Payment) -> Coupon:
    due_at = payment.paid_at + RETURN_WINDOW
    return replace(coupon, state="redeemed", payment_id=payment.id, redeemed_at=tx.now, reserved_until=None, due_at=due_at)


def _hold_on(earned: Sequence[Coupon]) -> list[ledger.Planned]:
    """From the reservation's hold to one that lasts until the benefit is due, and longer."""
    planned: list[ledger.Planned] = []
    for one in earned:
        assert one.due_at is not None
        planned += [ledger.PlannedRelease(hold_id_of(one)), hold_of(one, later_hold_id_of(one), one.due_at + HELD_BEYOND)]
    return planned


async def _plan(tx: Tx, coupon: Coupon) -> list[ledger.Planned]:
    planned: list[ledger.Planned] = [ledger.PlannedRelease(later_hold_id_of(coupon))]
    amount = Amount(coupon.kept_minor, coupon.campaign.asset)
    if not amount.minor:
        return planned
    id_ = derived_id(coupon.id, CASHBACK)
    if coupon.campaign.terms.benefit.kind is not BenefitKind.POINTS:
        wallet_id = wallet.wallet_account_id(coupon.customer_id, amount.asset)
        return [*planned, ledger.PlannedMovement(id_, CASHBACK, budget_id(coupon.campaign_id), wallet_id, amount)]
    planned.append(ledger.PlannedMovement(id_, POINTS_SPENT, budget_id(coupon.campaign_id), marketing_id(amount.asset), amount))
    plan = await wallet.plan_earn(tx, wallet.EarnPoints(coupon.customer_id, coupon.id, amount.minor))
    plan.write(tx)
    return [*planned, *plan.movements]


async def _give_places_back(tx: Tx, expired: Sequence[Coupon]) -> None:
    """What was claimed and never used counts no more in the campaign's total; what one person may have stays counted."""
    limited = [one for one in expired if one.campaign.terms.limits.total is not None]
    counters = [(one.campaign_id, "total", "") for one in limited]
    await campaigns.lock_usages(tx, counters)
    campaigns.write_usages(tx, {counter: -counters.count(counter) for counter in counters})
