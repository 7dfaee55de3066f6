"""Accounts and a verb to post with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from domains import ledger
from domains.kernel.assets import CNY, Asset
from domains.kernel.commands import HOUSE_ID, Command, batched_verb
from domains.kernel.database import Database
from domains.kernel.errors import Refusal
from domains.kernel.events import LISTENERS
from domains.kernel.money import Amount
from domains.kernel.relay import relay_until_idle
from domains.kernel.transactions import Tx
from domains.ledger import listeners as _listeners  # noqa: F401  (registers the sealer)

OpenAccounts = Callable[..., Awaitable[list[UUID]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostCommand(Command):
    """Post one journal."""

    movements: tuple[ledger.Planned, ...]


@dataclass(frozen=True, slots=True)
class Posted:
    """Of each side of each movement, debit first: the balance after it, and its place."""

    balances_minor: list[int]
    sequences: list[int]


@batched_verb(Posted)
async def post_journal(tx: Tx, commands: list[PostCommand]) -> list[Posted | Refusal]:
    verdicts = await ledger.post(tx, [(command.request_id or uuid4(), command.movements) for command in commands])
    outcomes: list[Posted | Refusal] = []
    for verdict in verdicts:
        if isinstance(verdict, Refusal):
            outcomes.append(verdict)
            continue
        sides = [side for one in verdict for side in (one.debit, one.credit)]
        outcomes.append(Posted([side.balance_after.minor for side in sides], [side.sequence for side in sides]))
    return outcomes


def move(source: UUID, target: UUID, minor: int, asset: Asset = CNY, **options: object) -> ledger.PlannedMovement:
    return ledger.PlannedMovement(uuid4(), "test", source, target, Amount(minor, asset), **options)  # type: ignore[arg-type]


async def post(database: Database, *movements: ledger.Planned, request_id: UUID | None = None) -> Posted:
    return await database.write(post_journal, PostCommand(request_id=request_id or uuid4(), owner_id=HOUSE_ID, movements=movements))


async def seal(database: Database) -> None:
    """Let the sealer catch up."""
    await relay_until_idle(database, listeners={"ledger.seal_movements": LISTENERS["ledger.seal_movements"]}, jobs={})


async def available(database: Database, *ids: UUID) -> list[int]:
    async with database.reading() as read:
        found = await ledger.find_accounts(read, ids)
    return [found[id_].available.minor for id_ in ids]


async def balances(database: Database, *ids: UUID) -> list[int]:
    async with database.reading() as read:
        found = await ledger.find_accounts(read, ids)
    return [found[id_].posted.minor for id_ in ids]


async def open_accounts(database: Database, *funded_minor: int, asset: Asset = CNY) -> list[UUID]:
    """One wallet-like account for each amount, funded from a house account that may go negative."""
    house, ids = uuid4(), [uuid4() for _ in funded_minor]
    async with database.transaction() as tx:
        await ledger.open_accounts(
            tx,
            [
                ledger.NewAccount(house, house, "channel", asset, ledger.CREDIT, may_go_negative=True),
                *(ledger.NewAccount(id_, uuid4(), "wallet", asset) for id_ in ids),
            ],
        )
    for id_, minor in zip(ids, funded_minor, strict=True):
        if minor:
            await post(database, move(house, id_, minor, asset))
    return ids


@pytest.fixture
def accounts(database: Database) -> OpenAccounts:
    async def opened(*funded_minor: int, asset: Asset = CNY) -> list[UUID]:
        return await open_accounts(database, *funded_minor, asset=asset)

    return opened
