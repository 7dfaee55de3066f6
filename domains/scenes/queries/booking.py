"""Statements on bookings."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx
from domains.scenes.rules.booking import BookingState, BookingStep, BookingTerms

COLUMNS = """customer_id, id, scene, slot, starts_at, asset, price_minor, terms, state, step, step_id, next_slot, held_until, order_id, change_id,
    supplement_id, supplement_minor, kept_minor, code, reason, made_at, ended_at, attempts, ask_at"""

INSERT_BOOKING = """
INSERT INTO scenes_booking (customer_id, id, scene, slot, details_sealed, starts_at, asset, price_minor, terms, state, step, step_id, made_at, attempts, ask_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'asked', 'hold', $10, $11, 0, $12) ON CONFLICT DO NOTHING RETURNING id
"""

LOCK_BOOKING = f"SELECT {COLUMNS} FROM scenes_booking WHERE customer_id = $1 AND id = $2 FOR NO KEY UPDATE"

UPDATE_BOOKING = """
UPDATE scenes_booking SET slot = $3, starts_at = $4, price_minor = $5, terms = $6, state = $7, step = $8, step_id = $9, next_slot = $10, held_until = $11,
    order_id = $12, change_id = $13, supplement_id = $14, supplement_minor = $15, kept_minor = $16, code = $17, reason = $18, ended_at = $19, attempts = $20,
    ask_at = $21
WHERE customer_id = $1 AND id = $2
"""

KEEP_NEXT = "UPDATE scenes_booking SET next_sealed = $3 WHERE customer_id = $1 AND id = $2"

TAKE_NEXT = "UPDATE scenes_booking SET details_sealed = next_sealed, next_sealed = NULL WHERE customer_id = $1 AND id = $2"

FIND_BOOKINGS = f"SELECT {COLUMNS} FROM unnest($1::uuid[], $2::uuid[]) AS wanted (customer_id, id) JOIN scenes_booking USING (customer_id, id)"

FIND_SEALED = "SELECT id, customer_id, details_sealed FROM scenes_booking WHERE id = ANY($1::uuid[])"

LIST_DUE = f"SELECT {COLUMNS} FROM scenes_booking WHERE ask_at <= $1 ORDER BY ask_at LIMIT $2"

LIST_BOOKINGS = f"""
SELECT asked.position, listed.* FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS asked (customer_id, scene, position)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM scenes_booking
    WHERE customer_id = asked.customer_id AND (made_at, id) < ($3, $4) AND (asked.scene IS NULL OR scene = asked.scene)
    ORDER BY made_at DESC, id DESC LIMIT $5
) AS listed
ORDER BY asked.position, listed.made_at DESC, listed.id DESC
"""


@dataclass(frozen=True, slots=True)
class Booking:
    """An appointment or a seat, as it stands. What it is for is sealed: service/booking_search.py opens it."""

    customer_id: UUID
    id: UUID
    scene: str
    slot: str
    starts_at: datetime
    price: Amount
    terms: BookingTerms
    state: BookingState
    step: BookingStep | None
    step_id: UUID | None
    next_slot: Mapping[str, Any] | None
    held_until: datetime | None
    order_id: UUID | None
    change_id: UUID | None
    supplement_id: UUID | None
    supplement: Amount | None
    kept: Amount | None
    code: str | None
    reason: str | None
    made_at: datetime
    ended_at: datetime | None
    attempts: int
    ask_at: datetime | None


async def insert_booking(tx: Tx, booking: Booking, details_sealed: bytes) -> bool:
    """Whether it was written: its id may be in use."""
    written = await tx.fetchval(
        INSERT_BOOKING,
        *(booking.customer_id, booking.id, booking.scene, booking.slot, details_sealed, booking.starts_at, booking.price.asset.code, booking.price.minor),
        *(asdict(booking.terms), booking.step_id, booking.made_at, booking.ask_at),
    )
    return written is not None


async def lock_booking(tx: Tx, customer_id: UUID, booking_id: UUID) -> Booking | None:
    """Held until commit, as it is once the lock is ours."""
    row = await tx.fetchrow(LOCK_BOOKING, customer_id, booking_id)
    return None if row is None else _booking(row)


async def update_booking(tx: Tx, one: Booking) -> Booking:
    """As it stands from now on."""
    await tx.execute(
        UPDATE_BOOKING,
        *(one.customer_id, one.id, one.slot, one.starts_at, one.price.minor, asdict(one.terms), one.state, one.step, one.step_id),
        *(None if one.next_slot is None else dict(one.next_slot), one.held_until, one.order_id, one.change_id, one.supplement_id),
        *(_minor(one.supplement), _minor(one.kept), one.code, one.reason, one.ended_at, one.attempts, one.ask_at),
    )
    return one


async def keep_next_details(tx: Tx, booking: Booking, sealed: bytes) -> None:
    """What a change goes to."""
    await tx.execute(KEEP_NEXT, booking.customer_id, booking.id, sealed)


async def take_next_details(tx: Tx, booking: Booking) -> None:
    """The change was made."""
    await tx.execute(TAKE_NEXT, booking.customer_id, booking.id)


async def find_bookings(source: Queryable, ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[Booking | None]:
    """The booking of that id if it is that customer's, else None: one per pair, in order."""
    found = {(row["customer_id"], row["id"]): _booking(row) for row in await source.fetch(FIND_BOOKINGS, customer_ids, ids)}
    return [found.get(pair) for pair in zip(customer_ids, ids, strict=True)]


async def find_sealed_bookings(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, bytes]]:
    """Whose it is, and what it is for, sealed."""
    return {row["id"]: (row["customer_id"], row["details_sealed"]) for row in await source.fetch(FIND_SEALED, list(ids))}


async def list_due_bookings(source: Queryable, now: datetime, limit: int) -> list[Booking]:
    """Bookings with a step to ask for, or a slot to let go, by now: longest due first."""
    return [_booking(row) for row in await source.fetch(LIST_DUE, now, limit)]


async def list_bookings(source: Queryable, customer_ids: Sequence[UUID], scenes: Sequence[str | None], first: int, after: str | None) -> list[Page[Booking]]:
    """Each customer's bookings, in one scene or in all, newest first: one page per customer, in order."""
    check_first(first)
    at, id_ = decode_moment(after)
    found: list[list[Booking]] = [[] for _ in customer_ids]
    for row in await source.fetch(LIST_BOOKINGS, customer_ids, scenes, at, id_, first + 1):
        found[row["position"] - 1].append(_booking(row))
    return [page_of(rows, first, lambda one: moment_key(one.made_at, one.id)) for rows in found]


def _minor(amount: Amount | None) -> int | None:
    return None if amount is None else amount.minor


def _booking(row: Record) -> Booking:
    asset = asset_of(row["asset"])

    def amount(name: str) -> Amount | None:
        return None if row[name] is None else Amount(row[name], asset)

    as_it_is = ("customer_id", "id", "scene", "slot", "starts_at", "step_id", "next_slot", "held_until", "order_id", "change_id", "supplement_id")
    return Booking(
        **{name: row[name] for name in (*as_it_is, "code", "reason", "made_at", "ended_at", "attempts", "ask_at")},
        price=Amount(row["price_minor"], asset),
        terms=BookingTerms(**row["terms"]),
        state=BookingState(row["state"]),
        step=None if row["step"] is None else BookingStep(row["step"]),
        supplement=amount("supplement_minor"),
        kept=amount("kept_minor"),
    )
