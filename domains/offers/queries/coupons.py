"""Statements on coupons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.offers.queries import campaigns
from domains.offers.queries.campaigns import Campaign, campaign_of

OWN = (
    "customer_id, id, campaign_id, state, claimed_at, expires_at, reservation_id, reserved_until, merchant_id, spent_minor, item_minor, given_minor,"
    " kept_minor, payment_id, redeemed_at, due_at, paid_at"
)

WITH_CAMPAIGN = f"""
SELECT {", ".join(f"coupon.{name}" for name in OWN.split(", "))}, {", ".join(f"campaign.{name} AS campaign_{name}" for name in campaigns.COLUMNS.split(", "))}
FROM offers_coupon AS coupon JOIN offers_campaign AS campaign ON campaign.id = coupon.campaign_id
"""

NEW = Writing(
    "offer_coupon",
    ("uuid", "uuid", "uuid", "timestamptz"),
    "INSERT INTO offers_coupon (customer_id, id, campaign_id, state, claimed_at, expires_at, spent_minor, given_minor, kept_minor)"
    " SELECT told.customer_id, told.id, told.campaign_id, 'claimed', $1, told.expires_at, 0, 0, 0 FROM {} AS told (customer_id, id, campaign_id, expires_at)",
)

STATES = Writing(
    "offer_coupon_state",
    ("uuid", "uuid", "text", "uuid", "timestamptz", "uuid", "bigint", "bigint", "bigint", "bigint", "uuid", "timestamptz", "timestamptz", "timestamptz"),
    "UPDATE offers_coupon AS coupon SET state = told.state, reservation_id = told.reservation_id, reserved_until = told.reserved_until,"
    " merchant_id = told.merchant_id, spent_minor = told.spent_minor, item_minor = told.item_minor, given_minor = told.given_minor,"
    " kept_minor = told.kept_minor, payment_id = told.payment_id, redeemed_at = told.redeemed_at, due_at = told.due_at, paid_at = told.paid_at"
    " FROM {} AS told (customer_id, id, state, reservation_id, reserved_until, merchant_id, spent_minor, item_minor, given_minor, kept_minor, payment_id,"
    " redeemed_at, due_at, paid_at) WHERE (coupon.customer_id, coupon.id) = (told.customer_id, told.id)",
)

LOCK = f"""
{WITH_CAMPAIGN} WHERE (coupon.customer_id, coupon.id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))
ORDER BY coupon.customer_id, coupon.id FOR UPDATE OF coupon
"""

LOCK_RESERVED = f"""
{WITH_CAMPAIGN} WHERE coupon.customer_id = ANY($1::uuid[]) AND coupon.state = 'reserved' AND coupon.reserved_until > $2
ORDER BY coupon.customer_id, coupon.id FOR UPDATE OF coupon
"""

LOCK_OF_PAYMENTS = f"""
{WITH_CAMPAIGN} WHERE (coupon.customer_id, coupon.payment_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))
ORDER BY coupon.customer_id, coupon.id FOR UPDATE OF coupon
"""

FIND_RESERVED_MERCHANT = """
SELECT merchant_id FROM offers_coupon WHERE customer_id = $1 AND state = 'reserved' AND reserved_until > $2 ORDER BY id LIMIT 1
"""

FIND = f"{WITH_CAMPAIGN} WHERE (coupon.customer_id, coupon.id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))"

LIST = f"""
SELECT asked.position, page.* FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (customer_id, position)
CROSS JOIN LATERAL (
    {WITH_CAMPAIGN} WHERE coupon.customer_id = asked.customer_id AND (coupon.claimed_at, coupon.id) < ($2, $3)
    ORDER BY coupon.claimed_at DESC, coupon.id DESC LIMIT $4
) AS page
ORDER BY asked.position, page.claimed_at DESC, page.id DESC
"""

LIST_USABLE = f"""
SELECT asked.position, page.* FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (customer_id, position)
CROSS JOIN LATERAL (
    {WITH_CAMPAIGN} WHERE coupon.customer_id = asked.customer_id AND coupon.state IN ('claimed', 'reserved') AND coupon.expires_at > $2
    ORDER BY coupon.expires_at, coupon.id LIMIT $3
) AS page
ORDER BY asked.position, page.expires_at, page.id
"""

LOCK_EXPIRED = f"""
{WITH_CAMPAIGN} WHERE coupon.state IN ('claimed', 'reserved') AND coupon.expires_at <= $1 AND (coupon.reserved_until IS NULL OR coupon.reserved_until <= $1)
ORDER BY coupon.expires_at LIMIT $2 FOR UPDATE OF coupon SKIP LOCKED
"""

LOCK_DUE = f"{WITH_CAMPAIGN} WHERE coupon.due_at <= $1 AND coupon.paid_at IS NULL ORDER BY coupon.due_at LIMIT $2 FOR UPDATE OF coupon SKIP LOCKED"


@dataclass(frozen=True, slots=True)
class Coupon:
    """A customer's coupon with its campaign."""

    customer_id: UUID
    id: UUID
    campaign_id: UUID
    state: str
    claimed_at: datetime
    expires_at: datetime
    reservation_id: UUID | None
    reserved_until: datetime | None
    merchant_id: UUID | None
    spent_minor: int
    item_minor: int | None
    given_minor: int
    kept_minor: int
    payment_id: UUID | None
    redeemed_at: datetime | None
    due_at: datetime | None
    paid_at: datetime | None
    campaign: Campaign

    def state_at(self, now: datetime) -> str:
        """The state as it is true then: a reservation that is over is none, and what has expired is."""
        if self.state == "reserved" and self.reserved_until is not None and self.reserved_until > now:
            return "reserved"
        if self.state in ("claimed", "reserved"):
            return "expired" if self.expires_at <= now else "claimed"
        return self.state


def write_new(tx: Tx, rows: Sequence[tuple[UUID, UUID, UUID, datetime]]) -> None:
    """(customer, id, campaign, expiry) of new coupons, with the transaction's next statement."""
    tx.write_later(NEW, rows)


def write_states(tx: Tx, coupons: Sequence[Coupon]) -> None:
    """Write what became of coupons, with the transaction's next statement."""
    tx.write_later(
        STATES,
        [
            (
                *(one.customer_id, one.id, one.state, one.reservation_id, one.reserved_until, one.merchant_id, one.spent_minor, one.item_minor),
                *(one.given_minor, one.kept_minor, one.payment_id, one.redeemed_at, one.due_at, one.paid_at),
            )
            for one in coupons
        ],
    )


async def lock_coupons(tx: Tx, pairs: Iterable[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Coupon]:
    """Coupons by (customer, id), held in that order."""
    return _by_key(await tx.fetch(LOCK, *_columns(pairs)))


async def lock_reserved(tx: Tx, customer_ids: Iterable[UUID], at: datetime) -> list[Coupon]:
    """What those customers had reserved then, and have not used or let go since."""
    return [coupon_of(row) for row in await tx.fetch(LOCK_RESERVED, sorted(set(customer_ids)), at)]


async def find_reserved_merchant(source: Queryable, customer_id: UUID) -> UUID | None:
    """At whose till the customer uses what they have reserved now."""
    return await source.fetchval(FIND_RESERVED_MERCHANT, customer_id, source.now)  # type: ignore[no-any-return]


async def lock_of_payments(tx: Tx, pairs: Iterable[tuple[UUID, UUID]]) -> list[Coupon]:
    """What was redeemed with those payments: (customer, payment)."""
    return [coupon_of(row) for row in await tx.fetch(LOCK_OF_PAYMENTS, *_columns(pairs))]


async def lock_expired(tx: Tx, most: int) -> list[Coupon]:
    """Some that have expired and nobody holds."""
    return [coupon_of(row) for row in await tx.fetch(LOCK_EXPIRED, tx.now, most)]


async def lock_due(tx: Tx, most: int) -> list[Coupon]:
    """Some whose later benefit is to be paid by now, and nobody holds."""
    return [coupon_of(row) for row in await tx.fetch(LOCK_DUE, tx.now, most)]


async def find_coupons(source: Queryable, pairs: Iterable[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Coupon]:
    return _by_key(await source.fetch(FIND, *_columns(pairs)))


async def list_coupons(source: Queryable, customer_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[Coupon]]:
    """Each customer's coupons, last claimed first. Raises InvalidInput."""
    found: list[list[Coupon]] = [[] for _ in customer_ids]
    for row in await source.fetch(LIST, customer_ids, *decode_moment(after), check_first(first) + 1):
        found[row["position"] - 1].append(coupon_of(row))
    return [page_of(rows, first, lambda one: moment_key(one.claimed_at, one.id)) for rows in found]


async def list_usable(source: Queryable, customer_ids: Sequence[UUID], most: int) -> list[list[Coupon]]:
    """Each customer's coupons that have not been used and have not expired, the first to expire first. One statement."""
    found: list[list[Coupon]] = [[] for _ in customer_ids]
    for row in await source.fetch(LIST_USABLE, customer_ids, source.now, most):
        found[row["position"] - 1].append(coupon_of(row))
    return found


def coupon_of(row: Record) -> Coupon:
    """A coupon from a row of WITH_CAMPAIGN."""
    return Coupon(**{name: row[name] for name in OWN.split(", ")}, campaign=campaign_of(row, "campaign_"))


def _columns(pairs: Iterable[tuple[UUID, UUID]]) -> tuple[list[UUID], list[UUID]]:
    ordered = sorted(set(pairs))
    return [one for one, _ in ordered], [other for _, other in ordered]


def _by_key(rows: Iterable[Record]) -> dict[tuple[UUID, UUID], Coupon]:
    return {(coupon.customer_id, coupon.id): coupon for coupon in map(coupon_of, rows)}
