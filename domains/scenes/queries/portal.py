"""Statements on who may enter the partners' portal."""

from uuid import UUID

from domains.kernel.transactions import Queryable, Tx

# A number that no key has been made for yet is found by no key.
FIND_BY_KEY = "SELECT name FROM scenes_partner WHERE id = $1 AND portal_number = $2 AND state = 'active'"

FIND_BY_REGISTRATION = """
SELECT partner.id, partner.name FROM scenes_client AS client JOIN scenes_partner AS partner ON partner.id = client.partner_id
WHERE client.id = $1 AND client.registration_number = $2 AND client.state = 'active' AND client.environment = 'sandbox' AND partner.state = 'active'
"""

RENEW = """
UPDATE scenes_partner SET portal_number = coalesce(portal_number + 1, 0) WHERE id = $1 AND state = 'active' RETURNING portal_number
"""


async def find_name_by_key(source: Queryable, partner_id: UUID, number: int) -> str | None:
    """The partner's name, while that key is the one that holds."""
    name: str | None = await source.fetchval(FIND_BY_KEY, partner_id, number)
    return name


async def find_by_registration(source: Queryable, client_id: UUID, number: int) -> tuple[UUID, str] | None:
    """The partner of a client of the sandbox that manages its own registration, and its name."""
    row = await source.fetchrow(FIND_BY_REGISTRATION, client_id, number)
    return None if row is None else (row["id"], row["name"])


async def renew_number(tx: Tx, partner_id: UUID) -> int | None:
    """The number of the key that holds from now on; None for a partner who is not there, or suspended."""
    number: int | None = await tx.fetchval(RENEW, partner_id)
    return number
