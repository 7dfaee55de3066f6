"""Statements on what was accrued under agreements, what was paid, and whether the two agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import Asset, asset_of
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Tx

INSERT = """
INSERT INTO scenes_accrual (agreement_id, entry_id, order_id, split_id, is_refund, month, amount_minor, commission_minor, parts, accrued_at)
SELECT told.agreement_id, told.entry_id, told.order_id, told.split_id, told.is_refund, told.month, told.amount_minor, told.commission_minor, told.parts, $2
FROM jsonb_to_recordset($1::jsonb) AS told (agreement_id uuid, entry_id uuid, order_id uuid, split_id uuid, is_refund boolean, month date,
    amount_minor bigint, commission_minor bigint, parts bigint[])
"""

LIST_OF_ORDERS = """
SELECT entry_id, order_id, split_id, is_refund, amount_minor, parts FROM scenes_accrual WHERE agreement_id = $1 AND order_id = ANY($2::uuid[])
"""

MONTH_TOTALS = """
SELECT part.party_id, count(*) FILTER (WHERE NOT is_refund)::integer AS orders, count(*) FILTER (WHERE is_refund)::integer AS refunds,
    coalesce(sum(part.minor) FILTER (WHERE NOT is_refund), 0)::bigint AS accrued, coalesce(sum(part.minor) FILTER (WHERE is_refund), 0)::bigint AS reversed
FROM scenes_accrual AS accrual JOIN scenes_agreement_split AS split ON split.id = accrual.split_id
CROSS JOIN LATERAL unnest(split.parties, accrual.parts) AS part (party_id, minor)
WHERE accrual.agreement_id = $1 AND accrual.month = $2 GROUP BY part.party_id
"""

LIST_CARRIED = """
SELECT party_id, carried_minor FROM (
    SELECT DISTINCT ON (party_id) party_id, carried_minor FROM scenes_agreement_settlement WHERE agreement_id = $1 ORDER BY party_id, month DESC
) AS latest WHERE carried_minor < 0
"""

COLUMNS = """agreement_id, month, party_id, id, asset, orders, refunds, brought_minor, accrued_minor, reversed_minor, paid_minor, carried_minor, settled_at"""

INSERT_SETTLEMENT = f"INSERT INTO scenes_agreement_settlement ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"

LIST_MONTH = f"SELECT {COLUMNS} FROM scenes_agreement_settlement WHERE agreement_id = $1 AND month = $2 ORDER BY party_id"

FIND_SETTLEMENTS = f"SELECT {COLUMNS} FROM scenes_agreement_settlement WHERE id = ANY($1::uuid[])"

LIST_LINES = """
SELECT entry_id, order_id, is_refund, amount_minor, commission_minor, parts[array_position(split.parties, $3)] AS part_minor, accrued_at
FROM scenes_accrual AS accrual JOIN scenes_agreement_split AS split ON split.id = accrual.split_id
WHERE accrual.agreement_id = $1 AND accrual.month = $2 AND $3 = ANY(split.parties) AND accrual.entry_id > $4 ORDER BY accrual.entry_id LIMIT $5
"""

RECONCILE = """
SELECT agreement_id, party_id, accrued, reversed, coalesce(paid, 0) AS paid,
    (SELECT agreed.asset FROM scenes_agreement AS agreed WHERE agreed.id = agreement_id) AS asset FROM (
    SELECT accrual.agreement_id, part.party_id, coalesce(sum(part.minor) FILTER (WHERE NOT is_refund), 0)::bigint AS accrued,
        coalesce(sum(part.minor) FILTER (WHERE is_refund), 0)::bigint AS reversed
    FROM scenes_accrual AS accrual JOIN scenes_agreement_split AS split ON split.id = accrual.split_id
    CROSS JOIN LATERAL unnest(split.parties, accrual.parts) AS part (party_id, minor)
    WHERE accrual.agreement_id = ANY($1::uuid[]) GROUP BY 1, 2
) AS earned LEFT JOIN (
    SELECT agreement_id, party_id, sum(paid_minor)::bigint AS paid FROM scenes_agreement_settlement WHERE agreement_id = ANY($1::uuid[]) GROUP BY 1, 2
) AS settled USING (agreement_id, party_id) ORDER BY agreement_id, party_id
"""


class NewAccrual(NamedTuple):
    """A row to be written."""

    agreement_id: UUID
    entry_id: UUID
    order_id: UUID
    split_id: UUID
    is_refund: bool
    month: date
    amount_minor: int
    commission_minor: int
    parts: list[int]


class Accrued(NamedTuple):
    """What was written of an order or a refund."""

    entry_id: UUID
    order_id: UUID
    split_id: UUID
    is_refund: bool
    amount_minor: int
    parts: list[int]


class MonthTotal(NamedTuple):
    party_id: UUID
    orders: int
    refunds: int
    accrued_minor: int
    reversed_minor: int


@dataclass(frozen=True, slots=True)
class AgreementSettlement:
    """What a month came to for a party: brought and accrued, less reversed, is paid; what is less than nothing is carried."""

    agreement_id: UUID
    month: date
    party_id: UUID
    id: UUID
    orders: int
    refunds: int
    brought_minor: int
    accrued: Amount
    reversed: Amount
    paid: Amount
    carried_minor: int
    settled_at: datetime

    @property
    def brought(self) -> Amount:
        return Amount(self.brought_minor, self.paid.asset)

    @property
    def carried(self) -> Amount:
        return Amount(self.carried_minor, self.paid.asset)


class SettlementLine(NamedTuple):
    """A party's part of an order, or of what a refund took back."""

    entry_id: UUID
    order_id: UUID
    is_refund: bool
    amount_minor: int
    commission_minor: int
    part_minor: int
    accrued_at: datetime
    asset: Asset

    @property
    def amount(self) -> Amount:
        return Amount(self.amount_minor, self.asset)

    @property
    def commission(self) -> Amount:
        return Amount(self.commission_minor, self.asset)

    @property
    def part(self) -> Amount:
        return Amount(self.part_minor, self.asset)


class Reconciled(NamedTuple):
    """What a party has earned, what refunds took back, and what it was paid."""

    agreement_id: UUID
    party_id: UUID
    accrued_minor: int
    reversed_minor: int
    paid_minor: int
    asset: Asset

    @property
    def open_minor(self) -> int:
        return self.accrued_minor - self.reversed_minor - self.paid_minor

    @property
    def accrued(self) -> Amount:
        return Amount(self.accrued_minor, self.asset)

    @property
    def reversed(self) -> Amount:
        return Amount(self.reversed_minor, self.asset)

    @property
    def settled(self) -> Amount:
        return Amount(self.paid_minor, self.asset)

    @property
    def open(self) -> Amount:
        return Amount(self.open_minor, self.asset)


async def insert_accruals(tx: Tx, rows: Sequence[NewAccrual]) -> None:
    """None of them was written before: the agreement's lock is held."""
    # Its ids are a driver's own kind, which the encoder of JSON does not know.
    told = [{name: str(value) if isinstance(value, UUID) else value for name, value in row._asdict().items()} for row in rows]
    await tx.execute(INSERT, told, tx.now)


async def list_accrued(tx: Tx, agreement_id: UUID, order_ids: Sequence[UUID]) -> list[Accrued]:
    """All that was written of those orders."""
    return [Accrued(*row) for row in await tx.fetch(LIST_OF_ORDERS, agreement_id, order_ids)]


async def month_totals(tx: Tx, agreement_id: UUID, month: date) -> dict[UUID, MonthTotal]:
    """By party."""
    return {row["party_id"]: MonthTotal(*row) for row in await tx.fetch(MONTH_TOTALS, agreement_id, month)}


async def list_carried(tx: Tx, agreement_id: UUID) -> dict[UUID, int]:
    """What each party's latest settlement carried, where it carried anything."""
    return {row["party_id"]: row["carried_minor"] for row in await tx.fetch(LIST_CARRIED, agreement_id)}


async def insert_settlement(tx: Tx, one: AgreementSettlement) -> None:
    await tx.execute(
        INSERT_SETTLEMENT,
        *(one.agreement_id, one.month, one.party_id, one.id, one.paid.asset.code, one.orders, one.refunds),
        *(one.brought_minor, one.accrued.minor, one.reversed.minor, one.paid.minor, one.carried_minor, one.settled_at),
    )


async def list_month(source: Queryable, agreement_id: UUID, month: date) -> list[AgreementSettlement]:
    """One for each party."""
    return [settlement_of(row) for row in await source.fetch(LIST_MONTH, agreement_id, month)]


async def find_agreement_settlements(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, AgreementSettlement]:
    """Of whichever party: for those who have been let in."""
    return {row["id"]: settlement_of(row) for row in await source.fetch(FIND_SETTLEMENTS, ids)}


async def list_settlement_lines(source: Queryable, one: AgreementSettlement, after: UUID, limit: int) -> list[SettlementLine]:
    """What a settlement was made of, by the id of the order or refund."""
    return [SettlementLine(*(*row, one.paid.asset)) for row in await source.fetch(LIST_LINES, one.agreement_id, one.month, one.party_id, after, limit)]


async def reconcile_agreements(source: Queryable, agreement_ids: Sequence[UUID]) -> list[Reconciled]:
    """By agreement and party."""
    return [Reconciled(*(*row[:-1], asset_of(row["asset"]))) for row in await source.fetch(RECONCILE, agreement_ids)]


def settlement_of(row: Record) -> AgreementSettlement:
    """A row as it was read."""
    accrued, reversed_, paid = (Amount(row[name], asset_of(row["asset"])) for name in ("accrued_minor", "reversed_minor", "paid_minor"))
    return AgreementSettlement(
        *(row["agreement_id"], row["month"], row["party_id"], row["id"], row["orders"], row["refunds"], row["brought_minor"]),
        *(accrued, reversed_, paid, row["carried_minor"], row["settled_at"]),
    )
