"""Ways into a ledger for the history's clients: the real one, an honest toy, and toys with one fault each."""

import asyncio
import random
from typing import Protocol
from uuid import UUID

import asyncpg

from domains import ledger
from domains.kernel.assets import CNY
from domains.kernel.commands import HOUSE_ID
from domains.kernel.committer import is_lost
from domains.kernel.database import Database
from domains.kernel.errors import Refusal, Unavailable
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from gateway.torture.history import POSTED, REUSED, Answer, Entry, Payload
from tests.domains.ledger.conftest import PostCommand, open_accounts, post_journal

OPENED = 60


class Door(Protocol):
    async def transfer(self, request_id: UUID, payload: Payload) -> Answer: ...
    async def balance(self, account: str) -> int: ...
    async def crash(self) -> None: ...
    async def books(self) -> dict[str, list[Entry]]: ...


class RealDoor:
    """The house's own ledger. A crash ends every connection of the house."""

    def __init__(self, database: Database, owner_dsn: str) -> None:
        self._database = database
        self._owner_dsn = owner_dsn
        self._ids: dict[str, UUID] = {}
        self._request_of: dict[UUID, UUID] = {}

    async def open(self, names: list[str]) -> None:
        self._ids = dict(zip(names, await open_accounts(self._database, *[OPENED] * len(names)), strict=True))

    async def transfer(self, request_id: UUID, payload: Payload) -> Answer:
        movement_id = derived_id(request_id, "move")
        self._request_of[movement_id] = request_id
        planned = ledger.PlannedMovement(movement_id, "test", self._ids[payload.source], self._ids[payload.target], Amount(payload.minor, CNY))
        command = PostCommand(request_id=request_id, owner_id=HOUSE_ID, movements=(planned,))
        try:
            posted = await self._database.write(post_journal, command)
        except Refusal as refusal:
            return Answer(type(refusal).__name__)
        return Answer(POSTED, posted.sequences[0] - 1, posted.balances_minor[0])

    async def balance(self, account: str) -> int:
        try:
            async with self._database.reading() as read:
                return (await ledger.find_accounts(read, [self._ids[account]]))[self._ids[account]].posted.minor
        except Exception as error:
            if is_lost(error):
                raise Unavailable from error
            raise

    async def crash(self) -> None:
        connection = await asyncpg.connect(self._owner_dsn)
        try:
            await connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        finally:
            await connection.close()

    async def books(self) -> dict[str, list[Entry]]:
        async with self._database.reading() as read:
            pages = await ledger.list_entries(read, list(self._ids.values()), [2**62] * len(self._ids), 10_000)
        # The first entry is the gift with which the account was opened; sequences are counted from the one after it.
        return {
            name: [Entry(self._request_of[one.movement_id], one.amount.minor, one.balance_after.minor) for one in reversed(page[:-1])]
            for name, page in zip(self._ids, pages, strict=True)
        }


class Toy:
    """An honest ledger in memory."""

    def __init__(self, names: list[str], chance: random.Random) -> None:
        self.chance = chance
        self.entries: dict[str, list[Entry]] = {name: [] for name in names}
        self.requests: dict[UUID, tuple[Payload, Answer]] = {}
        self.lock = asyncio.Lock()

    async def transfer(self, request_id: UUID, payload: Payload) -> Answer:
        async with self.lock:
            return await self.decide(request_id, payload)

    async def decide(self, request_id: UUID, payload: Payload) -> Answer:
        stored = self.requests.get(request_id)
        if stored is not None:
            return stored[1] if stored[0] == payload else Answer(REUSED)
        await asyncio.sleep(0)
        answer = Answer("InsufficientFunds") if self.now(payload.source) < payload.minor else self.book(request_id, payload)
        self.requests[request_id] = (payload, answer)
        return answer

    def book(self, request_id: UUID, payload: Payload, source_balance: int | None = None) -> Answer:
        before = self.now(payload.source) if source_balance is None else source_balance
        self.entries[payload.source].append(Entry(request_id, -payload.minor, before - payload.minor))
        self.entries[payload.target].append(Entry(request_id, payload.minor, self.now(payload.target) + payload.minor))
        return Answer(POSTED, len(self.entries[payload.source]), before - payload.minor)

    def now(self, account: str) -> int:
        return self.entries[account][-1].balance_after if self.entries[account] else OPENED

    async def balance(self, account: str) -> int:
        await asyncio.sleep(0)
        return self.now(account)

    async def crash(self) -> None:
        return None

    async def books(self) -> dict[str, list[Entry]]:
        return self.entries


class NoIdempotency(Toy):
    async def decide(self, request_id: UUID, payload: Payload) -> Answer:
        await asyncio.sleep(0)
        return Answer("InsufficientFunds") if self.now(payload.source) < payload.minor else self.book(request_id, payload)


class AcknowledgesBeforeCommit(Toy):
    async def decide(self, request_id: UUID, payload: Payload) -> Answer:
        if request_id not in self.requests and self.now(payload.source) >= payload.minor and self.chance.random() < 0.1:
            answer = Answer(POSTED, len(self.entries[payload.source]) + 1, self.now(payload.source) - payload.minor)
            self.requests[request_id] = (payload, answer)
            return answer
        return await super().decide(request_id, payload)


class ChecksThenActs(Toy):
    async def transfer(self, request_id: UUID, payload: Payload) -> Answer:
        stored = self.requests.get(request_id)
        if stored is not None:
            return stored[1] if stored[0] == payload else Answer(REUSED)
        seen = self.now(payload.source)
        await asyncio.sleep(0)
        if request_id in self.requests:
            return self.requests[request_id][1]
        answer = Answer("InsufficientFunds") if seen < payload.minor else self.book(request_id, payload, seen)
        self.requests[request_id] = (payload, answer)
        return answer


class DoesNotComparePayloads(Toy):
    async def decide(self, request_id: UUID, payload: Payload) -> Answer:
        stored = self.requests.get(request_id)
        return stored[1] if stored is not None else await super().decide(request_id, payload)


class TellsUnknownAsRefusal(Toy):
    async def decide(self, request_id: UUID, payload: Payload) -> Answer:
        answer = await super().decide(request_id, payload)
        return Answer("InsufficientFunds") if answer.verdict == POSTED and self.chance.random() < 0.1 else answer


class CommitsAsynchronously(Toy):
    async def crash(self) -> None:
        lost = {entry.request_id for entries in self.entries.values() for entry in entries[-2:]}
        for account, entries in self.entries.items():
            kept = [entry for entry in entries if entry.request_id not in lost]
            balance = OPENED
            self.entries[account] = []
            for entry in kept:
                balance += entry.signed
                self.entries[account].append(Entry(entry.request_id, entry.signed, balance))
        for request_id in lost:
            self.requests.pop(request_id, None)


FAULTS = (NoIdempotency, AcknowledgesBeforeCommit, ChecksThenActs, DoesNotComparePayloads, TellsUnknownAsRefusal, CommitsAsynchronously)
