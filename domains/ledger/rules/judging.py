"""Judge a group of journals in order: each all or none, each against the state that those before it leave."""

from collections.abc import Sequence
from dataclasses import fields, replace
from uuid import UUID

from domains.kernel.errors import Refusal
from domains.ledger.planned import (
    Hold,
    LockedAccount,
    LockedHold,
    Planned,
    PlannedCapture,
    PlannedHold,
    PlannedMovement,
    PlannedRelease,
    PostedMovement,
    Posting,
)
from domains.ledger.rules.holds import apply_capture, apply_hold, apply_release, write_down_expired
from domains.ledger.rules.limits import read_used, write_used
from domains.ledger.rules.movements import Books, Judgement, apply_movement


def judge(journals: Sequence[tuple[UUID, Sequence[Planned]]], books: Books) -> Judgement:
    """Decide on each journal. Books are changed as they will be once the judgement is written."""
    judgement = Judgement()
    if books.holds:
        write_down_expired(books, judgement)
    for journal_id, planned in journals:
        if len(planned) == 1 and type(planned[0]) is PlannedMovement:
            # A single movement changes nothing before its last check has passed.
            try:
                judgement.verdicts.append(Posting((apply_movement(planned[0], journal_id, books, judgement),)))
            except Refusal as refusal:
                judgement.verdicts.append(refusal)
            continue
        before, attempt = _Memory(planned, books), Judgement()
        try:
            verdict = _apply(planned, journal_id, books, attempt)
        except Refusal as refusal:
            before.restore(books)
            judgement.verdicts.append(refusal)
            continue
        judgement.add(attempt)
        judgement.verdicts.append(verdict)
    _note_used(books, judgement)
    return judgement


def _note_used(books: Books, judgement: Judgement) -> None:
    """Put what limits have used back on their accounts."""
    used: dict[UUID, dict[str, int]] = {}
    for (account_id, period), minor in judgement.used.items():
        used.setdefault(account_id, {})[period] = minor
    for account_id, periods in used.items():
        account = books.accounts[account_id]
        account.limits_used = write_used(read_used(account.limits_used) | periods)


def _apply(planned: Sequence[Planned], journal_id: UUID, books: Books, into: Judgement) -> Posting:
    movements: list[PostedMovement] = []
    holds: dict[UUID, Hold] = {}
    for one in planned:
        if isinstance(one, PlannedMovement):
            movements.append(apply_movement(one, journal_id, books, into))
            continue
        hold: LockedHold
        if isinstance(one, PlannedHold):
            hold = apply_hold(one, journal_id, books, into)
        elif isinstance(one, PlannedCapture):
            posted, hold = apply_capture(one, journal_id, books, into)
            movements.append(posted)
        else:
            hold = apply_release(one, books, into)
        holds[hold.id] = hold.shown()
    return Posting(movements, tuple(holds.values()))


class _Memory:
    """What a journal may change in the books, as it was before."""

    def __init__(self, planned: Sequence[Planned], books: Books) -> None:
        holds = [books.holds[one.hold_id] for one in planned if isinstance(one, PlannedCapture | PlannedRelease) and one.hold_id in books.holds]
        moving = [one for one in planned if isinstance(one, PlannedMovement | PlannedHold)]
        pairs = [(one.debit_account_id, one.credit_account_id) for one in (*moving, *holds)]
        self._accounts = [replace(books.accounts[id_]) for pair in pairs for id_ in pair if id_ in books.accounts]
        periods = [(one.debit_account_id, limit.period) for one in moving for limit in one.limits]
        periods += [(hold.debit_account_id, period) for hold in holds for period in hold.limit_periods]
        self._used = [(key, books.used.get(key)) for key in periods]
        self._holds = [replace(hold) for hold in holds]
        self._new = [one.id for one in moving if isinstance(one, PlannedHold) and one.id not in books.holds]

    def restore(self, books: Books) -> None:
        """Undo what the journal changed."""
        for account in self._accounts:
            _copy_into(books.accounts[account.id], account)
        for key, value in self._used:
            if value is None:
                books.used.pop(key, None)
            else:
                books.used[key] = value
        for hold in self._holds:
            _copy_into(books.holds[hold.id], hold)
        for id_ in self._new:
            books.holds.pop(id_, None)


def _copy_into(target: LockedAccount | LockedHold, source: LockedAccount | LockedHold) -> None:
    for field in fields(source):
        setattr(target, field.name, getattr(source, field.name))
