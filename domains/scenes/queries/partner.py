"""Statements on partners."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Tx
from domains.scenes.rules.partner import PartnerState

INSERT_PARTNER = """
INSERT INTO scenes_partner (id, name, state, created_at) VALUES ($1, $2, 'active', $3)
ON CONFLICT (id) DO NOTHING
RETURNING id, name, state, created_at
"""

FIND_PARTNERS = """
SELECT asked.position, partner.id, partner.name, partner.state, partner.created_at
FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (id, position) JOIN scenes_partner AS partner USING (id)
"""


class Partner(NamedTuple):
    """A company that the bank works with."""

    id: UUID
    name: str
    state: PartnerState
    created_at: datetime


async def insert_partner(tx: Tx, partner_id: UUID, name: str) -> Partner | None:
    """The partner that was made; None where there is one of that id."""
    row = await tx.fetchrow(INSERT_PARTNER, partner_id, name, tx.now)
    return None if row is None else _partner(row)


async def find_partners(source: Queryable, partner_ids: Sequence[UUID]) -> list[Partner | None]:
    """One for each id, in order."""
    found: list[Partner | None] = [None] * len(partner_ids)
    for row in await source.fetch(FIND_PARTNERS, partner_ids):
        found[row["position"] - 1] = _partner(row)
    return found


def _partner(row: Record) -> Partner:
    return Partner(row["id"], row["name"], row["state"], row["created_at"])
