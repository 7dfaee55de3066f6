"""Two customers who are one person, as staff deal with them: one proposes, another decides. Each act is in the audit log."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from domains import customers
from domains.kernel.data_classes import C1, C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Info, Viewer
from resolvers.customers.identity_problems import CustomerBusy, MergerEnded, MergerNotFound, MergerUnfit, SecondOperatorNeeded
from resolvers.fields import computed, field, mutation, type_of
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import Instant, read_id


@strawberry.enum(description="How a merger stands.")
class MergerState(Enum):
    PROPOSED = strawberry.enum_value("proposed", description="It waits for a second operator.")
    DONE = strawberry.enum_value("done", description="The one customer is closed, and leads to the other.")
    DECLINED = strawberry.enum_value("declined", description="The two stay two.")


@computed("How it stands.", name="state")
def merger_state(row: customers.identities.Merger) -> MergerState:
    return MergerState(row.state)


@type_of(customers.identities.Merger, "Two customers who were found to be one person.")
class Merger:
    id: strawberry.ID = field("The merger.")
    closed_id: strawberry.ID = field("Who is closed.")
    survivor_id: strawberry.ID = field("Who stays.")
    state = merger_state
    proposed_by: strawberry.ID = field("Which operator proposed it.")
    proposed_at: Instant = field("When.")
    decided_by: strawberry.ID | None = field("Which other operator decided.")
    decided_at: Instant | None = field("When.")


@type_of(customers.identities.FundsCollected, "What had arrived since is with the survivor.")
class FundsCollected:
    merger_id: strawberry.ID = field("The merger.")


@strawberry.input(description="Propose that two customers are one person.")
class ProposeMergerInput:
    request_id: UUID = field("Made by the app and kept before its first attempt. It is the merger's id.")
    closed_id: strawberry.ID = field("Who would be closed. Not a verified customer.")
    survivor_id: strawberry.ID = field("Who would stay.")
    reason: str = field("Why, for the record.", C2)


@strawberry.input(description="Decide on a merger.")
class DecideMergerInput:
    request_id: UUID = field("Made by the app and kept before its first attempt.")
    merger_id: strawberry.ID = field("Which merger.")
    is_approved: bool = field("Whether the one is closed, for good.")


@strawberry.input(description="Bring over what has arrived at a closed customer's accounts since.")
class CollectFundsInput:
    request_id: UUID = field("Made by the app and kept before its first attempt.")
    merger_id: strawberry.ID = field("Which merger.")


ProposeMergerResult = Annotated[
    Merger | MergerUnfit | CustomerBusy | IdReused, strawberry.union("ProposeMergerResult", description="The merger, or why there is none.")
]
DecideMergerResult = Annotated[
    Merger | MergerNotFound | MergerEnded | SecondOperatorNeeded | MergerUnfit | CustomerBusy | IdReused,
    strawberry.union("DecideMergerResult", description="The merger, or why it was not decided."),
]
CollectFundsResult = Annotated[
    FundsCollected | MergerNotFound | MergerEnded | IdReused, strawberry.union("CollectFundsResult", description="Done, or why not.")
]


@batched(
    list[Merger], "Mergers that wait for a second operator, oldest first; 50 at most.", permission=Permission.OPERATOR_CUSTOMERS, data_class=C1, list_size=10
)
async def open_mergers(read: Read, roots: list[None], viewers: list[Viewer]) -> list[list[customers.identities.Merger]]:
    found = await customers.identities.list_open_mergers(read)
    return [found for _ in roots]


@mutation("Propose that two customers are one person. Nothing of either changes yet.", permission=Permission.OPERATOR_CUSTOMERS)
async def propose_merger(info: Info, input: ProposeMergerInput) -> ProposeMergerResult:
    viewer = info.context.viewer
    closed_id, survivor_id = read_id(input.closed_id), read_id(input.survivor_id)
    if closed_id is None or survivor_id is None:
        raise customers.identities.MergerUnfit("not_customers")
    command = customers.identities.ProposeMerger(
        request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, closed_id=closed_id, survivor_id=survivor_id, reason=input.reason
    )
    return await info.context.write(customers.identities.propose_merger, command)  # type: ignore[arg-type]


@mutation("Decide, as another operator than who proposed it. Approved, the one customer is closed for good.", permission=Permission.OPERATOR_CUSTOMERS)
async def decide_merger(info: Info, input: DecideMergerInput) -> DecideMergerResult:
    viewer = info.context.viewer
    merger_id = read_id(input.merger_id)
    if merger_id is None:
        raise customers.identities.MergerNotFound
    command = customers.identities.DecideMerger(
        request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, merger_id=merger_id, is_approved=input.is_approved
    )
    return await info.context.write(customers.identities.decide_merger, command)  # type: ignore[arg-type]


@mutation("Bring over what has arrived at a closed customer's accounts since. Nothing there is nothing done.", permission=Permission.OPERATOR_CUSTOMERS)
async def collect_funds(info: Info, input: CollectFundsInput) -> CollectFundsResult:
    viewer = info.context.viewer
    merger_id = read_id(input.merger_id)
    if merger_id is None:
        raise customers.identities.MergerNotFound
    command = customers.identities.CollectFunds(request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, merger_id=merger_id)
    return await info.context.write(customers.identities.collect_funds, command)  # type: ignore[arg-type]
