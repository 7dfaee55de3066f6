"""The one door through which every movement of the house goes."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from domains.kernel.ids import in_order
from domains.kernel.transactions import Tx
from domains.ledger.events import HoldChanged, HoldPlaced, MovementPosted
from domains.ledger.planned import (
    LockedAccount,
    LockedHold,
    Planned,
    PlannedCapture,
    PlannedHold,
    PlannedMovement,
    PlannedRelease,
    PostedMovement,
    Verdict,
)
from domains.ledger.queries import entries, holds, hot, posting
from domains.ledger.queries.accounts import find_hot, lock_accounts
from domains.ledger.rules.judging import judge
from domains.ledger.rules.limits import read_used
from domains.ledger.rules.movements import Books, Judgement, Period


async def post(tx: Tx, journals: Sequence[tuple[UUID, Sequence[Planned]]]) -> list[Verdict]:
    """Post journals of what is planned together, each all or none, judged in order. One verdict per journal: a Posting, or the first rule broken.

    Locks every account in id order, looks at holds where there are any, decides in rules, writes with the outcomes of
    the commands, in one statement. Holds of the accounts locked that have expired are written down first. A verb calls it once, last."""
    planned = [one for _, together in journals for one in together]
    books = await _lock(tx, planned)
    judgement = judge(journals, books)
    _write(tx, judgement, books)
    return judgement.verdicts


async def lock_for_posts(tx: Tx, account_ids: Sequence[UUID]) -> None:
    """Hold accounts until commit, in id order: first of all, for a verb that posts more than once, so that it waits for nobody while others wait for it."""
    await lock_accounts(tx, sorted(account_ids, key=in_order))


async def write_down_expired(tx: Tx, account_ids: Sequence[UUID]) -> int:
    """Write down the holds of those accounts that have expired. How many there were."""
    bearing = await lock_accounts(tx, sorted(account_ids), sorted(account_ids))
    found = await holds.list_locked(tx, (), list(bearing))
    books = Books(bearing, _used([], found, bearing), tx.now, found)
    judgement = judge([], books)
    _write(tx, judgement, books)
    return len(judgement.holds)


async def _lock(tx: Tx, planned: Sequence[Planned]) -> Books:
    """Lock and look: everything that the decision needs, read after the locks are ours. A statement for each kind of thing that is there."""
    moving = [one for one in planned if isinstance(one, PlannedMovement | PlannedHold)]
    ids = {account_id for one in moving for account_id in (one.debit_account_id, one.credit_account_id)}
    hold_ids = [one.hold_id for one in planned if isinstance(one, PlannedCapture | PlannedRelease)]
    accounts = await lock_accounts(tx, sorted(ids, key=in_order), [one.debit_account_id for one in moving], hold_ids)
    found: dict[UUID, LockedHold] = {}
    bearing = [account.id for account in accounts.values() if account.debits_pending or account.credits_pending]
    asked = hold_ids + [one.id for one in moving if isinstance(one, PlannedHold)]
    if asked or bearing:
        found = await holds.list_locked(tx, asked, bearing)
        ids.update(id_ for hold_id in hold_ids if (hold := found.get(hold_id)) for id_ in (hold.debit_account_id, hold.credit_account_id))
    if len(accounts) < len(ids):
        accounts |= await find_hot(tx, [id_ for id_ in ids if id_ not in accounts])
    await _fold(tx, accounts, planned)
    repeated = [one.id for one in planned if isinstance(one, PlannedCapture) and one.hold_id in found and one.id in found[one.hold_id].capture_ids]
    return Books(
        accounts,
        _used(moving, found, accounts),
        tx.now,
        found,
        await entries.find_posted(tx, repeated) if repeated else {},
    )


async def _fold(tx: Tx, accounts: dict[UUID, LockedAccount], planned: Sequence[Planned]) -> None:
    """What is taken from a hot account is judged against all that it holds: fold until there is enough for the group, or nothing is left."""
    wanted = Counter[UUID]()
    for one in planned:
        if isinstance(one, PlannedMovement | PlannedHold):
            wanted[one.debit_account_id] += one.amount.minor
    taken_from = [account for account in accounts.values() if account.hot and account.locked]
    while taken_from:
        folds = await hot.fold(tx, [account.id for account in taken_from])
        for account in taken_from:
            if account.id in folds:
                account.credits_posted, account.last_sequence, _ = folds[account.id]
        taken_from = [one for one in taken_from if one.id in folds and folds[one.id].more and one.available < wanted[one.id]]


def _used(moving: Sequence[PlannedMovement | PlannedHold], found: dict[UUID, LockedHold], accounts: dict[UUID, LockedAccount]) -> dict[Period, int]:
    """What the limits named have used, as the accounts' rows say."""
    ids = {one.debit_account_id for one in moving if one.limits} | {hold.debit_account_id for hold in found.values() if hold.limit_periods}
    return {(id_, period): used for id_ in ids if id_ in accounts for period, used in read_used(accounts[id_].limits_used).items()}


def _write(tx: Tx, judgement: Judgement, books: Books) -> None:
    posting.write(tx, judgement)
    for posted in judgement.posted:
        tx.publish(_moved(posted))
    for hold in judgement.holds.values():
        tx.publish(_placed(hold, books) if hold.id in judgement.placed else _changed(hold, books))


def _moved(posted: PostedMovement) -> MovementPosted:
    return MovementPosted(
        posted.debit.owner_id,
        posted.credit.owner_id,
        posted.id,
        posted.kind,
        posted.debit.account_id,
        posted.debit.sequence,
        posted.credit.account_id,
        posted.credit.sequence,
        posted.amount.minor,
        posted.amount.asset.code,
    )


def _owners(hold: LockedHold, books: Books) -> tuple[UUID, UUID | None]:
    debit, credit = (books.accounts.get(account_id) for account_id in (hold.debit_account_id, hold.credit_account_id))
    owners = [account.owner_id for account in (debit, credit) if account is not None]
    return owners[0], owners[1] if len(owners) > 1 else None


def _placed(hold: LockedHold, books: Books) -> HoldPlaced:
    return HoldPlaced(*_owners(hold, books), hold.id, hold.kind, hold.debit_account_id, hold.credit_account_id, hold.amount, hold.asset.code, hold.expires_at)


def _changed(hold: LockedHold, books: Books) -> HoldChanged:
    return HoldChanged(
        *_owners(hold, books),
        hold.id,
        hold.kind,
        hold.debit_account_id,
        hold.credit_account_id,
        hold.captured,
        hold.released,
        hold.asset.code,
        hold.state,
    )
