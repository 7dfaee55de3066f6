"""Claim coupons: many at once, each within its campaign's limits, never one too many."""

from collections import Counter as Counts
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domains import customers
from domains.kernel.clock import business_date
from domains.kernel.commands import UNHASHED, Command, batched_verb
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Tx
from domains.offers.errors.campaigns import CampaignEnded, CampaignNotFound, CouponLimitReached, CouponNotForYou
from domains.offers.events.campaigns import CouponClaimed
from domains.offers.queries import campaigns, coupons
from domains.offers.queries.campaigns import Campaign, Counter, UniqueCode
from domains.offers.rules.campaigns import Reason, Spender, coupon_end, why_not, windows_of
from domains.offers.service.campaigns import mark_of, normal_code


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCouponCommand(Command):
    """`owner_id` claims a coupon of a campaign that is named, or by a code: shared by all who know it, or one's own (exactly one of the two)."""

    session_id: UUID = field(metadata=UNHASHED)
    campaign_id: UUID | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class CouponGranted:
    """The coupon is the customer's until it expires."""

    customer_id: UUID
    coupon_id: UUID
    campaign_id: UUID
    expires_at: datetime


@dataclass(slots=True)
class _Asked:
    """A claim on its way."""

    command: ClaimCouponCommand
    claimant: customers.Claimant | None
    campaign: Campaign | None = None
    unique: UniqueCode | None = None
    windows: Sequence[tuple[str, str, int]] = ()
    answer: CouponGranted | Refusal | Unauthenticated | None = None

    def counters(self) -> list[tuple[Counter, int]]:
        assert self.campaign is not None
        return [((self.campaign.id, scope, key), most) for scope, key, most in self.windows]


@batched_verb(CouponGranted)
async def claim_coupon(tx: Tx, commands: list[ClaimCouponCommand]) -> list[CouponGranted | Refusal | Unauthenticated]:
    """Refuses in this order: CampaignNotFound, CampaignEnded, CouponNotForYou, CouponLimitReached. Unauthenticated when the session has ended."""
    claimants = await customers.find_claimants(tx, [(command.owner_id, command.session_id) for command in commands])
    asked = [_Asked(command, claimant) for command, claimant in zip(commands, claimants, strict=True)]
    await _name(tx, asked)
    for one in asked:
        _look(tx, one)
    await _count(tx, [one for one in asked if one.answer is None])
    return [one.answer for one in asked if one.answer is not None]


async def _name(tx: Tx, asked: list[_Asked]) -> None:
    """Find the campaigns; unique codes are held, so that of two who have one the first gets it."""
    codes = {normal_code(one.command.code) for one in asked if one.command.code is not None}
    found = await campaigns.find_campaigns(tx, [one.command.campaign_id for one in asked if one.command.campaign_id is not None], codes)
    by_id = {campaign.id: campaign for campaign in found}
    by_code = {campaign.shared_code: campaign for campaign in found if campaign.shared_code is not None}
    others = {code: mark_of(tx, code) for code in codes if code and code not in by_code}
    unique = await campaigns.lock_unique_codes(tx, others.values()) if others else {}
    missing = {one.campaign_id for one in unique.values()} - set(by_id)
    by_id |= {campaign.id: campaign for campaign in (await campaigns.find_campaigns(tx, missing) if missing else ())}
    for one in asked:
        code = None if one.command.code is None else normal_code(one.command.code)
        if code is None:
            # What is claimed by a code is not claimed by name.
            named = by_id.get(one.command.campaign_id) if one.command.campaign_id is not None else None
            one.campaign = named if named is not None and named.shared_code is None else None
        elif code in by_code:
            one.campaign = by_code[code]
        elif (held := unique.get(others.get(code, b""))) is not None and held.claimed_by is None:
            one.unique, one.campaign = held, by_id.get(held.campaign_id)


def _look(tx: Tx, one: _Asked) -> None:
    """Whatever does not need a counter."""
    if one.claimant is None:
        one.answer = Unauthenticated()
        return
    if one.campaign is None:
        one.answer = CampaignNotFound()
        return
    reasons = why_not(one.campaign.terms, one.campaign.period, Spender(one.claimant.tier, one.claimant.registered_at), tx.now)
    ended = [reason for reason in reasons if reason in (Reason.NOT_STARTED, Reason.ENDED, Reason.PAUSED)]
    # The hours are those of use; to claim, the day and hour do not matter.
    personal = [reason.value for reason in reasons if reason in (Reason.OTHER_TIER, Reason.NOT_NEW)]
    if ended:
        one.answer = CampaignEnded(ended[0].value)
    elif personal:
        one.answer = CouponNotForYou(tuple(personal))
    else:
        household = str(one.claimant.household_id)
        one.windows = windows_of(one.campaign.terms.limits, one.command.owner_id, one.claimant.device_mark, household, business_date(tx.now))


async def _count(tx: Tx, asked: list[_Asked]) -> None:
    """Lock the counters of all, then give in order while there is any."""
    used: Counts[Counter] = Counts(await campaigns.lock_usages(tx, [counter for one in asked for counter, _ in one.counters()]))
    more: Counts[Counter] = Counts()
    taken: set[bytes] = set()
    granted: list[_Asked] = []
    for one in asked:
        full = next(((counter, most) for counter, most in one.counters() if used[counter] + more[counter] >= most), None)
        if one.unique is not None and one.unique.mark in taken:
            one.answer = CampaignNotFound()
        elif full is not None:
            one.answer = CouponLimitReached(full[0][1], full[1])
        else:
            more.update(counter for counter, _ in one.counters())
            taken.update([] if one.unique is None else [one.unique.mark])
            granted.append(one)
            one.answer = _granted(tx, one)
    campaigns.write_usages(tx, dict(more))
    campaigns.write_unique_claims(tx, [(one.unique.mark, one.command.owner_id) for one in granted if one.unique is not None])
    given = [one.answer for one in granted if isinstance(one.answer, CouponGranted)]
    coupons.write_new(tx, [(answer.customer_id, answer.coupon_id, answer.campaign_id, answer.expires_at) for answer in given])


def _granted(tx: Tx, one: _Asked) -> CouponGranted:
    command, campaign = one.command, one.campaign
    assert command.request_id is not None
    assert campaign is not None
    coupon_id = derived_id(command.request_id, "coupon")
    tx.publish(CouponClaimed(command.owner_id, None, coupon_id, campaign.id))
    return CouponGranted(command.owner_id, coupon_id, campaign.id, coupon_end(tx.now, campaign.terms.life_days, campaign.ends_at))
