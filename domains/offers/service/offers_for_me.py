"""Offers for a customer, ranked with a reason."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from domains import customers
from domains.kernel.clock import business_date
from domains.kernel.transactions import Read
from domains.offers.queries import ranking
from domains.offers.queries.campaigns import Campaign, Counter, list_open_campaigns
from domains.offers.rules.campaigns import Reason, Spender, why_not, windows_of
from domains.offers.rules.ranking import KNOWN_FOR, NOTHING_KNOWN, Known, Why, place_of, why_of

PERSONAL_OFFERS = "personal_offers"

LOOKED_AT_MOST = 100
"""Campaigns that are looked at, those that end first."""


class OfferForMe(NamedTuple):
    """A campaign that the customer can claim a coupon of, and why it stands where it does."""

    campaign: Campaign
    why: Why


async def list_offers_for_me(read: Read, askers: Sequence[tuple[UUID, UUID]], most: int) -> list[list[OfferForMe]]:
    """For each (customer, session), in order: what can be claimed, ranked by rules/ranking.py. Empty where the session has ended. Five statements at most,
    however many ask."""
    running = await list_open_campaigns(read, LOOKED_AT_MOST)
    claimants = await customers.find_claimants(read, askers) if running else [None for _ in askers]
    consents = await customers.find_consents(read, [customer_id for customer_id, _ in askers], PERSONAL_OFFERS) if any(claimants) else [None for _ in askers]
    agreed = sorted({consent.customer_id for consent in consents if consent is not None})
    known = await ranking.find_known(read, agreed, read.now - KNOWN_FOR) if agreed else {}
    today = business_date(read.now)
    limits: list[dict[UUID, list[tuple[Counter, int]]]] = []
    for (customer_id, _), claimant in zip(askers, claimants, strict=True):
        eligible = [one for one in running if claimant is not None and _is_for(one, Spender(claimant.tier, claimant.registered_at), read)]
        marks = ("", "") if claimant is None else (claimant.device_mark, str(claimant.household_id))
        limits.append(
            {one.id: [((one.id, scope, key), cap) for scope, key, cap in windows_of(one.terms.limits, customer_id, *marks, today)] for one in eligible}
        )
    used = await ranking.find_used(read, [counter for of_one in limits for windows in of_one.values() for counter, _ in windows])
    by_id = {one.id: one for one in running}
    told = []
    for (customer_id, _), consent, of_one in zip(askers, consents, limits, strict=True):
        open_ = [by_id[id_] for id_, windows in of_one.items() if all(used.get(counter, 0) < cap for counter, cap in windows)]
        told.append(_ranked(read, open_, None if consent is None else known.get(customer_id, NOTHING_KNOWN))[:most])
    return told


def _is_for(campaign: Campaign, spender: Spender, read: Read) -> bool:
    """To claim, the day and hour do not matter."""
    reasons = why_not(campaign.terms, campaign.period, spender, read.now)
    return not set(reasons) - {Reason.OTHER_DAY, Reason.OTHER_HOUR}


def _ranked(read: Read, running: Sequence[Campaign], known: Known | None) -> list[OfferForMe]:
    offers = [OfferForMe(one, why_of(one.terms.conditions, one.ends_at, known, read.now)) for one in running]
    return sorted(offers, key=lambda one: place_of(one.why, one.campaign.ends_at, one.campaign.id, is_personal=known is not None))
