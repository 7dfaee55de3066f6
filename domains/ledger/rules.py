"""Whether movements may be posted: pure decisions over locked accounts.

The first rule broken is the refusal, in this order: AccountNotFound (debit, then credit), SameAccount, AmountOutOfRange, AssetMismatch (debit, then credit),
AccountClosed (debit, then credit), AccountFrozen, LimitExceeded (in the order given), InsufficientFunds, AmountOutOfRange of the balance reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from domains.kernel.assets import Asset
from domains.kernel.errors import AmountOutOfRange, AssetMismatch, Refusal
from domains.kernel.money import MINOR_MAX, Amount
from domains.ledger.errors import AccountClosed, AccountFrozen, AccountNotFound, InsufficientFunds, LimitExceeded, SameAccount

CREDIT, DEBIT = "credit", "debit"


class Limit(NamedTuple):
    """At most `most_minor` may leave the debited account in a period ("day:2026-11-23"); counted from `ledger_usage`."""

    period: str
    most_minor: int


class PlannedMovement(NamedTuple):
    """What a domain wants moved. Movements that are planned together share a journal and are posted all or none."""

    id: UUID
    kind: str
    debit_account_id: UUID
    credit_account_id: UUID
    amount: Amount
    limits: tuple[Limit, ...] = ()
    reverses_id: UUID | None = None
    effective_at: datetime | None = None


class Side(NamedTuple):
    """One account's part in a posted movement."""

    account_id: UUID
    owner_id: UUID
    sequence: int
    balance_after: Amount


class PostedMovement(NamedTuple):
    """A movement with its place in both accounts."""

    id: UUID
    kind: str
    amount: Amount
    debit: Side
    credit: Side
    booked_at: datetime


@dataclass(slots=True)
class LockedAccount:
    """An account under our lock. Its numbers change as movements are judged, and are written back together."""

    id: UUID
    owner_id: UUID
    asset: Asset
    normal_side: str
    may_go_negative: bool
    state: str
    debits_posted: int
    credits_posted: int
    debits_pending: int
    credits_pending: int
    last_sequence: int

    @property
    def posted(self) -> int:
        """Minor units that the account holds, positive on its normal side."""
        balance = self.credits_posted - self.debits_posted
        return balance if self.normal_side == CREDIT else -balance

    @property
    def available(self) -> int:
        """What is posted less what is held."""
        return self.posted - (self.debits_pending if self.normal_side == CREDIT else self.credits_pending)


Verdict = list[PostedMovement] | Refusal


@dataclass(slots=True)
class Judgement:
    """The verdict on each journal of a group, and what is to be written for those that may be posted."""

    verdicts: list[Verdict] = field(default_factory=list)
    posted: list[tuple[UUID, PlannedMovement, PostedMovement]] = field(default_factory=list)
    used: dict[tuple[UUID, str], int] = field(default_factory=dict)
    touched: dict[UUID, LockedAccount] = field(default_factory=dict)


def judge(
    journals: Sequence[tuple[UUID, Sequence[PlannedMovement]]],
    accounts: Mapping[UUID, LockedAccount],
    used: Mapping[tuple[UUID, str], int],
    booked_at: datetime,
) -> Judgement:
    """Judge journals in order, each against the state that those before it leave. `used` is what each (account, period) has let out before."""
    judgement = Judgement(used={})
    known = dict(used)
    for journal_id, movements in journals:
        done: list[tuple[UUID, PlannedMovement, PostedMovement]] = []
        before = _remember(movements, accounts, known)
        try:
            for movement in movements:
                done.append((journal_id, movement, _apply(movement, accounts, known, booked_at)))
        except Refusal as refusal:
            _restore(before, accounts, known)
            judgement.verdicts.append(refusal)
            continue
        judgement.posted.extend(done)
        judgement.verdicts.append([posted for _, _, posted in done])
        for _, movement, _ in done:
            judgement.touched[movement.debit_account_id] = accounts[movement.debit_account_id]
            judgement.touched[movement.credit_account_id] = accounts[movement.credit_account_id]
            judgement.used.update({(movement.debit_account_id, limit.period): known[movement.debit_account_id, limit.period] for limit in movement.limits})
    return judgement


def check_movement(movement: PlannedMovement, accounts: Mapping[UUID, LockedAccount], used: Mapping[tuple[UUID, str], int]) -> None:
    """Raise the first rule that the movement breaks, in the order of this module's docstring."""
    debit, credit = accounts.get(movement.debit_account_id), accounts.get(movement.credit_account_id)
    if debit is None:
        raise AccountNotFound(movement.debit_account_id)
    if credit is None:
        raise AccountNotFound(movement.credit_account_id)
    if debit is credit:
        raise SameAccount(debit.id)
    minor, asset = movement.amount.minor, movement.amount.asset
    if not 0 < minor <= MINOR_MAX:
        raise AmountOutOfRange(minor, asset.code, 1, MINOR_MAX)
    for account in (debit, credit):
        if account.asset.code != asset.code:
            raise AssetMismatch(asset.code, account.asset.code)
    for account in (debit, credit):
        if account.state == "closed":
            raise AccountClosed(account.id)
    if debit.state == "frozen":
        raise AccountFrozen(debit.id)
    for limit in movement.limits:
        so_far = used.get((debit.id, limit.period), 0)
        if so_far + minor > limit.most_minor:
            raise LimitExceeded(limit.period, Amount(limit.most_minor, asset), Amount(max(0, limit.most_minor - so_far), asset))
    _check_funds(debit, credit, minor)
    if debit.debits_posted + minor > MINOR_MAX or credit.credits_posted + minor > MINOR_MAX:
        raise AmountOutOfRange(minor, asset.code, 1, MINOR_MAX - max(debit.debits_posted, credit.credits_posted))


def _check_funds(debit: LockedAccount, credit: LockedAccount, minor: int) -> None:
    """A debit takes from a credit-normal account, a credit from a debit-normal one."""
    if debit.normal_side == CREDIT and not debit.may_go_negative and debit.available < minor:
        raise InsufficientFunds(debit.id, Amount(debit.available, debit.asset))
    if credit.normal_side == DEBIT and not credit.may_go_negative and credit.available < minor:
        raise InsufficientFunds(credit.id, Amount(credit.available, credit.asset))


def _apply(movement: PlannedMovement, accounts: Mapping[UUID, LockedAccount], used: dict[tuple[UUID, str], int], booked_at: datetime) -> PostedMovement:
    check_movement(movement, accounts, used)
    debit, credit = accounts[movement.debit_account_id], accounts[movement.credit_account_id]
    minor = movement.amount.minor
    debit.debits_posted += minor
    credit.credits_posted += minor
    debit.last_sequence += 1
    credit.last_sequence += 1
    for limit in movement.limits:
        used[debit.id, limit.period] = used.get((debit.id, limit.period), 0) + minor
    sides = [Side(one.id, one.owner_id, one.last_sequence, Amount(one.posted, one.asset)) for one in (debit, credit)]
    return PostedMovement(movement.id, movement.kind, movement.amount, sides[0], sides[1], booked_at)


_Memory = tuple[dict[UUID, tuple[int, int, int]], dict[tuple[UUID, str], int | None]]


def _remember(movements: Sequence[PlannedMovement], accounts: Mapping[UUID, LockedAccount], used: Mapping[tuple[UUID, str], int]) -> _Memory:
    numbers: dict[UUID, tuple[int, int, int]] = {}
    periods: dict[tuple[UUID, str], int | None] = {}
    if len(movements) == 1:
        # A single movement changes nothing before its last check has passed.
        return numbers, periods
    for movement in movements:
        for account_id in (movement.debit_account_id, movement.credit_account_id):
            account = accounts.get(account_id)
            if account is not None:
                numbers[account_id] = (account.debits_posted, account.credits_posted, account.last_sequence)
        for limit in movement.limits:
            key = (movement.debit_account_id, limit.period)
            periods[key] = used.get(key)
    return numbers, periods


def _restore(memory: _Memory, accounts: Mapping[UUID, LockedAccount], used: dict[tuple[UUID, str], int]) -> None:
    numbers, periods = memory
    for account_id, (debits, credits_, sequence) in numbers.items():
        account = accounts[account_id]
        account.debits_posted, account.credits_posted, account.last_sequence = debits, credits_, sequence
    for key, value in periods.items():
        if value is None:
            used.pop(key, None)
        else:
            used[key] = value
