"""Statements on memberships at outside shops."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Tx

COLUMNS = "link_id, customer_id, scene, number, level, benefits, changed_at, heard_at"

# What the shop said later stays, whichever comes first.
STORE_MEMBERSHIP = f"""
INSERT INTO scenes_membership AS kept ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (link_id) DO UPDATE SET number = excluded.number, level = excluded.level, benefits = excluded.benefits, changed_at = excluded.changed_at,
    heard_at = excluded.heard_at
WHERE kept.changed_at < excluded.changed_at
RETURNING {COLUMNS}
"""

# Only while the link stands.
FIND_MEMBERSHIPS = f"""
SELECT {", ".join(f"membership.{name}" for name in COLUMNS.split(", "))} FROM unnest($1::uuid[], $2::text[]) AS wanted (customer_id, scene)
JOIN scenes_link AS link ON link.customer_id = wanted.customer_id AND link.scene = wanted.scene AND link.state = 'linked'
JOIN scenes_membership AS membership ON membership.link_id = link.id AND membership.number IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class MemberBenefit:
    """What a member has, in the shop's words."""

    code: str
    title: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Membership:
    """A customer's membership at a shop, as the shop last told of it. No `number`: none."""

    link_id: UUID
    customer_id: UUID
    scene: str
    number: str | None
    level: str | None
    benefits: list[MemberBenefit]
    changed_at: datetime
    heard_at: datetime


async def store_membership(tx: Tx, one: Membership) -> bool:
    """Whether it is news: what was said before stays where that is newer, or the same."""
    benefits = [{"code": each.code, "title": each.title, "until": None if each.until is None else each.until.isoformat()} for each in one.benefits]
    values = (one.link_id, one.customer_id, one.scene, one.number, one.level, benefits, one.changed_at, one.heard_at)
    return await tx.fetchrow(STORE_MEMBERSHIP, *values) is not None


async def find_memberships(source: Queryable, customer_ids: Sequence[UUID], scenes: Sequence[str]) -> list[Membership | None]:
    """What each customer is a member of in each scene, in order; None where no account is linked, or it is no member's."""
    found = {(row["customer_id"], row["scene"]): _membership(row) for row in await source.fetch(FIND_MEMBERSHIPS, customer_ids, scenes)}
    return [found.get(pair) for pair in zip(customer_ids, scenes, strict=True)]


def _membership(row: Record) -> Membership:
    benefits = [MemberBenefit(one["code"], one["title"], None if one["until"] is None else date.fromisoformat(one["until"])) for one in row["benefits"]]
    return Membership(row["link_id"], row["customer_id"], row["scene"], row["number"], row["level"], benefits, row["changed_at"], row["heard_at"])
