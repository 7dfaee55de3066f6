"""A verb that posts a set, and what sets are made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from domains import ledger
from domains.kernel.assets import CNY, Asset
from domains.kernel.commands import HOUSE_ID, UNHASHED, Command, composite_verb
from domains.kernel.database import Database
from domains.kernel.events import Event
from domains.kernel.ids import derived_ids
from domains.kernel.transactions import Tx
from tests.domains.ledger.conftest import seal


@dataclass(frozen=True, slots=True, kw_only=True)
class PostSetCommand(Command):
    """Post one set. Without a request id, so that only the ledger's own door knows repeats."""

    set_id: UUID
    legs: Sequence[ledger.PlannedLeg] = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True)
class SetPosted:
    posting: ledger.SetPosting
    facts: list[Event]


@composite_verb(SetPosted)
async def post_a_set(tx: Tx, command: PostSetCommand) -> SetPosted:
    posting = await ledger.post_set(tx, command.set_id, command.legs)
    return SetPosted(posting, list(tx.events))


async def post_set(database: Database, *legs: ledger.PlannedLeg, set_id: UUID | None = None) -> ledger.SetPosting:
    return (await post_set_telling(database, *legs, set_id=set_id)).posting


async def post_set_telling(database: Database, *legs: ledger.PlannedLeg, set_id: UUID | None = None) -> SetPosted:
    return await database.write(post_a_set, PostSetCommand(request_id=None, owner_id=HOUSE_ID, set_id=set_id or uuid4(), legs=legs))


def leg(debits: Sequence[UUID], credits_: Sequence[UUID], minors: Sequence[int], asset: Asset = CNY, journal_ids: Sequence[UUID] = ()) -> ledger.PlannedLeg:
    journals = journal_ids or [uuid4() for _ in minors]
    return ledger.PlannedLeg("test", asset, journals, derived_ids(journals, f"leg {uuid4()}"), debits, credits_, minors)


async def open_others(database: Database, count: int, code: str = "share", *, hot: bool = False, asset: Asset = CNY) -> list[UUID]:
    """Accounts that nobody listens to."""
    ids = [uuid4() for _ in range(count)]
    async with database.transaction() as tx:
        await ledger.open_accounts(tx, [ledger.NewAccount(id_, uuid4(), code, asset, hot=hot) for id_ in ids])
    return ids


async def open_house(database: Database) -> UUID:
    id_ = uuid4()
    async with database.transaction() as tx:
        await ledger.open_accounts(tx, [ledger.NewAccount(id_, id_, "issued", CNY, may_go_negative=True)])
    return id_


async def verified(database: Database) -> ledger.Report:
    await seal(database)
    report = await ledger.verify(database)
    assert report.findings == []
    return report
