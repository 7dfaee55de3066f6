"""Whether holds may be placed, captured and let go: pure decisions over locked accounts.

To place: the rules of a movement (see movements.py), then HoldEnded when it would have expired already. An id that has a hold already: the same hold is
told, one that differs is IdReused.
To capture: HoldNotFound, HoldEnded, AssetMismatch, AmountOutOfRange, CaptureTooLarge, AccountClosed (debit, then credit), AccountFrozen, InsufficientFunds of
an account that does not bear the hold, AmountOutOfRange of the balance reached. A capture that was posted before is told again.
To release: HoldNotFound, HoldEnded of one that was captured in full.

A hold expires at its instant, whether or not that has been written down: `write_down_expired` comes before everything else."""

from uuid import UUID

from domains.kernel.errors import AmountOutOfRange, AssetMismatch, IdReused
from domains.kernel.money import Amount
from domains.ledger.errors import CaptureTooLarge, HoldEnded, HoldNotFound
from domains.ledger.planned import (
    CAPTURED,
    CREDIT,
    EXPIRED,
    OPEN,
    RELEASED,
    LockedAccount,
    LockedHold,
    PlannedCapture,
    PlannedHold,
    PlannedRelease,
    PostedMovement,
)
from domains.ledger.rules.movements import Books, Judgement, book, check_funds, check_movement, check_open, check_range, use_limits


def write_down_expired(books: Books, into: Judgement) -> None:
    """End every hold that has expired by now."""
    for hold in books.holds.values():
        if hold.state == OPEN and hold.expires_at <= books.booked_at:
            _let_go(hold, EXPIRED, books, into)


def apply_hold(planned: PlannedHold, journal_id: UUID, books: Books, into: Judgement) -> LockedHold:
    """Set an amount aside."""
    there = books.holds.get(planned.id)
    if there is not None:
        if (there.debit_account_id, there.credit_account_id, there.amount, there.asset.code) != (
            planned.debit_account_id,
            planned.credit_account_id,
            planned.amount.minor,
            planned.amount.asset.code,
        ):
            raise IdReused(planned.id)
        return there
    check_movement(planned, books.accounts, books.used)
    if planned.expires_at <= books.booked_at:
        raise HoldEnded(planned.id, EXPIRED)
    debit, credit = books.accounts[planned.debit_account_id], books.accounts[planned.credit_account_id]
    bearer = _bearer(debit, credit)
    if planned.limits and bearer is not debit:
        # Its windows would be given back without their account's lock.
        raise ValueError("a hold that the credited account bears takes no limits")
    use_limits(planned.limits, debit.id, planned.amount.minor, books, into)
    hold = LockedHold(
        planned.id,
        planned.kind,
        bearer.id,
        debit.id,
        credit.id,
        planned.amount.asset,
        planned.amount.minor,
        0,
        0,
        OPEN,
        tuple(limit.period for limit in planned.limits),
        planned.expires_at,
        books.booked_at,
        journal_id,
    )
    books.holds[hold.id] = into.holds[hold.id] = hold
    into.placed.add(hold.id)
    _hold_back(hold, hold.amount, books, into)
    return hold


def apply_capture(planned: PlannedCapture, journal_id: UUID, books: Books, into: Judgement) -> tuple[PostedMovement, LockedHold]:
    """Move a part of what was set aside."""
    hold = _find(planned.hold_id, books)
    if planned.id in hold.capture_ids:
        return books.repeated[planned.id], hold
    if hold.state != OPEN:
        raise HoldEnded(hold.id, hold.state)
    amount = planned.amount or Amount(hold.left, hold.asset)
    if amount.asset.code != hold.asset.code:
        raise AssetMismatch(amount.asset.code, hold.asset.code)
    if amount.minor <= 0:
        raise AmountOutOfRange(amount.minor, hold.asset.code, 1, hold.left)
    if amount.minor > hold.left:
        raise CaptureTooLarge(hold.id, Amount(hold.left, hold.asset))
    debit, credit = books.accounts[hold.debit_account_id], books.accounts[hold.credit_account_id]
    check_open(debit, credit)
    _hold_back(hold, -amount.minor, books, into)
    check_funds(debit, credit, amount.minor)
    check_range(debit, credit, amount.minor)
    hold.captured += amount.minor
    hold.capture_ids = (*hold.capture_ids, planned.id)
    into.holds[hold.id] = hold
    periods = " ".join(hold.limit_periods) or None
    posted = book(planned.id, journal_id, planned.kind or hold.kind, debit, credit, amount, books, into, None, hold.id, planned.effective_at, periods)
    if hold.left == 0:
        hold.state = CAPTURED
    elif planned.release_rest:
        _let_go(hold, RELEASED, books, into)
    return posted, hold


def apply_release(planned: PlannedRelease, books: Books, into: Judgement) -> LockedHold:
    """Let go what is left."""
    hold = _find(planned.hold_id, books)
    if hold.state == CAPTURED:
        raise HoldEnded(hold.id, hold.state)
    if hold.state == OPEN:
        _let_go(hold, RELEASED, books, into)
    return hold


def _find(hold_id: UUID, books: Books) -> LockedHold:
    hold = books.holds.get(hold_id)
    if hold is None:
        raise HoldNotFound(hold_id)
    return hold


def _bearer(debit: LockedAccount, credit: LockedAccount) -> LockedAccount:
    """The account that a capture takes from: the debited one where a debit takes, else the credited one where a credit takes."""
    return debit if CREDIT in (debit.normal_side, credit.normal_side) else credit


def _hold_back(hold: LockedHold, minor: int, books: Books, into: Judgement) -> None:
    bearer = books.accounts[hold.account_id]
    if hold.account_id == hold.debit_account_id:
        bearer.debits_pending += minor
    else:
        bearer.credits_pending += minor
    into.touched[bearer.id] = bearer


def _let_go(hold: LockedHold, state: str, books: Books, into: Judgement) -> None:
    """End a hold: what is left is available again, and its windows have it back."""
    left = hold.left
    _hold_back(hold, -left, books, into)
    for period in hold.limit_periods:
        key = (hold.debit_account_id, period)
        if key in books.used:  # not where newer periods have taken its place
            books.used[key] = into.used[key] = books.used[key] - left
    hold.released += left
    hold.state = state
    into.holds[hold.id] = hold
