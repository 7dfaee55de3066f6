"""Statements on companies and those who act for them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx
from domains.scenes.rules.company import MEMBERS_MAX, CompanyRole

FIELDS = ("scene", "number", "id", "customer_id", "merchant_id", "is_connected", "told_through", "bound_by", "bound_at")
COLUMNS = ", ".join(FIELDS)

BIND_COMPANY = f"INSERT INTO scenes_company ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, false, $6, $7, $8) ON CONFLICT DO NOTHING"

FIND_BY_NUMBER = f"""
SELECT {COLUMNS} FROM scenes_company JOIN unnest($1::text[], $2::text[]) AS asked (scene, number) USING (scene, number)
"""

FIND_BY_ID = f"SELECT {COLUMNS} FROM scenes_company WHERE id = ANY($1::uuid[])"

LOCK = f"SELECT {COLUMNS} FROM scenes_company WHERE id = $1 FOR NO KEY UPDATE"

LIST_OF_SCENES = f"""
SELECT asked.place, listed.* FROM unnest($1::text[]) WITH ORDINALITY AS asked (scenes, place)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM scenes_company WHERE scene = ANY(string_to_array(asked.scenes, ' ')) AND (bound_at, id) < ($2, $3) AND (is_connected OR NOT $4)
    ORDER BY bound_at DESC, id DESC LIMIT $5
) AS listed
ORDER BY asked.place, listed.bound_at DESC, listed.id DESC
"""

SET_CONNECTED = "UPDATE scenes_company SET is_connected = $2 WHERE id = $1"

LIST_UNTOLD = f"""
SELECT {COLUMNS} FROM scenes_company WHERE is_connected AND told_through < $1 AND (told_through, id) > ($2, $3) ORDER BY told_through, id LIMIT $4
"""

SET_TOLD = "UPDATE scenes_company SET told_through = $2 WHERE id = $1"

SET_MEMBER = """
INSERT INTO scenes_company_member (customer_id, company_id, role, added_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (customer_id, company_id) DO UPDATE SET role = EXCLUDED.role
"""

REMOVE_MEMBER = "DELETE FROM scenes_company_member WHERE customer_id = $1 AND company_id = $2"

LIST_MEMBERS = """
SELECT company_id, customer_id, role, added_at FROM scenes_company_member WHERE company_id = ANY($1::uuid[]) ORDER BY company_id, added_at, customer_id
"""

FIND_OFFICES = f"""
SELECT asked.place, member.role, {", ".join(f"company.{one}" for one in FIELDS)}
FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS asked (customer_id, company_id, place)
JOIN scenes_company_member AS member USING (customer_id, company_id)
JOIN scenes_company AS company ON company.id = member.company_id
"""

LIST_OFFICES = f"""
SELECT asked.place, member.role, {", ".join(f"company.{one}" for one in FIELDS)}
FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (customer_id, place)
CROSS JOIN LATERAL (
    SELECT company_id, role, added_at FROM scenes_company_member WHERE customer_id = asked.customer_id ORDER BY added_at, company_id LIMIT $2
) AS member
JOIN scenes_company AS company ON company.id = member.company_id
ORDER BY asked.place, member.added_at, company.id
"""


class Company(NamedTuple):
    """Whose a company's number at a partner is, and whether its system may bring and fetch files."""

    scene: str
    number: str
    id: UUID
    customer_id: UUID
    merchant_id: UUID | None
    is_connected: bool
    told_through: date
    bound_by: UUID
    bound_at: datetime


class Office(NamedTuple):
    """A company as one of those who act for it sees it. `customer_id` is theirs."""

    company: Company
    customer_id: UUID
    role: CompanyRole


class CompanyMember(NamedTuple):
    company_id: UUID
    customer_id: UUID
    role: CompanyRole
    added_at: datetime


async def bind_company(tx: Tx, one: Company) -> None:
    """Unless the number or the customer is bound there."""
    await tx.execute(BIND_COMPANY, one.scene, one.number, one.id, one.customer_id, one.merchant_id, one.told_through, one.bound_by, one.bound_at)


async def find_by_number(source: Queryable, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Company]:
    """By (scene, number)."""
    rows = await source.fetch(FIND_BY_NUMBER, [scene for scene, _ in keys], [number for _, number in keys])
    return {(row["scene"], row["number"]): _company(row) for row in rows}


async def find_companies(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, Company]:
    return {row["id"]: _company(row) for row in await source.fetch(FIND_BY_ID, list(ids))}


async def lock_company(tx: Tx, company_id: UUID) -> Company | None:
    """Held until commit."""
    row = await tx.fetchrow(LOCK, company_id)
    return None if row is None else _company(row)


async def list_companies(
    source: Queryable, scenes: Sequence[Sequence[str]], first: int, after: str | None, *, connected_only: bool = False
) -> list[Page[Company]]:
    """Those of each group of scenes, newest first: one page per group, in order."""
    at, id_ = decode_moment(after)
    found: list[list[Company]] = [[] for _ in scenes]
    for row in await source.fetch(LIST_OF_SCENES, [" ".join(group) for group in scenes], at, id_, connected_only, check_first(first) + 1):
        found[row["place"] - 1].append(_company(row))
    return [page_of(rows, first, lambda one: moment_key(one.bound_at, one.id)) for rows in found]


async def set_connected(tx: Tx, company_id: UUID, *, is_connected: bool) -> None:
    await tx.execute(SET_CONNECTED, company_id, is_connected)


async def list_untold(source: Queryable, day: date, after: tuple[date, UUID], most: int) -> list[Company]:
    """Connected companies whose system was not told of that day yet, by the last day it was told of."""
    return [_company(row) for row in await source.fetch(LIST_UNTOLD, day, *after, most)]


async def set_told(tx: Tx, company_id: UUID, day: date) -> None:
    await tx.execute(SET_TOLD, company_id, day)


async def set_member(tx: Tx, one: CompanyMember) -> None:
    await tx.execute(SET_MEMBER, one.customer_id, one.company_id, one.role, one.added_at)


async def remove_member(tx: Tx, customer_id: UUID, company_id: UUID) -> None:
    await tx.execute(REMOVE_MEMBER, customer_id, company_id)


async def list_members(source: Queryable, company_ids: Sequence[UUID]) -> list[list[CompanyMember]]:
    """Who acts for each company, first come first: one list per company, in order."""
    found: dict[UUID, list[CompanyMember]] = {company_id: [] for company_id in company_ids}
    for row in await source.fetch(LIST_MEMBERS, list(found)):
        found[row["company_id"]].append(CompanyMember(row["company_id"], row["customer_id"], CompanyRole(row["role"]), row["added_at"]))
    return [found[company_id] for company_id in company_ids]


async def find_offices(source: Queryable, customer_ids: Sequence[UUID], company_ids: Sequence[UUID]) -> list[Office | None]:
    """The company of that id if the customer acts for it, else None: one per pair, in order."""
    rows = await source.fetch(FIND_OFFICES, list(customer_ids), list(company_ids))
    found = {row["place"]: Office(_company(row), customer_ids[row["place"] - 1], CompanyRole(row["role"])) for row in rows}
    return [found.get(place) for place in range(1, len(customer_ids) + 1)]


async def list_offices(source: Queryable, customer_ids: Sequence[UUID]) -> list[list[Office]]:
    """The companies that each customer acts for, first come first."""
    found: list[list[Office]] = [[] for _ in customer_ids]
    for row in await source.fetch(LIST_OFFICES, list(customer_ids), MEMBERS_MAX):
        place = row["place"] - 1
        found[place].append(Office(_company(row), customer_ids[place], CompanyRole(row["role"])))
    return found


def _company(row: Record) -> Company:
    return Company(*(row[name] for name in FIELDS))
