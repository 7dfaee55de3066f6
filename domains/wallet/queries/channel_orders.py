"""Statements on what is asked of payment channels: top-ups and withdrawals, each in a table of its own with the same columns, and with some of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.wallet.rules.top_ups import TopUpState

COLUMNS = "customer_id, id, account_id, channel, asset, amount_minor, state, reference, reason, requested_at, settled_at, attempts, ask_at"


@dataclass(frozen=True, slots=True)
class ChannelOrder:
    """What a channel was asked to do, as it stands. `reference` is the channel's, `reason` why it was refused or does not match."""

    id: UUID
    customer_id: UUID
    account_id: UUID
    channel: str
    amount: Amount
    state: TopUpState
    reference: str | None
    reason: str | None
    requested_at: datetime
    settled_at: datetime | None
    attempts: int
    ask_at: datetime | None


O = TypeVar("O", bound=ChannelOrder)  # noqa: E741


class ChannelOrders(Generic[O]):
    """The statements on one of the tables; `row` is the class of what stands there, `more` the table's own columns, all text, which that class has too."""

    def __init__(self, table: str, row: type[O], more: Sequence[str] = ()) -> None:
        self._row, self._more = row, more
        columns = ", ".join((COLUMNS, *more))
        own = "".join(f", new.{name}" for name in more)
        types = "".join(f", ${number}::text[]" for number, _ in enumerate(more, 9))
        names = ", ".join(("customer_id, id, account_id, channel, asset, amount_minor", *more))
        self._insert = f"""
INSERT INTO {table} ({columns})
SELECT new.customer_id, new.id, new.account_id, new.channel, new.asset, new.amount_minor, 'requested', NULL, NULL, $7, NULL, 0, $8{own}
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bigint[]{types}) AS new ({names})
ON CONFLICT DO NOTHING
RETURNING id
"""
        self._lock = f"SELECT {columns} FROM {table} WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE"
        self._update = Writing(
            f"{table}_told",
            ("uuid", "uuid", "text", "text", "text", "timestamptz", "integer", "timestamptz"),
            f"UPDATE {table} AS kept SET state = told.state, reference = told.reference, reason = told.reason, settled_at = told.settled_at,"
            " attempts = told.attempts, ask_at = told.ask_at"
            " FROM {} AS told (customer_id, id, state, reference, reason, settled_at, attempts, ask_at)"
            " WHERE kept.customer_id = told.customer_id AND kept.id = told.id",
        )
        self._find = f"SELECT {columns} FROM unnest($1::uuid[], $2::uuid[]) AS wanted (customer_id, id) JOIN {table} USING (customer_id, id)"
        self._references = f"""
SELECT kept.channel, kept.reference, kept.id FROM unnest($1::text[], $2::text[]) AS told (channel, reference) JOIN {table} AS kept USING (channel, reference)
"""
        self._list_due = f"SELECT {columns} FROM {table} WHERE channel = $1 AND ask_at <= $2 ORDER BY ask_at LIMIT $3"

    async def insert(self, tx: Tx, orders: Sequence[O]) -> set[UUID]:
        """Answers the ids that were written; the others are in use."""
        rows = await tx.fetch(
            self._insert,
            [one.customer_id for one in orders],
            [one.id for one in orders],
            [one.account_id for one in orders],
            [one.channel for one in orders],
            [one.amount.asset.code for one in orders],
            [one.amount.minor for one in orders],
            orders[0].requested_at,
            orders[0].ask_at,
            *([getattr(one, name) for one in orders] for name in self._more),
        )
        return {row["id"] for row in rows}

    async def lock(self, tx: Tx, ids: Sequence[UUID]) -> dict[UUID, O]:
        """Rows held until commit, in id order, as they are once the lock is ours."""
        return {row["id"]: self.read(row) for row in await tx.fetch(self._lock, ids)}

    async def find_references(self, tx: Tx, references: Iterable[tuple[str, str | None]]) -> dict[tuple[str, str | None], UUID]:
        """Which orders have those references of channels. One statement, none where there are none."""
        told = sorted({(channel, reference) for channel, reference in references if reference is not None})
        if not told:
            return {}
        rows = await tx.fetch(self._references, [channel for channel, _ in told], [reference for _, reference in told])
        return {(row["channel"], row["reference"]): row["id"] for row in rows}

    def update(self, tx: Tx, orders: Sequence[O]) -> None:
        """Written with the transaction's other writings."""
        rows = [(one.customer_id, one.id, one.state, one.reference, one.reason, one.settled_at, one.attempts, one.ask_at) for one in orders]
        tx.write_later(self._update, rows)

    async def find(self, source: Queryable, ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[O | None]:
        """The one of that id if it is that customer's, else None: one per pair, in order."""
        rows = await source.fetch(self._find, customer_ids, ids)
        found = {(row["customer_id"], row["id"]): self.read(row) for row in rows}
        return [found.get(pair) for pair in zip(customer_ids, ids, strict=True)]

    async def list_due(self, source: Queryable, channel: str, now: datetime, limit: int) -> list[O]:
        """Open ones of a channel that are to be asked for by now, longest due first."""
        return [self.read(row) for row in await source.fetch(self._list_due, channel, now, limit)]

    def read(self, row: Record) -> O:
        """A row as it was read."""
        return self._row(
            row["id"],
            row["customer_id"],
            row["account_id"],
            row["channel"],
            Amount(row["amount_minor"], asset_of(row["asset"])),
            TopUpState(row["state"]),
            row["reference"],
            row["reason"],
            row["requested_at"],
            row["settled_at"],
            row["attempts"],
            row["ask_at"],
            *(row[name] for name in self._more),
        )
