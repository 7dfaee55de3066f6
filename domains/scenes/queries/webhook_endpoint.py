"""Statements on webhook endpoints and their secrets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.paging import Page, check_first, page_of
from domains.kernel.transactions import Queryable, Tx
from domains.scenes.queries.pages import decode_moment, moment_key
from domains.scenes.rules.webhook_delivery import EndpointHealth
from domains.scenes.rules.webhook_endpoint import DisabledReason, WebhookState

COLUMNS = "id, partner_id, address, event_types, document_id, state, disabled_reason, failures, failing_since, created_at, changed_at"

COUNT = "SELECT count(*) FROM scenes_webhook_endpoint WHERE partner_id = $1 AND state <> 'removed'"

INSERT = f"""
INSERT INTO scenes_webhook_endpoint ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, 'active', NULL, 0, NULL, $6, $6) RETURNING {COLUMNS}
"""

LOCK = f"SELECT {COLUMNS} FROM scenes_webhook_endpoint WHERE id = ANY($1::uuid[]) AND state <> 'removed' ORDER BY id FOR NO KEY UPDATE"

# Held against being disabled while deliveries to it are written.
LIST_OF_PARTNERS = f"SELECT {COLUMNS} FROM scenes_webhook_endpoint WHERE partner_id = ANY($1::uuid[]) AND state <> 'removed' ORDER BY id FOR SHARE"

CHANGE = f"""
UPDATE scenes_webhook_endpoint SET address = $2, event_types = $3, document_id = $4, changed_at = $5 WHERE id = $1 RETURNING {COLUMNS}
"""

SET_STATE = f"""
UPDATE scenes_webhook_endpoint SET state = $2, disabled_reason = $3, failures = 0, failing_since = NULL, changed_at = $4 WHERE id = $1 RETURNING {COLUMNS}
"""

SET_HEALTH = """
UPDATE scenes_webhook_endpoint AS endpoint SET failures = told.failures, failing_since = told.failing_since
FROM unnest($1::uuid[], $2::integer[], $3::timestamptz[]) AS told (id, failures, failing_since) WHERE endpoint.id = told.id
"""

FIND = f"""
SELECT {COLUMNS} FROM unnest($1::uuid[]) AS asked (id) JOIN scenes_webhook_endpoint USING (id) WHERE state <> 'removed'
"""

LIST = f"""
SELECT asked.position, endpoint.* FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (partner_id, position)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM scenes_webhook_endpoint
    WHERE partner_id = asked.partner_id AND state <> 'removed' AND (created_at, id) < ($2, $3) ORDER BY created_at DESC, id DESC LIMIT $4
) AS endpoint
ORDER BY asked.position, endpoint.created_at DESC, endpoint.id DESC
"""

INSERT_SECRET = "INSERT INTO scenes_webhook_secret (endpoint_id, id, created_at, expires_at) VALUES ($1, $2, $3, NULL)"

EXPIRE_SECRETS = """
UPDATE scenes_webhook_secret SET expires_at = least(expires_at, $2::timestamptz) WHERE endpoint_id = $1
"""

# The newest ones only, so that an endpoint that is rotated often signs with a few.
EXPIRE_SURPLUS = """
UPDATE scenes_webhook_secret SET expires_at = $2::timestamptz WHERE endpoint_id = $1 AND id IN (
    SELECT id FROM scenes_webhook_secret WHERE endpoint_id = $1 AND (expires_at IS NULL OR expires_at > $2) ORDER BY created_at DESC, id OFFSET $3)
"""

LIST_SECRETS = """
SELECT endpoint_id, id, created_at, expires_at FROM scenes_webhook_secret
WHERE endpoint_id = ANY($1::uuid[]) AND (expires_at IS NULL OR expires_at > $2) ORDER BY endpoint_id, created_at DESC, id
"""


@dataclass(frozen=True, slots=True)
class WebhookEndpoint:
    """An address of a partner's, and how it has been with it."""

    id: UUID
    partner_id: UUID
    address: str
    event_types: tuple[str, ...]
    document_id: str | None
    state: WebhookState
    disabled_reason: DisabledReason | None
    failures: int
    failing_since: datetime | None
    created_at: datetime
    changed_at: datetime

    @property
    def health(self) -> EndpointHealth:
        return EndpointHealth(self.failures, self.failing_since)


@dataclass(frozen=True, slots=True)
class WebhookSecret:
    """One of the secrets that sign what an endpoint is sent. What it is, is told by service/webhook_secret.py."""

    endpoint_id: UUID
    id: UUID
    created_at: datetime
    expires_at: datetime | None


async def count_endpoints(tx: Tx, partner_id: UUID) -> int:
    return int(await tx.fetchval(COUNT, partner_id))


async def insert_endpoint(tx: Tx, endpoint_id: UUID, partner_id: UUID, address: str, event_types: Sequence[str], document_id: str | None) -> WebhookEndpoint:
    row = await tx.fetchrow(INSERT, endpoint_id, partner_id, address, list(event_types), document_id, tx.now)
    assert row is not None
    return _endpoint(row)


async def lock_endpoints(tx: Tx, endpoint_ids: Sequence[UUID]) -> dict[UUID, WebhookEndpoint]:
    return {row["id"]: _endpoint(row) for row in await tx.fetch(LOCK, sorted(endpoint_ids))}


async def list_of_partners(tx: Tx, partner_ids: Sequence[UUID]) -> list[WebhookEndpoint]:
    """All endpoints of those partners that were not removed, held against change."""
    return [_endpoint(row) for row in await tx.fetch(LIST_OF_PARTNERS, list(partner_ids))]


async def change_endpoint(tx: Tx, endpoint_id: UUID, address: str, event_types: Sequence[str], document_id: str | None) -> WebhookEndpoint:
    row = await tx.fetchrow(CHANGE, endpoint_id, address, list(event_types), document_id, tx.now)
    assert row is not None
    return _endpoint(row)


async def set_state(tx: Tx, endpoint_id: UUID, state: WebhookState, reason: DisabledReason | None) -> WebhookEndpoint:
    row = await tx.fetchrow(SET_STATE, endpoint_id, state, reason, tx.now)
    assert row is not None
    return _endpoint(row)


async def set_health(tx: Tx, healths: dict[UUID, EndpointHealth]) -> None:
    ids = sorted(healths)
    await tx.execute(SET_HEALTH, ids, [healths[id_].failures for id_ in ids], [healths[id_].failing_since for id_ in ids])


async def find_webhook_endpoints(source: Queryable, endpoint_ids: Sequence[UUID], partner_ids: Sequence[UUID]) -> list[WebhookEndpoint | None]:
    """The endpoint of that id where it is that partner's: one per pair, in order."""
    found = {row["id"]: _endpoint(row) for row in await source.fetch(FIND, sorted(set(endpoint_ids)))}
    pairs = zip(endpoint_ids, partner_ids, strict=True)
    return [one if (one := found.get(id_)) is not None and one.partner_id == partner_id else None for id_, partner_id in pairs]


async def list_webhook_endpoints(source: Queryable, partner_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[WebhookEndpoint]]:
    """Each partner's endpoints, newest first: a page per partner, in order. Raises InvalidInput."""
    pages: list[list[WebhookEndpoint]] = [[] for _ in partner_ids]
    for row in await source.fetch(LIST, list(partner_ids), *decode_moment(after), check_first(first) + 1):
        pages[row["position"] - 1].append(_endpoint(row))
    return [page_of(rows, first, lambda row: moment_key(row.created_at, row.id)) for rows in pages]


async def insert_secret(tx: Tx, endpoint_id: UUID, secret_id: UUID) -> WebhookSecret:
    await tx.execute(INSERT_SECRET, endpoint_id, secret_id, tx.now)
    return WebhookSecret(endpoint_id, secret_id, tx.now, None)


async def expire_secrets(tx: Tx, endpoint_id: UUID, at: datetime, most: int) -> None:
    """Let those that stand end at an instant, or sooner; beyond the newest `most`, now."""
    await tx.execute(EXPIRE_SECRETS, endpoint_id, at)
    await tx.execute(EXPIRE_SURPLUS, endpoint_id, tx.now, most)


async def list_webhook_secrets(source: Queryable, endpoint_ids: Sequence[UUID]) -> list[list[WebhookSecret]]:
    """Those that sign now, newest first: a list per endpoint, in order."""
    found: dict[UUID, list[WebhookSecret]] = {endpoint_id: [] for endpoint_id in endpoint_ids}
    for row in await source.fetch(LIST_SECRETS, list(found), source.now):
        found[row["endpoint_id"]].append(WebhookSecret(*row))
    return [found[endpoint_id] for endpoint_id in endpoint_ids]


def _endpoint(row: Record) -> WebhookEndpoint:
    values = {name: row[name] for name in COLUMNS.split(", ")}
    return WebhookEndpoint(**values | {"event_types": tuple(row["event_types"])})
