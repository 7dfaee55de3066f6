"""Statements on campaigns, their counters and their unique codes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import orjson
from asyncpg import Record
from pydantic import TypeAdapter

from domains.kernel.assets import Asset, asset_of
from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.offers.rules.campaigns import Period, Terms

COLUMNS = "id, name_zh, name_en, asset, terms, shared_code, starts_at, ends_at, state, made_at"

INSERT_CAMPAIGN = f"""
INSERT INTO offers_campaign ({COLUMNS}, kind) VALUES ($1, $2, $3, $4, $5::text::jsonb, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING RETURNING id
"""

FIND_CAMPAIGNS = f"SELECT {COLUMNS} FROM offers_campaign WHERE id = ANY($1::uuid[]) OR shared_code = ANY($2::text[])"

LIST_CAMPAIGNS = f"SELECT {COLUMNS} FROM offers_campaign WHERE (made_at, id) < ($1, $2) ORDER BY made_at DESC, id DESC LIMIT $3"

LIST_OPEN = f"""
SELECT {COLUMNS} FROM offers_campaign WHERE state = 'live' AND ends_at > $1 AND starts_at <= $1 AND shared_code IS NULL ORDER BY ends_at, id LIMIT $2
"""

LOCK_CAMPAIGN = f"SELECT {COLUMNS} FROM offers_campaign WHERE id = $1 FOR NO KEY UPDATE"

SET_STATE = "UPDATE offers_campaign SET state = $2 WHERE id = $1"

LOCK_ENDED = f"""
SELECT {COLUMNS} FROM offers_campaign WHERE (state = 'ended' OR ends_at <= $1) AND ends_at > $1 - interval '400 days'
    AND (budget_checked_at IS NULL OR budget_checked_at <= $2)
ORDER BY budget_checked_at NULLS FIRST, id LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED
"""

BUDGETS_CHECKED = "UPDATE offers_campaign SET budget_checked_at = $2 WHERE id = ANY($1::uuid[])"

INSERT_UNIQUE = "INSERT INTO offers_unique_code (mark, campaign_id) SELECT mark, $2 FROM unnest($1::bytea[]) AS told (mark) ON CONFLICT DO NOTHING"

LOCK_UNIQUE = "SELECT mark, campaign_id, claimed_by FROM offers_unique_code WHERE mark = ANY($1::bytea[]) ORDER BY mark FOR UPDATE"

UNIQUE_CLAIMED = Writing(
    "unique_code_claimed",
    ("bytea", "uuid"),
    "UPDATE offers_unique_code AS code SET claimed_by = told.customer_id FROM {} AS told (mark, customer_id) WHERE code.mark = told.mark",
)

LOCK_USAGES = """
INSERT INTO offers_usage AS usage (campaign_id, scope, key, used)
SELECT campaign_id, scope, key, 0 FROM unnest($1::uuid[], $2::text[], $3::text[]) AS told (campaign_id, scope, key) ORDER BY campaign_id, scope, key
ON CONFLICT (campaign_id, scope, key) DO UPDATE SET used = usage.used
RETURNING campaign_id, scope, key, used
"""
"""Locks the counters in the order of their keys; what it returns was read under the lock."""

USED = Writing(
    "offer_usage",
    ("uuid", "text", "text", "bigint"),
    "UPDATE offers_usage AS usage SET used = usage.used + told.more FROM {} AS told (campaign_id, scope, key, more)"
    " WHERE (usage.campaign_id, usage.scope, usage.key) = (told.campaign_id, told.scope, told.key)",
)

_TERMS = TypeAdapter(Terms)


class Campaign(NamedTuple):
    """A campaign as it stands."""

    id: UUID
    name_zh: str
    name_en: str
    asset: Asset
    terms: Terms
    shared_code: str | None
    starts_at: datetime
    ends_at: datetime
    state: str
    made_at: datetime

    @property
    def period(self) -> Period:
        return Period(self.starts_at, self.ends_at, self.state)


class UniqueCode(NamedTuple):
    mark: bytes
    campaign_id: UUID
    claimed_by: UUID | None


Counter = tuple[UUID, str, str]
"""A campaign, the limit's scope, and whose."""


async def insert_campaign(tx: Tx, one: Campaign) -> bool:
    """False when another campaign has that shared code."""
    terms = _TERMS.dump_json(one.terms).decode()
    told = (one.id, one.name_zh, one.name_en, one.asset.code, terms, one.shared_code, one.starts_at, one.ends_at, one.state, one.made_at)
    return await tx.fetchrow(INSERT_CAMPAIGN, *told, one.terms.benefit.kind.value) is not None


async def find_campaigns(source: Queryable, ids: Iterable[UUID], codes: Iterable[str] = ()) -> list[Campaign]:
    """Those of these ids or shared codes that there are. One statement."""
    return [campaign_of(row) for row in await source.fetch(FIND_CAMPAIGNS, sorted(set(ids)), sorted(set(codes)))]


async def list_campaigns(source: Queryable, first: int, after: str | None) -> Page[Campaign]:
    """Campaigns, newest first. Raises InvalidInput."""
    rows = await source.fetch(LIST_CAMPAIGNS, *decode_moment(after), check_first(first) + 1)
    return page_of([campaign_of(row) for row in rows], first, lambda one: moment_key(one.made_at, one.id))


async def list_open_campaigns(source: Queryable, most: int) -> list[Campaign]:
    """Those that can be claimed now without a code, the first to end first."""
    return [campaign_of(row) for row in await source.fetch(LIST_OPEN, source.now, most)]


async def lock_campaign(tx: Tx, id_: UUID) -> Campaign | None:
    row = await tx.fetchrow(LOCK_CAMPAIGN, id_)
    return None if row is None else campaign_of(row)


async def set_state(tx: Tx, id_: UUID, state: str) -> None:
    await tx.execute(SET_STATE, id_, state)


async def lock_ended(tx: Tx, before: datetime, most: int) -> list[Campaign]:
    """Some that have ended, at most 400 days ago, and whose budgets were not looked at since that instant."""
    return [campaign_of(row) for row in await tx.fetch(LOCK_ENDED, tx.now, before, most)]


async def note_budgets_checked(tx: Tx, ids: Sequence[UUID]) -> None:
    await tx.execute(BUDGETS_CHECKED, ids, tx.now)


async def insert_unique_codes(tx: Tx, campaign_id: UUID, marks: Sequence[bytes]) -> None:
    await tx.execute(INSERT_UNIQUE, marks, campaign_id)


async def lock_unique_codes(tx: Tx, marks: Iterable[bytes]) -> dict[bytes, UniqueCode]:
    return {row["mark"]: UniqueCode(*row) for row in await tx.fetch(LOCK_UNIQUE, sorted(set(marks)))}


def write_unique_claims(tx: Tx, claims: Sequence[tuple[bytes, UUID]]) -> None:
    """(mark, customer): the code is used up. Written with the transaction's next statement."""
    tx.write_later(UNIQUE_CLAIMED, claims)


async def lock_usages(tx: Tx, counters: Iterable[Counter]) -> dict[Counter, int]:
    """What each counter stands at, under its lock."""
    keys = sorted(set(counters))
    if not keys:
        return {}
    return {(row["campaign_id"], row["scope"], row["key"]): row["used"] for row in await tx.fetch(LOCK_USAGES, *map(list, zip(*keys, strict=True)))}


def write_usages(tx: Tx, more: dict[Counter, int]) -> None:
    """Add to the counters with the transaction's next statement."""
    tx.write_later(USED, [(*counter, added) for counter, added in sorted(more.items()) if added])


def campaign_of(row: Record, prefix: str = "") -> Campaign:
    """A campaign from a row with all of COLUMNS, each behind that prefix."""
    values = [row[prefix + name] for name in COLUMNS.split(", ")]
    values[3] = asset_of(values[3])
    values[4] = _TERMS.validate_python(values[4] if isinstance(values[4], dict) else orjson.loads(values[4]))
    return Campaign(*values)
