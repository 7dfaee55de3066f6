"""Steps that the verbs on requests for money and on bills share: lock bill and request in one order, end requests, and let a bill settle itself."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from domains.kernel.ids import derived_id
from domains.kernel.transactions import Tx
from domains.wallet.events.money_requests import BillSplitEnded, MoneyRequestClosed, MoneyRequested, MoneyRequestPaid
from domains.wallet.queries import money_requests, splits
from domains.wallet.queries.money_requests import MoneyRequest
from domains.wallet.queries.splits import Split
from domains.wallet.rules.money_requests import LIFE, REMINDED_AFTER, MoneyRequestState, SplitState, split_after, state_at


def asked(tx: Tx, draft: MoneyRequest) -> MoneyRequest:
    """A request as it is first written, and the fact of it."""
    tx.publish(MoneyRequested(draft.payer_id, draft.requester_id, draft.id, draft.split_id, draft.amount.minor, draft.amount.asset.code, draft.expires_at))
    return draft


def times(now: datetime) -> dict[str, datetime]:
    """The moments of a request that is made now."""
    return {"asked_at": now, "expires_at": now + LIFE, "reminded_at": now, "remind_at": now + REMINDED_AFTER}


async def lock(tx: Tx, ids: Sequence[UUID]) -> tuple[dict[UUID, MoneyRequest], dict[UUID, Split]]:
    """The requests under lock, after the bills that they are shares of. Which bill that is never changes, so it may be looked at before."""
    found = await money_requests.find_requests(tx, ids)
    split_ids = sorted({one.split_id for one in found.values() if one.split_id is not None})
    locked = await splits.lock_splits(tx, split_ids) if split_ids else {}
    return {one.id: one for one in await money_requests.lock_requests(tx, sorted(found))} if found else {}, locked


def movement_id_of(request: MoneyRequest) -> UUID:
    """The movement that pays it."""
    return derived_id(request.id, "pay")


async def end(tx: Tx, ended: Iterable[MoneyRequest], state: MoneyRequestState, locked: dict[UUID, Split], split_state: SplitState | None = None) -> None:
    """Write the end of open requests under lock, tell of it, and of the bills of which no share is open any more."""
    after = [replace(one, state=state, ended_at=tx.now, remind_at=None) for one in ended]
    shares = await money_requests.list_requests_of_splits(tx, list(locked)) if locked else {}
    money_requests.update_requests(tx, after)
    for one in after:
        asset, minor = one.amount.asset.code, one.amount.minor
        if state is MoneyRequestState.PAID:
            tx.publish(MoneyRequestPaid(one.payer_id, one.requester_id, one.id, one.split_id, movement_id_of(one), minor, asset))
        else:
            tx.publish(MoneyRequestClosed(one.payer_id, one.requester_id, one.id, one.split_id, state))
    changed = {one.id: one.state for one in after}
    ended_splits: list[Split] = []
    for split in locked.values():
        states = [changed.get(share.id) or state_at(share.state, share.expires_at, tx.now) for share in shares[split.id]]
        told = split_after(states)
        if split.state is SplitState.OPEN and told is not SplitState.OPEN:
            ended_splits.append(replace(split, state=split_state or told))
    splits.update_splits(tx, ended_splits)
    for split in ended_splits:
        tx.publish(BillSplitEnded(split.maker_id, None, split.id, split.state))
