"""Statements on merchants, who acts for them, and whom they share with."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import Asset, asset_of
from domains.kernel.transactions import Queryable, Tx
from domains.wallet.rules.merchants import Role, Shown

COLUMNS = (
    "id",
    "name",
    "latin_name",
    "city",
    "latin_city",
    "category",
    "asset",
    "fee_bps",
    "takes_tips",
    "state",
    "settled_through",
    "opened_at",
    "closing_since",
)

INSERT_MERCHANT = f"""
INSERT INTO wallet_merchant ({", ".join(COLUMNS)}) VALUES ({", ".join(f"${place}" for place in range(1, len(COLUMNS) + 1))})
"""

FIND_MERCHANTS = f"SELECT {', '.join(COLUMNS)} FROM wallet_merchant WHERE id = ANY($1::uuid[])"

LIST_DESKS = f"""
SELECT operator.customer_id, operator.role, {", ".join(f"merchant.{one}" for one in COLUMNS)}
FROM unnest($1::uuid[]) AS wanted (customer_id)
CROSS JOIN LATERAL (SELECT * FROM wallet_merchant_operator WHERE customer_id = wanted.customer_id ORDER BY added_at, merchant_id LIMIT $2) AS operator
JOIN wallet_merchant AS merchant ON merchant.id = operator.merchant_id
ORDER BY operator.customer_id, operator.added_at, merchant.id
"""

FIND_DESKS = f"""
SELECT wanted.place, operator.role, {", ".join(f"merchant.{one}" for one in COLUMNS)}
FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS wanted (customer_id, merchant_id, place)
JOIN wallet_merchant_operator AS operator USING (customer_id, merchant_id)
JOIN wallet_merchant AS merchant ON merchant.id = operator.merchant_id
"""

SET_OPERATOR = """
INSERT INTO wallet_merchant_operator (customer_id, merchant_id, role, added_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (customer_id, merchant_id) DO UPDATE SET role = EXCLUDED.role
"""

LOCK_MERCHANT = "SELECT id, settled_through FROM wallet_merchant WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE"

SHARE_MERCHANTS = "SELECT id, settled_through, state FROM wallet_merchant WHERE id = ANY($1::uuid[]) ORDER BY id FOR SHARE"

REMOVE_OPERATOR = "DELETE FROM wallet_merchant_operator WHERE customer_id = $1 AND merchant_id = $2 RETURNING role"

LIST_OPERATORS = """
SELECT merchant_id, customer_id, role, added_at FROM wallet_merchant_operator WHERE merchant_id = ANY($1::uuid[])
ORDER BY merchant_id, added_at, customer_id LIMIT $2
"""

COUNT_OWNERS = "SELECT count(*) FROM wallet_merchant_operator WHERE merchant_id = $1 AND role = 'owner'"

CLEAR_SHARING = "DELETE FROM wallet_sharing_party WHERE merchant_id = $1"

INSERT_SHARING = """
INSERT INTO wallet_sharing_party (merchant_id, party_id, share_bps) SELECT $1, told.id, told.share FROM unnest($2::uuid[], $3::integer[]) AS told (id, share)
"""

LIST_MAX = 200
"""Merchants or operators that one look lists."""


class Merchant(NamedTuple):
    """A merchant as it stands."""

    id: UUID
    name: str
    latin_name: str
    city: str
    latin_city: str
    category: str
    asset: Asset
    fee_bps: int
    takes_tips: bool
    state: str
    settled_through: date
    opened_at: datetime
    closing_since: datetime | None

    @property
    def shown(self) -> Shown:
        """What its codes say."""
        return Shown(self.name, self.latin_name, self.city, self.latin_city, self.category, self.asset, self.takes_tips)


class Desk(NamedTuple):
    """A merchant as one of its operators sees it."""

    merchant: Merchant
    role: Role


class Operator(NamedTuple):
    """A customer who acts for a merchant."""

    merchant_id: UUID
    customer_id: UUID
    role: Role
    added_at: datetime


async def insert_merchant(tx: Tx, merchant: Merchant) -> None:
    await tx.execute(INSERT_MERCHANT, *merchant._replace(asset=merchant.asset.code))  # type: ignore[arg-type]


async def find_merchants(source: Queryable, ids: Iterable[UUID]) -> dict[UUID, Merchant]:
    return {row["id"]: merchant_of(row) for row in await source.fetch(FIND_MERCHANTS, sorted(set(ids)))}


async def list_desks(source: Queryable, customer_ids: Sequence[UUID]) -> list[list[Desk]]:
    """The merchants that each customer acts for, first come first: one list per customer, in order."""
    found: dict[UUID, list[Desk]] = {customer_id: [] for customer_id in customer_ids}
    for row in await source.fetch(LIST_DESKS, list(found), LIST_MAX):
        found[row["customer_id"]].append(Desk(merchant_of(row), Role(row["role"])))
    return [found[customer_id] for customer_id in customer_ids]


async def find_desks(source: Queryable, customer_ids: Sequence[UUID], merchant_ids: Sequence[UUID]) -> list[Desk | None]:
    """The merchant of that id if the customer acts for it, else None: one per pair, in order."""
    found = {row["place"]: Desk(merchant_of(row), Role(row["role"])) for row in await source.fetch(FIND_DESKS, customer_ids, merchant_ids)}
    return [found.get(place) for place in range(1, len(customer_ids) + 1)]


async def list_operators(source: Queryable, merchant_ids: Sequence[UUID]) -> list[list[Operator]]:
    """Who acts for each merchant, first come first."""
    found: dict[UUID, list[Operator]] = {merchant_id: [] for merchant_id in merchant_ids}
    for row in await source.fetch(LIST_OPERATORS, merchant_ids, LIST_MAX * len(merchant_ids)):
        found[row["merchant_id"]].append(Operator(row[0], row[1], Role(row[2]), row[3]))
    return [found[merchant_id] for merchant_id in merchant_ids]


async def lock_merchant(tx: Tx, merchant_id: UUID) -> date | None:
    """The row held until commit, against settlements, refunds and changes of its operators. Through which day it is settled; None for no merchant."""
    row = await tx.fetchrow(LOCK_MERCHANT, [merchant_id])
    return None if row is None else row["settled_through"]


async def share_merchants(tx: Tx, merchant_ids: Iterable[UUID]) -> dict[UUID, tuple[date, str]]:
    """Rows held until commit against their settlement and closing, in id order. Through which day each is settled, and its state."""
    return {row["id"]: (row["settled_through"], row["state"]) for row in await tx.fetch(SHARE_MERCHANTS, sorted(merchant_ids))}


async def set_operator(tx: Tx, operator: Operator) -> None:
    await tx.execute(SET_OPERATOR, operator.customer_id, operator.merchant_id, operator.role, operator.added_at)


async def remove_operator(tx: Tx, customer_id: UUID, merchant_id: UUID) -> bool:
    """False when there was none."""
    return await tx.fetchval(REMOVE_OPERATOR, customer_id, merchant_id) is not None


async def count_owners(tx: Tx, merchant_id: UUID) -> int:
    return int(await tx.fetchval(COUNT_OWNERS, merchant_id))


async def replace_sharing(tx: Tx, merchant_id: UUID, parties: Sequence[tuple[UUID, int]]) -> None:
    await tx.execute(CLEAR_SHARING, merchant_id)
    await tx.execute(INSERT_SHARING, merchant_id, [party_id for party_id, _ in parties], [share for _, share in parties])


def merchant_of(row: Record, prefix: str = "") -> Merchant:
    """A merchant from a row with all of COLUMNS, each behind that prefix."""
    values = {name: row[prefix + name] for name in COLUMNS}
    return Merchant(**{**values, "asset": asset_of(values["asset"])})
