"""Two customers who are found to be one person. One operator proposes, another decides; then one of the two is closed, for good.

Nothing is re-keyed: movements, orders and consents stay with the id that made them. Funds go over by movements, what the closed one was known by goes over with
a line in both logs, and a pointer leads everybody who still knows the old phone or id to the survivor. What is open refuses: it is ended first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from domains.customers import rules
from domains.customers.errors import CustomerBusy, MergerEnded, MergerNotFound, MergerUnfit, SecondOperatorNeeded
from domains.customers.events import CustomerClosed, MergerProposed
from domains.customers.ports import ClosingParts
from domains.customers.queries import mergers, push_tokens, sessions
from domains.customers.service.identities import move_identities
from domains.customers.service.sessions import check_standing, note_ended
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.ids import new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Queryable, Tx

OPEN_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeMerger(Command):
    """`owner_id` is the operator. `request_id` is the merger's id."""

    session_id: UUID = field(metadata=UNHASHED)
    closed_id: UUID
    survivor_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideMerger(Command):
    """`owner_id` is another operator than who proposed it."""

    session_id: UUID = field(metadata=UNHASHED)
    merger_id: UUID
    is_approved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectFunds(Command):
    """Bring over what has arrived at a closed customer's accounts since."""

    session_id: UUID = field(metadata=UNHASHED)
    merger_id: UUID


@dataclass(frozen=True, slots=True)
class Merger:
    """A merger as it stands: proposed, done or declined."""

    id: UUID
    closed_id: UUID
    survivor_id: UUID
    state: str
    proposed_by: UUID
    proposed_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class FundsCollected:
    merger_id: UUID


@composite_verb(Merger)
async def propose_merger(tx: Tx, command: ProposeMerger) -> Merger:
    """Raises MergerUnfit, CustomerBusy. Nothing of either customer changes yet."""
    await check_standing(tx, command.owner_id, command.session_id)
    assert command.request_id is not None
    await _check_two(tx, command.closed_id, command.survivor_id)
    if not await mergers.insert_merger(tx, command.request_id, command.closed_id, command.survivor_id, command.reason, command.owner_id):
        raise MergerUnfit("proposed_before")
    await _audit(tx, command.owner_id, "customers.propose_merger", command.closed_id, command.survivor_id, command.request_id)
    tx.publish(MergerProposed(command.closed_id, command.survivor_id, command.request_id))
    return Merger(command.request_id, command.closed_id, command.survivor_id, "proposed", command.owner_id, tx.now, None, None)


@composite_verb(Merger)
async def decide_merger(tx: Tx, command: DecideMerger) -> Merger:
    """Close the one and give the other what is theirs, in one commit; or decline.

    Raises MergerNotFound, MergerEnded, SecondOperatorNeeded, MergerUnfit, CustomerBusy, in this order, or what the ledger refuses."""
    await check_standing(tx, command.owner_id, command.session_id)
    row = await _locked(tx, command.merger_id)
    if row["state"] != "proposed":
        raise MergerEnded(row["state"])
    if row["proposed_by"] == command.owner_id:
        raise SecondOperatorNeeded()
    state = "done" if command.is_approved else "declined"
    if command.is_approved:
        # Devices before customers, as whoever signs in locks them.
        await push_tokens.lock_notified_devices(tx, row["closed_id"])
        await _close(tx, row, command.owner_id)
    await mergers.end_merger(tx, row["id"], state, command.owner_id)
    action = "customers.approve_merger" if command.is_approved else "customers.decline_merger"
    await _audit(tx, command.owner_id, action, row["closed_id"], row["survivor_id"], row["id"])
    return Merger(row["id"], row["closed_id"], row["survivor_id"], state, row["proposed_by"], row["proposed_at"], command.owner_id, tx.now)


@composite_verb(FundsCollected)
async def collect_funds(tx: Tx, command: CollectFunds) -> FundsCollected:
    """Money that was on its way when the customer was closed arrived at the closed account: bring it over. Nothing there is nothing done.

    Raises MergerNotFound, MergerEnded where it was not done."""
    await check_standing(tx, command.owner_id, command.session_id)
    row = await _locked(tx, command.merger_id)
    if row["state"] != "done":
        raise MergerEnded(row["state"])
    two = await mergers.lock_two(tx, [row["closed_id"], row["survivor_id"]])
    # Whoever survived may have been closed since: the pointer says who it is now.
    survivor_id = two[row["closed_id"]]["survivor_id"]
    for part in tx.port(ClosingParts).parts:
        await part.move(tx, row["id"], row["closed_id"], survivor_id)
    await _audit(tx, command.owner_id, "customers.collect_funds", row["closed_id"], survivor_id, row["id"])
    return FundsCollected(row["id"])


async def list_open_mergers(source: Queryable) -> list[Merger]:
    """What waits for a second operator, oldest first."""
    names = ("id", "closed_id", "survivor_id", "state", "proposed_by", "proposed_at", "decided_by", "decided_at")
    return [Merger(*(row[name] for name in names)) for row in await mergers.list_open(source, OPEN_SHOWN)]


async def list_predecessors(source: Queryable, customer_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """Who was found to be each of them, in the order of their closing. One statement."""
    found: dict[UUID, list[UUID]] = {id_: [] for id_ in customer_ids}
    for row in await mergers.list_predecessors(source, list(found)):
        found[row["survivor_id"]].append(row["id"])
    return found


async def _close(tx: Tx, row: Record, operator_id: UUID) -> None:
    closed_id, survivor_id = row["closed_id"], row["survivor_id"]
    # The locks first: a payment that is being made is waited for, and what it left is then looked at.
    await _check_two(tx, closed_id, survivor_id)
    await note_ended(tx, closed_id, await sessions.revoke_beyond(tx, closed_id, 0))
    for part in tx.port(ClosingParts).parts:
        await part.move(tx, row["id"], closed_id, survivor_id)
    await move_identities(tx, closed_id, survivor_id, operator_id)
    await mergers.close_customer(tx, closed_id, survivor_id)
    tx.publish(CustomerClosed(closed_id, survivor_id, row["id"]))


async def _check_two(tx: Tx, closed_id: UUID, survivor_id: UUID) -> None:
    """Hold both, and see that they can be one. Raises MergerUnfit, CustomerBusy."""
    two = await mergers.lock_two(tx, [closed_id, survivor_id])
    rules.check_merger(closed_id, survivor_id, {id_: (one["tier"], one["survivor_id"] is not None) for id_, one in two.items()})
    open_things = [thing for part in tx.port(ClosingParts).parts for thing in await part.list_open(tx, closed_id)]
    if open_things:
        raise CustomerBusy(tuple(open_things))


async def _locked(tx: Tx, merger_id: UUID) -> Record:
    row = await mergers.lock_merger(tx, merger_id)
    if row is None:
        raise MergerNotFound()
    return row


async def _audit(tx: Tx, operator_id: UUID, action: str, closed_id: UUID, survivor_id: UUID, merger_id: UUID) -> None:
    detail = {"survivor_id": str(survivor_id), "merger_id": str(merger_id)}
    await insert_audit(tx, new_id(tx.clock), operator_id, action, closed_id, detail)
