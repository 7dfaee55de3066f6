"""Referral: who is rewarded for a purchase that came of sharing, and why not.

A purchase is led back to what its customer scanned of friends' codes for the product within LIFE before it. The first and the last friend are kept; the last
one is rewarded, and nobody else: one level only, whoever shared with that friend. A customer is rewarded for once in a campaign.

The rules are data with a version; each decision keeps the version and every reason, in the order of Reason."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domains.offers.errors.referral import ReferralMalformed

LIFE = timedelta(days=7)
CHAIN_MOST = 8
"""How many friends up a chain of sharing is followed in search of a loop."""

REWARD_MOST_MINOR = 100_000_00


class Reason(StrEnum):
    """Why a reward is refused."""

    SELF = "self"
    SAME_DEVICE = "same_device"
    SAME_HOUSEHOLD = "same_household"
    LOOP = "loop"
    NOT_NEW = "not_new"
    TOO_MANY_TODAY = "too_many_today"
    BUDGET_SPENT = "budget_spent"
    RETURNED = "returned"
    NOT_PAYABLE = "not_payable"


@dataclass(frozen=True, slots=True)
class FraudRules:
    """A version of the rules. None: no such rule. Oneself and loops are refused by every version."""

    version: int = 0
    refuses_same_device: bool = True
    refuses_same_household: bool = True
    newcomer_days: int | None = None
    most_a_day: int | None = 20


class Mark(NamedTuple):
    """What is known of a customer: since when, on which devices, and with whom those are shared."""

    registered_at: datetime
    devices: frozenset[str]
    household_id: UUID


class Share(NamedTuple):
    """A purchase that came of sharing. `chain` is who shared with the sharer, and so on up."""

    customer_id: UUID
    sharer_id: UUID
    chain: tuple[UUID, ...]
    earned_today: int
    bought_at: datetime


def judge(rules: FraudRules, share: Share, customer: Mark | None, sharer: Mark | None) -> list[Reason]:
    """Every reason for which the sharer is not rewarded; none: they are."""
    known = customer is not None and sharer is not None
    told = {
        Reason.SELF: share.sharer_id == share.customer_id,
        Reason.SAME_DEVICE: rules.refuses_same_device and customer is not None and sharer is not None and bool(customer.devices & sharer.devices),
        Reason.SAME_HOUSEHOLD: rules.refuses_same_household and customer is not None and sharer is not None and customer.household_id == sharer.household_id,
        Reason.LOOP: share.customer_id in share.chain,
        Reason.NOT_NEW: rules.newcomer_days is not None
        and (customer is None or share.bought_at - customer.registered_at > timedelta(days=rules.newcomer_days)),
        Reason.TOO_MANY_TODAY: rules.most_a_day is not None and share.earned_today >= rules.most_a_day,
        Reason.NOT_PAYABLE: not known,
    }
    return [reason for reason in Reason if told.get(reason, False)]


def check_programme(reward_minor: int, least_minor: int) -> None:
    """Raises ReferralMalformed."""
    for what, minor in (("reward", reward_minor), ("least", least_minor)):
        if not 1 <= minor <= REWARD_MOST_MINOR:
            raise ReferralMalformed(what)


def check_rules(rules: FraudRules) -> None:
    """Raises ReferralMalformed."""
    for what, number in (("newcomer_days", rules.newcomer_days), ("most_a_day", rules.most_a_day)):
        if number is not None and not 1 <= number <= 10_000:
            raise ReferralMalformed(what)
