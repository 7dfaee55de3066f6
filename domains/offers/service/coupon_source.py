"""Coupons as a source of money at the till: what a customer reserved is taken from the campaigns' budgets, and goes back there with a refund.

A refund prices the coupons anew on what is kept: what they no longer give goes back first, so that who returns down to below a least spending keeps no
discount for it. What is left of the refund is the customer's."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast
from uuid import UUID

from domains import ledger, wallet
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.offers.accounts import budget_id, stack_id
from domains.offers.events.campaigns import CouponRedeemed, CouponReleased
from domains.offers.queries import coupons
from domains.offers.queries.coupons import Coupon
from domains.offers.rules.campaigns import AT_TILL, kept_worth
from domains.offers.service.reserve import hold_id_of, released

COUPON = "coupon"
STACKED = "coupon_stacked"
"""The kind of movements between budgets and where stacked coupons meet."""


class CouponSource:
    """What was reserved for a purchase at this merchant; the payment names its whole as the part of `coupon`."""

    name = COUPON

    async def draw(self, tx: Tx, draws: Sequence[wallet.Draw]) -> list[wallet.Drawn | Refusal]:
        """Plan the redemption of what each customer reserved. Refuses FundingChanged unless it is for that merchant, that purchase and exactly that much."""
        reserved = await coupons.lock_reserved(tx, [one.customer_id for one in draws], tx.now)
        by_customer: dict[UUID, list[Coupon]] = {}
        for coupon in reserved:
            by_customer.setdefault(coupon.customer_id, []).append(coupon)
        drawn: list[wallet.Drawn | Refusal] = []
        for draw in draws:
            held = by_customer.pop(draw.customer_id, [])
            at_till = _at_till(held)
            refusal = _check(draw, at_till)
            if refusal is not None:
                drawn.append(refusal)
                continue
            redeemed = [replace(one, state="redeemed", payment_id=draw.payment_id, redeemed_at=tx.now, reserved_until=None) for one in at_till]
            drawn.append(_drawn(draw, at_till)._replace(noted=redeemed))
        return drawn

    async def took(self, tx: Tx, taken: Sequence[tuple[wallet.Draw, wallet.Drawn]]) -> None:
        """The coupons are used up."""
        redeemed = [one for _, drawn in taken for one in cast(list[Coupon], drawn.noted)]
        coupons.write_states(tx, redeemed)
        for one in redeemed:
            tx.publish(CouponRedeemed(one.customer_id, None, one.id, one.campaign_id, one.given_minor, one.campaign.asset.code))

    async def keep(self, tx: Tx, customer_id: UUID, payment_id: UUID, kept_minor: int) -> int:
        """What the coupons still give when only so much of the payment is kept."""
        return sum(_kept(_at_till(await coupons.lock_of_payments(tx, [(customer_id, payment_id)])), kept_minor))

    async def give_back(self, tx: Tx, draws: Sequence[wallet.Draw]) -> list[wallet.Drawn | Refusal]:
        """The budgets get back what the coupons no longer give; one that gives nothing any more is the customer's again, as long as it would be good."""
        found = await coupons.lock_of_payments(tx, [(one.customer_id, one.payment_id) for one in draws])
        answers: list[wallet.Drawn | Refusal] = []
        for draw in draws:
            held = _at_till([one for one in found if (one.customer_id, one.payment_id) == (draw.customer_id, draw.payment_id)])
            back = _share_back(held, _kept(held, draw.whole_minor), draw.amount.minor)
            left = [replace(one, kept_minor=one.kept_minor - minor) for one, minor in zip(held, back, strict=True)]
            coupons.write_states(tx, [one if one.kept_minor else _restored(tx, one) for one in left])
            answers.append(_given_back(draw, held, back))
        return answers


def _check(draw: wallet.Draw, held: Sequence[Coupon]) -> wallet.FundingChanged | None:
    given = sum(one.given_minor for one in held)
    is_same = all((one.merchant_id, one.spent_minor) == (draw.merchant_id, draw.whole_minor) for one in held)
    if held and is_same and given == draw.amount.minor:
        return None
    return wallet.FundingChanged(COUPON, Amount(given, draw.amount.asset) if held else None)


def _drawn(draw: wallet.Draw, held: Sequence[Coupon]) -> wallet.Drawn:
    """One coupon gives from its budget; several meet in the customer's account for that, which holds nothing afterwards."""
    beside: list[ledger.Planned] = [ledger.PlannedRelease(hold_id_of(one)) for one in held]
    if len(held) == 1:
        return wallet.Drawn(budget_id(held[0].campaign_id), (), tuple(beside))
    meeting = stack_id(draw.customer_id, draw.amount.asset)
    for one in held:
        id_ = derived_id(draw.id, str(one.id))
        beside.append(ledger.PlannedMovement(id_, STACKED, budget_id(one.campaign_id), meeting, Amount(one.given_minor, draw.amount.asset)))
    return wallet.Drawn(meeting, (), tuple(beside))


def _at_till(found: Sequence[Coupon]) -> list[Coupon]:
    return [one for one in found if one.campaign.terms.benefit.kind in AT_TILL]


def _kept(held: Sequence[Coupon], kept_minor: int) -> list[int]:
    """What each still gives: never more than it does already."""
    benefits = [one.campaign.terms.benefit for one in held]
    item_minor = next((one.item_minor for one in held if one.item_minor is not None), None)
    return kept_worth(benefits, [one.kept_minor for one in held], kept_minor, item_minor)


def _share_back(held: Sequence[Coupon], kept: Sequence[int], minor: int) -> list[int]:
    """How much each gives back of the whole: down to what it still gives, from the last coupon to the first as far as the refund goes."""
    back = [0] * len(held)
    for index in reversed(range(len(held))):
        back[index] = min(minor, held[index].kept_minor - kept[index])
        minor -= back[index]
    return back


def _restored(tx: Tx, one: Coupon) -> Coupon:
    tx.publish(CouponReleased(one.customer_id, None, one.id, one.campaign_id))
    return replace(released(one), payment_id=None, redeemed_at=None)


def _given_back(draw: wallet.Draw, held: Sequence[Coupon], back: Sequence[int]) -> wallet.Drawn:
    if len(held) == 1:
        return wallet.Drawn(budget_id(held[0].campaign_id))
    meeting = stack_id(draw.customer_id, draw.amount.asset)
    beside = tuple(
        ledger.PlannedMovement(derived_id(draw.id, str(one.id)), STACKED, meeting, budget_id(one.campaign_id), Amount(minor, draw.amount.asset))
        for one, minor in zip(held, back, strict=True)
        if minor
    )
    return wallet.Drawn(meeting, (), beside)
