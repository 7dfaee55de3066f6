"""Statements on what offers are ranked by, and on contacts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from domains.kernel.transactions import Queryable, Tx, Writing
from domains.offers.queries.campaigns import Counter
from domains.offers.rules.ranking import USUAL_CAPS, Channel, ContactCap, Known

FIND_USED = """
SELECT usage.campaign_id, usage.scope, usage.key, usage.used FROM offers_usage AS usage
WHERE (usage.campaign_id, usage.scope, usage.key) IN (SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[]))
"""

FIND_KNOWN = """
SELECT customer_id, merchant_id, true AS bought FROM offers_purchase
WHERE customer_id = ANY($1::uuid[]) AND bought_at > $2 AND refunded_minor < amount_minor
UNION
SELECT customer_id, merchant_id, false FROM offers_scan WHERE customer_id = ANY($1::uuid[]) AND scanned_at > $2 AND merchant_id IS NOT NULL
"""

LIST_CAPS = "SELECT channel, per_day, per_week FROM offers_contact_cap"

SET_CAP = """
INSERT INTO offers_contact_cap (channel, per_day, per_week, set_by, set_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (channel) DO UPDATE SET per_day = excluded.per_day, per_week = excluded.per_week, set_by = excluded.set_by, set_at = excluded.set_at
"""

CONTACTS = Writing(
    "offer_contact",
    ("uuid", "uuid", "uuid", "text"),
    "INSERT INTO offers_contact (customer_id, id, campaign_id, channel, contacted_at)"
    " SELECT told.*, $1 FROM {} AS told (customer_id, id, campaign_id, channel)",
)


async def find_used(source: Queryable, counters: Iterable[Counter]) -> dict[Counter, int]:
    """What each counter stands at, those that stand at something. One statement."""
    keys = sorted(set(counters))
    if not keys:
        return {}
    return {(row["campaign_id"], row["scope"], row["key"]): row["used"] for row in await source.fetch(FIND_USED, *map(list, zip(*keys, strict=True)))}


async def find_known(source: Queryable, customer_ids: Sequence[UUID], since: datetime) -> dict[UUID, Known]:
    """The merchants of each customer since then. One statement."""
    found: dict[UUID, tuple[set[UUID], set[UUID]]] = {id_: (set(), set()) for id_ in customer_ids}
    for row in await source.fetch(FIND_KNOWN, list(found), since):
        found[row["customer_id"]][0 if row["bought"] else 1].add(row["merchant_id"])
    return {id_: Known(frozenset(bought), frozenset(scanned)) for id_, (bought, scanned) in found.items()}


async def list_caps(source: Queryable) -> dict[Channel, ContactCap]:
    """The caps that hold, of every channel. One statement."""
    told = [ContactCap(Channel(row["channel"]), row["per_day"], row["per_week"]) for row in await source.fetch(LIST_CAPS)]
    return USUAL_CAPS | {cap.channel: cap for cap in told}


async def set_cap(tx: Tx, cap: ContactCap, staff_id: UUID) -> None:
    await tx.execute(SET_CAP, cap.channel.value, cap.per_day, cap.per_week, staff_id, tx.now)


def write_contacts(tx: Tx, contacts: Sequence[tuple[UUID, UUID, UUID, str]]) -> None:
    """(customer, id, campaign, channel), with the transaction's next statement."""
    tx.write_later(CONTACTS, contacts)
