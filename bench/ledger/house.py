"""A house to measure: accounts with money, and a verb that moves it with everything switched on."""

import random
from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

from domains import ledger
from domains.kernel.assets import CNY
from domains.kernel.clock import Clock
from domains.kernel.commands import HOUSE_ID, Command, batched_verb
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id, new_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx

ACCOUNTS = 100_000
SPACE = UUID("be9c0000-0000-4000-8000-000000000000")
MERCHANT = uuid5(SPACE, "merchant")
LIMITS = (ledger.Limit("day:2026-11-25", 10**12), ledger.Limit("month:2026-11", 10**13))


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCommand(Command):
    """Move money between two accounts, as a wallet's transfer does."""

    source_id: UUID
    target_id: UUID
    amount: Amount


@dataclass(frozen=True, slots=True)
class Moved:
    movement_id: UUID
    sequence: int
    balance_after: Amount


@batched_verb(Moved)
async def move(tx: Tx, commands: list[MoveCommand]) -> list[Moved | Refusal]:
    """Post each command's movement, counted in a day's and a month's limit."""
    journals = [
        (
            one.request_id,
            [ledger.PlannedMovement(derived_id(one.request_id, "move"), "transfer", one.source_id, one.target_id, one.amount, LIMITS)],
        )
        for one in commands
        if one.request_id is not None
    ]
    return [
        verdict if isinstance(verdict, Refusal) else Moved(verdict[0].id, verdict[0].debit.sequence, verdict[0].debit.balance_after)
        for verdict in await ledger.post(tx, journals)
    ]


def account_id(number: int) -> UUID:
    return uuid5(SPACE, str(number))


async def open_house(dsn: str, **options: int) -> Database:
    """The house's database, as the gateway opens it."""
    return await Database.open(dsn, Clock(), ports={Keyring: Keyring({"bench": bytes(32)}, "bench")}, **options)


async def furnish(database: Database, accounts: int = ACCOUNTS, *, hot: bool = True) -> None:
    """Open the accounts, and give each of them money through the ledger."""
    bank = uuid5(SPACE, "bank")
    async with database.transaction() as tx:
        await ledger.open_accounts(
            tx,
            [
                ledger.NewAccount(bank, HOUSE_ID, "bank", CNY, may_go_negative=True),
                ledger.NewAccount(MERCHANT, uuid5(MERCHANT, "owner"), "merchant", CNY, hot=hot),
            ],
        )
    for first in range(0, accounts, 5000):
        ids = [account_id(number) for number in range(first, min(first + 5000, accounts))]
        async with database.transaction() as tx:
            await ledger.open_accounts(tx, [ledger.NewAccount(id_, uuid5(id_, "owner"), "wallet", CNY) for id_ in ids])
            await ledger.post(tx, [(id_, [ledger.PlannedMovement(uuid5(id_, "gift"), "gift", bank, id_, Amount(10**8, CNY))]) for id_ in ids])


class Caller:
    """Draws transfers between any two accounts, or from any to the merchant; under random ids, or with `ordered` under those that begin with the time."""

    def __init__(self, seed: int, accounts: int = ACCOUNTS, *, merchant: bool, ordered: bool = False) -> None:
        self._chance = random.Random(seed)
        self._ids = [account_id(number) for number in range(accounts)]
        self._merchant = merchant
        self._clock = Clock() if ordered else None

    def next(self) -> MoveCommand:
        chance = self._chance
        source = chance.choice(self._ids)
        target = MERCHANT if self._merchant else chance.choice(self._ids)
        while target == source:
            target = chance.choice(self._ids)
        request_id = uuid4() if self._clock is None else new_id(self._clock)
        return MoveCommand(request_id=request_id, owner_id=source, source_id=source, target_id=target, amount=Amount(chance.randint(1, 100), CNY))
