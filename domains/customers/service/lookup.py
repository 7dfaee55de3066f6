"""What other domains and resolvers may read of customers: one statement whatever the number asked for."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from domains.customers import sealing
from domains.customers.errors import PhoneMalformed
from domains.customers.phones import normal_phone
from domains.customers.ports import Source
from domains.customers.queries import consents, people, sessions
from domains.customers.rows import ConsentRow, CustomerRow, DeviceRow, LockedCustomer, OpenClaims, PartyRow, RevokedSession, SessionRow, Tier
from domains.customers.rules import SESSIONS_MAX, age_of
from domains.kernel.crypto import Keyring
from domains.kernel.transactions import Queryable, Tx

LIST_MAX = 50
"""Rows of one customer in a list that the rules keep short."""


async def find_by_phone(source: Source, phones: Iterable[str]) -> dict[str, CustomerRow]:
    """The customers of those phones, by the text that was asked for. Unknown and malformed phones are left out. One statement."""
    keyring = source.port(Keyring)
    indexes: dict[str, bytes] = {}
    for text in phones:
        try:
            indexes[text] = sealing.phone_index(keyring, normal_phone(text))
        except PhoneMalformed:
            continue
    if not indexes:
        return {}
    found = {row["phone_index"]: sealing.customer_row(keyring, row) for row in await people.find_by_phones(source, list(set(indexes.values())))}
    return {text: found[index] for text, index in indexes.items() if index in found}


async def list_customers(source: Source, ids: Iterable[UUID]) -> dict[UUID, CustomerRow]:
    """Customers by id; unknown ids are left out. One statement."""
    keyring = source.port(Keyring)
    return {row["id"]: sealing.customer_row(keyring, row) for row in await people.list_customers(source, list(set(ids)))}


async def list_parties(source: Source, ids: Sequence[UUID | None]) -> list[PartyRow | None]:
    """What others may see of customers, masked: one row per id, in order; None for None and for an unknown id. One statement, none when nobody is asked for."""
    asked = {id_ for id_ in ids if id_ is not None}
    if not asked:
        return [None] * len(ids)
    keyring = source.port(Keyring)
    found = {row["id"]: sealing.party_row(keyring, row) for row in await people.list_parties(source, sorted(asked))}
    return [None if id_ is None else found.get(id_) for id_ in ids]


async def list_open_claims(source: Source, wanted: Sequence[tuple[UUID, frozenset[str]]]) -> list[OpenClaims]:
    """Name and phone in full, each only where it is named (`name`, `phone`): for a domain that holds the customer's consent to it. One per pair, in order.

    One statement, none when nothing is named."""
    ids = sorted({id_ for id_, names in wanted if names})
    keyring = source.port(Keyring)
    rows = {row["id"]: row for row in await people.list_parties(source, ids)} if ids else {}

    def claim(id_: UUID, names: frozenset[str], column: str) -> str | None:
        return sealing.open_text(keyring, rows[id_], column) if column in names and id_ in rows else None

    return [OpenClaims(claim(id_, names, "name"), claim(id_, names, "phone")) for id_, names in wanted]


async def find_ages(source: Source, ids: Iterable[UUID], today: date) -> dict[UUID, int]:
    """Completed years of life of those whose identity was verified, for rules that go by age: the birth date itself stays here. One statement."""
    keyring = source.port(Keyring)
    rows = {row["id"]: row for row in await people.list_customers(source, sorted(set(ids)))}
    numbers = {id_: sealing.open_text(keyring, row, "id_number") for id_, row in rows.items()}
    return {id_: age_of(number, today, synthetic=rows[id_]["synthetic"]) for id_, number in numbers.items() if number is not None}


async def find_tiers(source: Queryable, ids: Iterable[UUID]) -> dict[UUID, Tier]:
    """Of each customer; nothing is opened for it. One statement."""
    return {row["id"]: Tier(row["tier"]) for row in await people.list_tiers(source, sorted(set(ids)))}


async def lock_customers(tx: Tx, ids: Iterable[UUID]) -> dict[UUID, LockedCustomer]:
    """Hold customers until commit, in id order; unknown ids are left out. One statement."""
    return {row["id"]: LockedCustomer(row["id"], Tier(row["tier"])) for row in await people.lock_customers(tx, sorted(set(ids)))}


async def check_sessions(tx: Tx, session_ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[bool]:
    """For each pair, in order: whether the session is that customer's (or operator's) and stands at this instant. One statement."""
    return await sessions.check_sessions(tx, session_ids, customer_ids, tx.now)


async def list_sessions(source: Queryable, customer_ids: Sequence[UUID], now: datetime) -> dict[UUID, list[SessionRow]]:
    """Standing sessions, most recently used first. One statement."""
    found: dict[UUID, list[SessionRow]] = {customer_id: [] for customer_id in customer_ids}
    for row in await sessions.list_sessions(source, list(found), now, SESSIONS_MAX):
        found[row["owner_id"]].append(SessionRow(*row.values()))
    return found


async def list_devices(source: Queryable, customer_ids: Sequence[UUID]) -> dict[UUID, list[DeviceRow]]:
    """Devices that were not revoked, last seen first. One statement."""
    found: dict[UUID, list[DeviceRow]] = {customer_id: [] for customer_id in customer_ids}
    for row in await sessions.list_devices(source, list(found), LIST_MAX):
        found[row["customer_id"]].append(DeviceRow(*row.values()))
    return found


async def list_consents(source: Queryable, customer_ids: Sequence[UUID]) -> dict[UUID, list[ConsentRow]]:
    """Standing consents by purpose. One statement."""
    found: dict[UUID, list[ConsentRow]] = {customer_id: [] for customer_id in customer_ids}
    for row in await consents.list_consents(source, list(found), LIST_MAX):
        found[row["customer_id"]].append(ConsentRow(*row.values()))
    return found


async def list_revoked_sessions(source: Queryable, since: datetime) -> list[RevokedSession]:
    """Sessions ended after an instant: what a verifier of access tokens polls."""
    return [RevokedSession(row["id"], row["revoked_at"]) for row in await sessions.list_revoked(source, since)]
