"""What an agreement gives whom: the commission on an order, how it is parted to the minor unit, what a refund takes back, and which month it is settled in.

Rounding. An order's commission is parted in whole minor units that sum to it exactly. What a party is due beyond or below its whole units is carried to the
next order of the same split, in ten-thousandths of a minor unit, so that over any number of orders no party drifts away from its share. A refund takes back of
each part the share that has been refunded *in all* of the order, rounded down, less what earlier refunds took: in whatever steps an order is refunded, what is
taken back depends on their sum alone, and ends at exactly the part."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from domains.scenes.errors.agreement import (
    AgreementMonthNotOver,
    AgreementNotFound,
    AgreementSplitEndsEarly,
    AgreementSplitInPast,
    AgreementSplitNotOpen,
    AgreementSplitOwn,
    AgreementSplitUneven,
)

BPS_WHOLE = 10_000
"""Hundredths of a percent in a whole."""

PARTIES_MAX = 8

PARTS_MAX_MINOR = 10**12
"""The most that a fixed or least commission may be."""


class SplitState(StrEnum):
    """Where a split stands: proposed by one of the staff, then approved or rejected by another, or withdrawn by the first."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


def check_split(parties: Sequence[UUID], shares_bps: Sequence[int], commission_bps: int, fixed_minor: int, least_minor: int) -> None:
    """Raises AgreementSplitUneven unless there are one to eight different parties whose shares are positive and sum to the whole, and amounts in bounds."""
    are_parties = 1 <= len(parties) == len(shares_bps) <= PARTIES_MAX and len(set(parties)) == len(parties)
    are_amounts = 0 <= commission_bps <= BPS_WHOLE and 0 <= fixed_minor <= PARTS_MAX_MINOR and 0 <= least_minor <= PARTS_MAX_MINOR
    if not (are_parties and are_amounts and all(share > 0 for share in shares_bps) and sum(shares_bps) == BPS_WHOLE):
        raise AgreementSplitUneven(sum(shares_bps))


def check_days(valid_from: date, valid_to: date | None) -> None:
    """Raises AgreementSplitEndsEarly unless there is a day on which the split is in force."""
    if valid_to is not None and valid_to <= valid_from:
        raise AgreementSplitEndsEarly(valid_from)


def check_withdrawal(state: str, proposed_by: UUID, owner_id: UUID) -> None:
    """Raises AgreementNotFound for what another proposed, then AgreementSplitNotOpen for one that was decided."""
    if proposed_by != owner_id:
        raise AgreementNotFound
    if state != SplitState.PROPOSED:
        raise AgreementSplitNotOpen


def check_approval(state: str, proposed_by: UUID, approver_id: UUID, valid_from: date, today: date) -> None:
    """Raises, in this order: AgreementSplitNotOpen for one that was decided, AgreementSplitOwn, AgreementSplitInPast for one that would change days gone by."""
    if state != SplitState.PROPOSED:
        raise AgreementSplitNotOpen
    if proposed_by == approver_id:
        raise AgreementSplitOwn
    if valid_from < today:
        raise AgreementSplitInPast(valid_from)


def commission_of(amount_minor: int, commission_bps: int, fixed_minor: int, least_minor: int) -> int:
    """The commission on an order: its rate, half a minor unit rounded up, and the fixed part; at least the least, and never more than the order."""
    rated = (amount_minor * commission_bps + BPS_WHOLE // 2) // BPS_WHOLE + fixed_minor
    return min(amount_minor, max(rated, least_minor))


def part_commission(minor: int, shares_bps: Sequence[int], carries: Sequence[int]) -> tuple[list[int], list[int]]:
    """Part a commission by shares: (the parts, the carries after it). Parts are not negative and sum to the commission; carries sum to zero.

    Each party has the whole units of what it is due, carried ones with them; single units left over go where most is due (of equal ones, to the first)."""
    due = [minor * share + carried for share, carried in zip(shares_bps, carries, strict=True)]
    parts = [max(0, one // BPS_WHOLE) for one in due]
    while (missing := minor - sum(parts)) != 0:
        left = [one - given * BPS_WHOLE for one, given in zip(due, parts, strict=True)]
        if missing > 0:
            parts[max(range(len(parts)), key=lambda index: (left[index], -index))] += 1
        else:
            parts[min((index for index in range(len(parts)) if parts[index]), key=lambda index: (left[index], index))] -= 1
    return parts, [one - given * BPS_WHOLE for one, given in zip(due, parts, strict=True)]


def taken_back(parts: Sequence[int], amount_minor: int, refunded_before: int, refunded_minor: int) -> list[int]:
    """What a refund takes back of each part of an order, of which `refunded_before` had gone back before."""
    before, after = min(amount_minor, refunded_before), min(amount_minor, refunded_before + refunded_minor)
    return [one * after // amount_minor - one * before // amount_minor for one in parts]


def month_of(day: date) -> date:
    """A month is named by its first day."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """The one after it."""
    return month_of(month + timedelta(days=31))


def last_month(month: date) -> date:
    """The one before it."""
    return month_of(month - timedelta(days=1))


def period_of(day: date, settled_through: date) -> date:
    """The month in which what happened on a day is settled: its own, or the first that is not settled yet."""
    return max(month_of(day), next_month(settled_through))


def check_month(month: date, settled_through: date, today: date) -> None:
    """Raises AgreementMonthNotOver unless the month is over and the next one to be settled."""
    if month != next_month(settled_through) or next_month(month) > today:
        raise AgreementMonthNotOver(next_month(settled_through))


def due_of(brought_minor: int, accrued_minor: int, reversed_minor: int) -> tuple[int, int]:
    """What is paid to a party for a month, and what is carried to the next: refunds beyond what was earned are carried, never collected."""
    net = brought_minor + accrued_minor - reversed_minor
    return max(0, net), min(0, net)
