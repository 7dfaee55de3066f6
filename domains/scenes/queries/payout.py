"""Statements on the accounts that partners are paid out to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import Asset, asset_of
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx
from domains.scenes.rules.payout import PayoutAccountState

COLUMNS = "id, partner_id, asset, channel, destination, least_minor, state, proposed_by, proposed_at, decided_by, decided_at"

INSERT = f"""
INSERT INTO scenes_payout_account ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, 'proposed', $7, $8, NULL, NULL)
ON CONFLICT (id) DO NOTHING
RETURNING {COLUMNS}
"""

LOCK_PARTNER = """
SELECT partner.id FROM scenes_partner AS partner JOIN scenes_payout_account AS account ON account.partner_id = partner.id
WHERE account.id = $1 AND partner.state = 'active' FOR NO KEY UPDATE OF partner
"""

FIND = f"SELECT {COLUMNS} FROM scenes_payout_account WHERE id = $1"

END_STANDING = "UPDATE scenes_payout_account SET state = 'ended' WHERE partner_id = $1 AND asset = $2 AND state = 'approved'"

DECIDE = f"UPDATE scenes_payout_account SET state = $2, decided_by = $3, decided_at = $4 WHERE id = $1 RETURNING {COLUMNS}"

LIST_OF_PARTNERS = f"""
SELECT asked.position, page.* FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (partner_id, position)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM scenes_payout_account
    WHERE partner_id = asked.partner_id AND (proposed_at, id) < ($2, $3) ORDER BY proposed_at DESC, id DESC LIMIT $4
) AS page
ORDER BY asked.position, page.proposed_at DESC, page.id DESC
"""

LIST_STANDING = f"""
SELECT {", ".join(f"account.{name}" for name in COLUMNS.split(", "))} FROM scenes_payout_account AS account
JOIN scenes_partner AS partner ON partner.id = account.partner_id AND partner.state = 'active'
WHERE account.state = 'approved' AND account.id > $1 ORDER BY account.id LIMIT $2
"""


@dataclass(frozen=True, slots=True)
class PayoutAccount:
    """A bank account of a partner as it stands. `destination` is the channel's word for it."""

    id: UUID
    partner_id: UUID
    asset: Asset
    channel: str
    destination: str
    least: Amount
    state: PayoutAccountState
    proposed_by: UUID
    proposed_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None


async def insert_account(tx: Tx, account_id: UUID, partner_id: UUID, channel: str, destination: str, least: Amount, proposer_id: UUID) -> PayoutAccount | None:
    """None where there is one of that id."""
    row = await tx.fetchrow(INSERT, account_id, partner_id, least.asset.code, channel, destination, least.minor, proposer_id, tx.now)
    return None if row is None else _account(row)


async def lock_account(tx: Tx, account_id: UUID) -> PayoutAccount | None:
    """As it is once its partner's row is held until commit. None also where the house does not work with the partner."""
    if await tx.fetchval(LOCK_PARTNER, account_id) is None:
        return None
    row = await tx.fetchrow(FIND, account_id)
    return None if row is None else _account(row)


async def end_standing(tx: Tx, partner_id: UUID, asset: Asset) -> None:
    await tx.execute(END_STANDING, partner_id, asset.code)


async def decide(tx: Tx, account_id: UUID, state: PayoutAccountState, decider_id: UUID) -> PayoutAccount:
    """As it stands from now on."""
    row = await tx.fetchrow(DECIDE, account_id, state, decider_id, tx.now)
    assert row is not None
    return _account(row)


async def list_account_pages(source: Queryable, partner_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[PayoutAccount]]:
    """Each partner's, also those that were not approved, newest first: a page per partner, in order. Raises InvalidInput."""
    pages: list[list[PayoutAccount]] = [[] for _ in partner_ids]
    for row in await source.fetch(LIST_OF_PARTNERS, list(partner_ids), *decode_moment(after), check_first(first) + 1):
        pages[row["position"] - 1].append(_account(row))
    return [page_of(rows, first, lambda one: moment_key(one.proposed_at, one.id)) for rows in pages]


async def list_standing(source: Queryable, after: UUID, limit: int) -> list[PayoutAccount]:
    """Accounts that are paid to, by id."""
    return [_account(row) for row in await source.fetch(LIST_STANDING, after, limit)]


def _account(row: Record) -> PayoutAccount:
    asset = asset_of(row["asset"])
    return PayoutAccount(
        *(row["id"], row["partner_id"], asset, row["channel"], row["destination"], Amount(row["least_minor"], asset), PayoutAccountState(row["state"])),
        *(row["proposed_by"], row["proposed_at"], row["decided_by"], row["decided_at"]),
    )
