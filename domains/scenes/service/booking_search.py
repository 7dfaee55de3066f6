"""Look for what can be booked at a partner. Question and answer are sealed: what somebody seeks a doctor for is read by nobody but them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from domains.kernel.commands import Command, composite_verb
from domains.kernel.crypto import Keyring, Place, seal, unseal
from domains.kernel.errors import IdReused, Refusal
from domains.kernel.keys import create_data_keys, find_data_keys
from domains.kernel.transactions import Read, Tx
from domains.scenes.errors.booking import SearchNotFound
from domains.scenes.errors.link import LinkNotFound
from domains.scenes.events.booking import SlotSearchRequested
from domains.scenes.queries import booking as bookings
from domains.scenes.queries import booking_search as searches
from domains.scenes.queries import link as links
from domains.scenes.queries.booking import Booking
from domains.scenes.queries.booking_search import BookingSearch
from domains.scenes.rules.booking import FOUND_KEPT, SEARCH_ASKED_FOR, SEARCHES_KEPT, BookingSlot, SearchState, check_question, slot_of
from domains.scenes.rules.order import FIRST_ASKED_AFTER, asked_after
from domains.scenes.rules.scene import Scene
from domains.scenes.service.bill import scene_that_can

SEARCH, BOOKING = "scenes_search", "scenes_booking"


class BookingTopic(NamedTuple):
    """What a partner has slots of: a department, a line."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class FoundSlots:
    """What a partner answered."""

    topics: Sequence[BookingTopic] = ()
    slots: Sequence[BookingSlot] = ()


@dataclass(frozen=True, slots=True)
class BookingDetails:
    """What a booking is for."""

    title: str
    provider: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSlotsCommand(Command):
    """`owner_id` looks for what can be booked there. `request_id` becomes the search's id. A `topic` is the partner's; `origin` and
    `destination` are of journeys."""

    scene: str
    topic: str = field(default="", repr=False)
    origin: str = field(default="", repr=False)
    destination: str = field(default="", repr=False)
    from_day: date
    until_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleSearchCommand(Command):
    """What a partner said. Without a request id: the row, under its lock, takes one answer."""

    search_id: UUID
    state: str
    answer: Mapping[str, Any] = field(default_factory=dict, repr=False)


@composite_verb(BookingSearch)
async def search_slots(tx: Tx, command: SearchSlotsCommand) -> BookingSearch | Refusal:
    """Write the question down; a job asks the partner. Refuses SceneNotFound, LinkNotFound. Raises InvalidInput."""
    check_question({"topic": command.topic, "origin": command.origin, "destination": command.destination}, command.from_day, command.until_day)
    await bookable_scene(tx, command.owner_id, command.scene, "search")
    assert command.request_id is not None
    question = {
        "topic": command.topic,
        "origin": command.origin,
        "destination": command.destination,
        "from_day": command.from_day.isoformat(),
        "until_day": command.until_day.isoformat(),
    }
    sealed = await sealed_for(tx, command.owner_id, SEARCH, "question_sealed", command.request_id, question)
    search = await searches.insert_search(tx, command.owner_id, command.request_id, command.scene, sealed, tx.now + FIRST_ASKED_AFTER)
    if search is None:
        raise IdReused(command.request_id)
    tx.publish(SlotSearchRequested(search.customer_id, None, search.id, search.scene))
    return search


@composite_verb(BookingSearch)
async def settle_search(tx: Tx, command: SettleSearchCommand) -> BookingSearch | Refusal:
    """Keep what was found; what told nothing is asked again for a while. Refuses SearchNotFound (it was forgotten meanwhile)."""
    search = await searches.lock_search(tx, command.search_id)
    if search is None:
        raise SearchNotFound
    if search.state is not SearchState.ASKING:
        return search
    if command.state == "done":
        sealed = await sealed_for(tx, search.customer_id, SEARCH, "answer_sealed", search.id, command.answer)
        return await searches.update_search(tx, replace(search, state=SearchState.FOUND, heard_at=tx.now, ask_at=None), sealed)
    if command.state == "refused" or tx.now - search.asked_at >= SEARCH_ASKED_FOR:
        return await searches.update_search(tx, replace(search, state=SearchState.FAILED, heard_at=tx.now, ask_at=None), None)
    return await searches.update_search(tx, replace(search, attempts=search.attempts + 1, ask_at=tx.now + asked_after(search.attempts)), None)


@composite_verb(FoundSlots)
async def forget_searches(tx: Tx, _command: Command) -> FoundSlots:
    """Those of more than a day ago."""
    await searches.delete_old_searches(tx, tx.now - SEARCHES_KEPT)
    return FoundSlots()


async def bookable_scene(tx: Tx, customer_id: UUID, scene_id: str, capability: str) -> Scene:
    """The scene. Raises SceneNotFound, and LinkNotFound where an account must be linked and is not."""
    scene = scene_that_can(tx, scene_id, capability)
    if scene.needs_link:
        (link,) = await links.find_standing_links(tx, [customer_id], [scene_id])
        if link is None:
            raise LinkNotFound
    return scene


async def found_slot(tx: Tx, customer_id: UUID, search_id: UUID, slot_id: str) -> tuple[BookingSearch, BookingSlot | None]:
    """The search, and what it found under that id. Raises SearchNotFound where it is not that customer's, has not ended, or is too old."""
    (search,) = await searches.find_searches(tx, [search_id], [customer_id])
    if search is None or search.heard_at is None or tx.now - search.heard_at > FOUND_KEPT:
        raise SearchNotFound
    found = (await _opened(tx, [search_id]))[search_id]
    return search, next((slot for slot in found.slots if slot.id == slot_id), None)


async def find_found_slots(read: Read, search_ids: Sequence[UUID]) -> list[FoundSlots]:
    """What each search found, in order: two statements whatever their number. The caller has seen to it whose they are."""
    found = await _opened(read, search_ids)
    return [found.get(search_id, FoundSlots()) for search_id in search_ids]


async def find_question(read: Read, search_id: UUID) -> Mapping[str, Any] | None:
    """What is to be asked; None when it was forgotten, or the customer erased."""
    sealed = await searches.find_sealed_searches(read, [search_id])
    if search_id not in sealed:
        return None
    customer_id, question, _ = sealed[search_id]
    keys = await find_data_keys(read, read.port(Keyring), [customer_id])
    return _open(keys[customer_id], SEARCH, "question_sealed", search_id, question) if customer_id in keys else None


async def find_booking_details(read: Read, rows: Sequence[Booking]) -> list[BookingDetails | None]:
    """What each booking is for, in order: two statements whatever their number."""
    sealed = await bookings.find_sealed_bookings(read, [row.id for row in rows])
    keys = await find_data_keys(read, read.port(Keyring), {customer_id for customer_id, _ in sealed.values()})
    return [
        BookingDetails(**_open(keys[row.customer_id], BOOKING, "details_sealed", row.id, sealed[row.id][1]))
        if row.customer_id in keys and row.id in sealed
        else None
        for row in rows
    ]


async def seal_details(tx: Tx, customer_id: UUID, booking_id: UUID, slot: BookingSlot) -> bytes:
    """What a booking is for, or will be once it was changed."""
    return await sealed_for(tx, customer_id, BOOKING, "details_sealed", booking_id, {"title": slot.title, "provider": slot.provider, "place": slot.place})


async def sealed_for(tx: Tx, customer_id: UUID, table: str, column: str, row_id: UUID, value: Mapping[str, Any]) -> bytes:
    """Under the customer's data key, for that place alone."""
    key = (await create_data_keys(tx, tx.port(Keyring), [customer_id]))[customer_id]
    return seal(key, Place(table, column, row_id), orjson.dumps(value).decode())


async def _opened(source: Tx | Read, search_ids: Sequence[UUID]) -> dict[UUID, FoundSlots]:
    sealed = await searches.find_sealed_searches(source, search_ids)
    keys = await find_data_keys(source, source.port(Keyring), {customer_id for customer_id, _, _ in sealed.values()})
    found = {}
    for search_id, (customer_id, _, answer) in sealed.items():
        if answer is not None and customer_id in keys:
            told = _open(keys[customer_id], SEARCH, "answer_sealed", search_id, answer)
            found[search_id] = FoundSlots([BookingTopic(one["topic_id"], one["title"]) for one in told["topics"]], [slot_of(one) for one in told["slots"]])
    return found


def _open(key: bytes, table: str, column: str, row_id: UUID, sealed: bytes) -> dict[str, Any]:
    opened: dict[str, Any] = orjson.loads(unseal(key, Place(table, column, row_id), sealed))
    return opened
