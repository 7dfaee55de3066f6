"""Split a bill: its maker has paid it, and asks the others for their shares. It settles itself as they pay.

What was paid stays when its maker calls the rest off: the money is the maker's, who may send it back. Composite verbs: rare, and over many rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from domains import customers
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.errors.money_requests import SplitEnded, SplitNotFound, SplitPartiesWrong
from domains.wallet.events.money_requests import BillSplitMade
from domains.wallet.queries import money_requests, splits
from domains.wallet.queries.money_requests import MoneyRequest
from domains.wallet.queries.splits import Split
from domains.wallet.rules.money_requests import (
    ITEMS_MAX,
    PARTIES_MAX,
    BillItem,
    MoneyRequestState,
    SplitMethod,
    SplitState,
    check_amount,
    check_parties,
    check_shares,
    split_even,
    split_items,
)
from domains.wallet.service.money_request_steps import asked, end, times


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitBillCommand(Command):
    """`owner_id` splits `total` between `party_ids`, in that order, the maker among them or not. By amount: `amounts_minor` beside them. By item: `items`.

    `request_id` is the bill's id."""

    session_id: UUID = field(metadata=UNHASHED)
    method: SplitMethod
    total: Amount
    party_ids: tuple[UUID, ...]
    amounts_minor: tuple[int, ...] = ()
    items: tuple[BillItem, ...] = ()
    title: str = ""


@composite_verb(Split)
async def split_bill(tx: Tx, command: SplitBillCommand) -> Split | Refusal | Unauthenticated:
    """Refuses in the order of rules/money_requests.py. Unauthenticated when the session has ended: then nothing is stored under the id."""
    assert command.request_id is not None
    # One more than may be named is enough to be refused.
    named = command.party_ids[: PARTIES_MAX + 1]
    targets = [(None, None), *((party_id, None) for party_id in named)]
    parties = await customers.find_parties(tx, [(command.owner_id, command.session_id)] * len(targets), targets)
    if parties[0][0] is None:
        return Unauthenticated()
    check_amount(command.total, command.title)
    check_parties(command.owner_id, command.party_ids, [id_ for _, id_ in parties[1:] if id_ is not None])
    shares = _shares(command)
    check_shares(command.total, shares, command.owner_id)
    asset = command.total.asset
    own = Amount(shares.pop(command.owner_id, 0), asset)
    split = Split(command.request_id, command.owner_id, command.method, command.total, own, command.title, SplitState.OPEN, tx.now)
    splits.insert_split(tx, split)
    money_requests.insert_requests(tx, [asked(tx, _share(tx, split, party_id, Amount(minor, asset))) for party_id, minor in shares.items()])
    tx.publish(BillSplitMade(split.maker_id, None, split.id, split.total.minor, asset.code, len(shares)))
    return split


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelSplitCommand(Command):
    """`owner_id` calls off what is still open of a bill."""

    session_id: UUID = field(metadata=UNHASHED)
    split_id: UUID


@composite_verb(Split)
async def cancel_split(tx: Tx, command: CancelSplitCommand) -> Split | Refusal | Unauthenticated:
    """Refuses SplitNotFound unless the caller made it, then SplitEnded where no share is open; cancelling again is told the same."""
    (alive,) = await customers.check_sessions(tx, [command.session_id], [command.owner_id])
    if not alive:
        return Unauthenticated()
    locked = await splits.lock_splits(tx, [command.split_id])
    split = locked.get(command.split_id)
    if split is None or split.maker_id != command.owner_id:
        raise SplitNotFound
    if split.state is SplitState.CANCELLED:
        return split
    shares = [one for one in await money_requests.lock_requests_of_splits(tx, [split.id]) if one.state is MoneyRequestState.OPEN]
    live = [one for one in shares if one.expires_at > tx.now]
    if not live:
        if shares:
            await end(tx, shares, MoneyRequestState.EXPIRED, locked)
        return SplitEnded((SplitState.CLOSED if split.state is SplitState.OPEN else split.state).value)
    await end(tx, live, MoneyRequestState.CANCELLED, locked, SplitState.CANCELLED)
    return replace(split, state=SplitState.CANCELLED)


def _shares(command: SplitBillCommand) -> dict[UUID, int]:
    """What each party bears. Raises SplitPartiesWrong where amounts or items name others than the parties."""
    if command.method is SplitMethod.EVEN:
        return split_even(command.total.minor, command.party_ids)
    if command.method is SplitMethod.AMOUNTS:
        if len(command.amounts_minor) != len(command.party_ids):
            raise SplitPartiesWrong(PARTIES_MAX)
        return dict(zip(command.party_ids, command.amounts_minor, strict=True))
    _check_items(command.items, command.party_ids, command.total)
    return split_items(command.items, command.party_ids)


def _check_items(items: Sequence[BillItem], party_ids: Sequence[UUID], total: Amount) -> None:
    known = set(party_ids)
    named = [set(item.party_ids) for item in items]
    if not 0 < len(items) <= ITEMS_MAX or any(not some or some - known or len(some) != len(item.party_ids) for some, item in zip(named, items, strict=True)):
        raise SplitPartiesWrong(PARTIES_MAX)
    for item in items:
        check_amount(Amount(item.minor, total.asset), "")


def _share(tx: Tx, split: Split, payer_id: UUID, amount: Amount) -> MoneyRequest:
    return MoneyRequest(
        id=derived_id(split.id, f"share:{payer_id}"),
        requester_id=split.maker_id,
        payer_id=payer_id,
        split_id=split.id,
        amount=amount,
        note=split.title,
        state=MoneyRequestState.OPEN,
        ended_at=None,
        **times(tx.now),
    )
