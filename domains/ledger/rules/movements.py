"""Whether what is planned may be posted: pure decisions over locked accounts.

The first rule broken is the refusal, in this order: AccountNotFound (debit, then credit), SameAccount, AmountOutOfRange, AssetMismatch (debit, then credit),
AccountClosed (debit, then credit), AccountFrozen, LimitExceeded (in the order given), InsufficientFunds, AmountOutOfRange of the balance reached.
Holds, captures and releases: see holds.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domains.kernel.errors import AmountOutOfRange, AssetMismatch
from domains.kernel.money import MINOR_MAX, Amount
from domains.ledger.errors import AccountClosed, AccountFrozen, AccountNotFound, InsufficientFunds, LimitExceeded, SameAccount
from domains.ledger.planned import CREDIT, DEBIT, Limit, LockedAccount, LockedHold, PlannedHold, PlannedMovement, PostedMovement, Side, Verdict

MovementRow = tuple[UUID, UUID, str, UUID, UUID, str, int, UUID | None, UUID | None, datetime, str | None]
"""id, journal_id, kind, debit and credit account, asset, amount, reverses_id, hold_id, effective_at, limit_periods."""

EntryRow = tuple[UUID, int, UUID, str, int, int]
"""account_id, sequence, movement_id, side, amount, balance_after."""

UnfoldedRow = tuple[UUID, UUID, int]
"""account_id, movement_id, amount."""

Period = tuple[UUID, str]
"""A window: the debited account, and the name of the period."""


@dataclass(slots=True)
class Books:
    """What a group is judged against: everything that it names, under lock."""

    accounts: Mapping[UUID, LockedAccount]
    used: dict[Period, int]
    booked_at: datetime
    holds: dict[UUID, LockedHold] = field(default_factory=dict)
    repeated: Mapping[UUID, PostedMovement] = field(default_factory=dict)
    """Captures that were posted before, by their id."""


@dataclass(slots=True)
class Judgement:
    """The verdict on each journal of a group, and what is to be written for those that may be posted."""

    verdicts: list[Verdict] = field(default_factory=list)
    posted: list[PostedMovement] = field(default_factory=list)
    movements: list[MovementRow] = field(default_factory=list)
    entries: list[EntryRow] = field(default_factory=list)
    unfolded: list[UnfoldedRow] = field(default_factory=list)
    used: dict[Period, int] = field(default_factory=dict)
    touched: dict[UUID, LockedAccount] = field(default_factory=dict)
    holds: dict[UUID, LockedHold] = field(default_factory=dict)
    placed: set[UUID] = field(default_factory=set)
    """Those of the holds that are new."""

    def add(self, other: "Judgement") -> None:
        """Take over what another one is to write. Its verdicts are the caller's to add."""
        self.posted += other.posted
        self.movements += other.movements
        self.entries += other.entries
        self.unfolded += other.unfolded
        self.used |= other.used
        self.touched |= other.touched
        self.holds |= other.holds
        self.placed |= other.placed


def check_movement(planned: PlannedMovement | PlannedHold, accounts: Mapping[UUID, LockedAccount], used: Mapping[Period, int]) -> None:
    """Raise the first rule that a movement, or a hold for one, breaks, in the order of this module's docstring."""
    debit, credit = accounts.get(planned.debit_account_id), accounts.get(planned.credit_account_id)
    if debit is None:
        raise AccountNotFound(planned.debit_account_id)
    if credit is None:
        raise AccountNotFound(planned.credit_account_id)
    if debit is credit:
        raise SameAccount(debit.id)
    minor, asset = planned.amount.minor, planned.amount.asset
    if not 0 < minor <= MINOR_MAX:
        raise AmountOutOfRange(minor, asset.code, 1, MINOR_MAX)
    if debit.asset is not asset and debit.asset.code != asset.code:
        raise AssetMismatch(asset.code, debit.asset.code)
    if credit.asset is not asset and credit.asset.code != asset.code:
        raise AssetMismatch(asset.code, credit.asset.code)
    check_open(debit, credit)
    if planned.limits:
        _check_limits(planned.limits, debit, planned.amount, used)
    check_funds(debit, credit, minor)
    check_range(debit, credit, minor)


def check_open(debit: LockedAccount, credit: LockedAccount) -> None:
    """Neither is closed, and what is debited is not frozen."""
    for account in (debit, credit):
        if account.state == "closed":
            raise AccountClosed(account.id)
    if debit.state == "frozen":
        raise AccountFrozen(debit.id)


def check_funds(debit: LockedAccount, credit: LockedAccount, minor: int) -> None:
    """A debit takes from a credit-normal account, a credit from a debit-normal one."""
    if debit.normal_side == CREDIT and not debit.may_go_negative and debit.available < minor:
        raise InsufficientFunds(debit.id, Amount(debit.available, debit.asset))
    if credit.normal_side == DEBIT and not credit.may_go_negative and credit.available < minor:
        raise InsufficientFunds(credit.id, Amount(credit.available, credit.asset))


def check_range(debit: LockedAccount, credit: LockedAccount, minor: int) -> None:
    """No sum of an account, with what is held of it, passes what a column can hold."""
    most = MINOR_MAX - max(debit.debits_posted + debit.debits_pending, credit.credits_posted + credit.credits_pending)
    if minor > most:
        raise AmountOutOfRange(minor, debit.asset.code, 1, most)


def apply_movement(planned: PlannedMovement, journal_id: UUID, books: Books, into: Judgement) -> PostedMovement:
    """Check a movement and book it."""
    check_movement(planned, books.accounts, books.used)
    debit, credit = books.accounts[planned.debit_account_id], books.accounts[planned.credit_account_id]
    periods = None
    if planned.limits:
        use_limits(planned.limits, debit.id, planned.amount.minor, books, into)
        periods = " ".join(limit.period for limit in planned.limits)
    return book(planned.id, journal_id, planned.kind, debit, credit, planned.amount, books, into, planned.reverses_id, None, planned.effective_at, periods)


def book(
    id_: UUID,
    journal_id: UUID,
    kind: str,
    debit: LockedAccount,
    credit: LockedAccount,
    amount: Amount,
    books: Books,
    into: Judgement,
    reverses_id: UUID | None,
    hold_id: UUID | None,
    effective_at: datetime | None,
    limit_periods: str | None,
) -> PostedMovement:
    """Change both accounts and note the rows to be written. What is booked was checked before."""
    minor, asset = amount.minor, amount.asset
    into.movements.append((id_, journal_id, kind, debit.id, credit.id, asset.code, minor, reverses_id, hold_id, effective_at or books.booked_at, limit_periods))
    debit.debits_posted += minor
    debit.last_sequence += 1
    after = debit.posted
    into.entries.append((debit.id, debit.last_sequence, id_, DEBIT, minor, after))
    into.touched[debit.id] = debit
    debit_side = Side(debit.id, debit.owner_id, debit.last_sequence, Amount(after, asset))
    if credit.locked:
        credit.credits_posted += minor
        credit.last_sequence += 1
        after = credit.posted
        into.entries.append((credit.id, credit.last_sequence, id_, CREDIT, minor, after))
        into.touched[credit.id] = credit
        credit_side = Side(credit.id, credit.owner_id, credit.last_sequence, Amount(after, asset))
    else:
        into.unfolded.append((credit.id, id_, minor))
        credit_side = Side(credit.id, credit.owner_id, 0, Amount(0, asset))
    posted = PostedMovement(id_, kind, amount, debit_side, credit_side, books.booked_at)
    into.posted.append(posted)
    return posted


def use_limits(limits: Sequence[Limit], debit_id: UUID, minor: int, books: Books, into: Judgement) -> None:
    """Count an amount in the windows that it names."""
    for limit in limits:
        key = (debit_id, limit.period)
        books.used[key] = into.used[key] = books.used.get(key, 0) + minor


def _check_limits(limits: Sequence[Limit], debit: LockedAccount, amount: Amount, used: Mapping[Period, int]) -> None:
    for limit in limits:
        so_far = used.get((debit.id, limit.period), 0)
        if so_far + amount.minor > limit.most_minor:
            raise LimitExceeded(limit.period, Amount(limit.most_minor, amount.asset), Amount(max(0, limit.most_minor - so_far), amount.asset))
