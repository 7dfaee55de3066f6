"""Statements on branches and their services."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.errors import InvalidInput
from domains.kernel.paging import Page, check_first, decode_cursor, page_of
from domains.kernel.transactions import Queryable, Tx
from domains.offers.rules.branches import EARTH_RADIUS_METRES, RADIUS_MOST_METRES, Opening, Spot, box_around
from domains.offers.rules.prefills import FieldKind, FormField

BRANCH = "id, name_zh, name_en, address, latitude, longitude, hours, closed_days, state, opened_at"
SERVICE = "id, branch_id, code, name_zh, name_en, slot_minutes, capacity, days_ahead, form, state"

SAVE_BRANCH = f"""
INSERT INTO offers_branch ({BRANCH}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (id) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en, address = excluded.address, latitude = excluded.latitude,
    longitude = excluded.longitude, hours = excluded.hours, closed_days = excluded.closed_days, state = excluded.state
"""

FIND_BRANCHES = f"SELECT {BRANCH} FROM offers_branch WHERE id = ANY($1::uuid[])"

LOCK_BRANCH = f"SELECT {BRANCH} FROM offers_branch WHERE id = $1 FOR NO KEY UPDATE"

NEAREST = f"""
SELECT * FROM (
    SELECT {BRANCH}, round(2 * {EARTH_RADIUS_METRES}::float8 * asin(least(1, sqrt(
        sin(radians((latitude - $1) / 2e6)) ^ 2 + cos(radians($1 / 1e6)) * cos(radians(latitude / 1e6)) * sin(radians((longitude - $2) / 2e6)) ^ 2
    ))))::bigint AS metres
    FROM offers_branch AS branch
    WHERE state = 'open' AND latitude BETWEEN $4 AND $5 AND longitude BETWEEN $6 AND $7 AND ($8::text IS NULL OR EXISTS (
        SELECT FROM offers_branch_service AS service WHERE service.branch_id = branch.id AND service.state = 'live' AND service.code = $8
    ))
) AS near
WHERE metres <= $3 AND (metres, id) > ($9::bigint, $10::uuid) ORDER BY metres, id LIMIT $11
"""

SAVE_SERVICE = f"""
INSERT INTO offers_branch_service ({SERVICE}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (id) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en, slot_minutes = excluded.slot_minutes, capacity = excluded.capacity,
    days_ahead = excluded.days_ahead, form = excluded.form, state = excluded.state
"""

FIND_SERVICES = f"SELECT {SERVICE} FROM offers_branch_service WHERE id = ANY($1::uuid[])"

FIND_OFFERED = f"""
SELECT {", ".join(f"service.{name}" for name in SERVICE.split(", "))}, branch.hours, branch.closed_days
FROM offers_branch_service AS service JOIN offers_branch AS branch ON branch.id = service.branch_id
WHERE service.id = ANY($1::uuid[]) AND service.state = 'live' AND branch.state = 'open'
"""

HOLD_OFFERED = f"{FIND_OFFERED} ORDER BY service.id FOR SHARE OF service"

LIST_SERVICES = f"SELECT {SERVICE} FROM offers_branch_service WHERE branch_id = ANY($1::uuid[]) AND state = 'live' ORDER BY branch_id, code"

LOCK_SERVICES = f"SELECT {SERVICE} FROM offers_branch_service WHERE branch_id = $1 AND state = 'live' ORDER BY id FOR UPDATE"


class Branch(NamedTuple):
    """A branch. `metres` is how far it is from where was asked for, if that was."""

    id: UUID
    name_zh: str
    name_en: str
    address: str
    spot: Spot
    hours: tuple[Opening, ...]
    closed_days: tuple[date, ...]
    state: str
    opened_at: datetime
    metres: int | None = None


class BranchService(NamedTuple):
    """What is done for customers at a branch, in slots of so many minutes with so many places."""

    id: UUID
    branch_id: UUID
    code: str
    name_zh: str
    name_en: str
    slot_minutes: int
    capacity: int
    days_ahead: int
    form: tuple[FormField, ...]
    state: str


class Offered(NamedTuple):
    """A live service of an open branch, with when that is open."""

    service: BranchService
    hours: tuple[Opening, ...]
    closed_days: tuple[date, ...]


async def save_branch(tx: Tx, one: Branch) -> None:
    hours, closed_days = [list(opening) for opening in one.hours], [day.isoformat() for day in one.closed_days]
    await tx.execute(SAVE_BRANCH, one.id, one.name_zh, one.name_en, one.address, *one.spot, hours, closed_days, one.state, one.opened_at)


async def find_branches(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, Branch]:
    """Those branches that there are, closed ones too. One statement."""
    return {row["id"]: _branch(row) for row in await source.fetch(FIND_BRANCHES, ids)}


async def lock_branch(tx: Tx, id_: UUID) -> Branch | None:
    row = await tx.fetchrow(LOCK_BRANCH, id_)
    return None if row is None else _branch(row)


async def list_nearest(source: Queryable, spot: Spot, radius_metres: int, service: str | None, first: int, after: str | None) -> Page[Branch]:
    """Open branches within the radius, nearest first; with a service's code, those that have it. One statement. Raises InvalidInput."""
    if not 1 <= radius_metres <= RADIUS_MOST_METRES:
        raise InvalidInput("radiusMetres", f"between 1 and {RADIUS_MOST_METRES}")
    told = (*spot, radius_metres, *box_around(spot, radius_metres), service, *_after(after), check_first(first) + 1)
    rows = [_branch(row, row["metres"]) for row in await source.fetch(NEAREST, *told)]
    return page_of(rows, first, lambda branch: f"{branch.metres}:{branch.id.hex}")


async def save_service(tx: Tx, one: BranchService) -> None:
    await tx.execute(SAVE_SERVICE, *one._replace(form=[list(field) for field in one.form]))  # type: ignore[arg-type]


async def find_services(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, BranchService]:
    """Those services that there are, ended ones too. One statement."""
    return {row["id"]: service_of(row) for row in await source.fetch(FIND_SERVICES, ids)}


async def find_offered(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, Offered]:
    """Those services that can be had. One statement."""
    return {row["id"]: _offered(row) for row in await source.fetch(FIND_OFFERED, ids)}


async def hold_offered(tx: Tx, ids: Iterable[UUID]) -> dict[UUID, Offered]:
    """The same, held until the commit in the order of their ids, so that none ends meanwhile (a branch ends its services as it closes)."""
    return {row["id"]: _offered(row) for row in await tx.fetch(HOLD_OFFERED, sorted(set(ids)))}


async def list_services(source: Queryable, branch_ids: Sequence[UUID]) -> list[list[BranchService]]:
    """The live services of each branch, by code. One statement."""
    found: dict[UUID, list[BranchService]] = {id_: [] for id_ in branch_ids}
    for row in await source.fetch(LIST_SERVICES, branch_ids):
        found[row["branch_id"]].append(service_of(row))
    return [found[id_] for id_ in branch_ids]


async def lock_services(tx: Tx, branch_id: UUID) -> dict[str, BranchService]:
    """The live services of a branch by their codes."""
    return {row["code"]: service_of(row) for row in await tx.fetch(LOCK_SERVICES, branch_id)}


def service_of(row: Record | dict[str, Any]) -> BranchService:
    """A service from a row with all of SERVICE, or from that row as JSON."""
    form = tuple(_field(told) for told in row["form"])
    told = (row["code"], row["name_zh"], row["name_en"], row["slot_minutes"], row["capacity"], row["days_ahead"])
    return BranchService(UUID(str(row["id"])), UUID(str(row["branch_id"])), *told, form, row["state"])


def _field(told: list[Any]) -> FormField:
    name, kind, label_zh, label_en, is_required, most_characters, choices = told
    return FormField(name, FieldKind(kind), label_zh, label_en, is_required, most_characters, tuple(choices))


def _branch(row: Record, metres: int | None = None) -> Branch:
    spot = Spot(row["latitude"], row["longitude"])
    told = (row["name_zh"], row["name_en"], row["address"], spot, _hours(row), _days(row), row["state"], row["opened_at"])
    return Branch(row["id"], *told, metres)


def _offered(row: Record) -> Offered:
    return Offered(service_of(row), _hours(row), _days(row))


def _hours(row: Record) -> tuple[Opening, ...]:
    return tuple(Opening(*told) for told in row["hours"])


def _days(row: Record) -> tuple[date, ...]:
    return tuple(map(date.fromisoformat, row["closed_days"]))


def _after(cursor: str | None) -> tuple[int, UUID]:
    if cursor is None:
        return -1, UUID(int=0)
    metres, _, hexadecimal = decode_cursor(cursor).partition(":")
    try:
        return min(int(metres), RADIUS_MOST_METRES), UUID(hex=hexadecimal)
    except ValueError as error:
        raise InvalidInput("after", "a cursor from an earlier page") from error
