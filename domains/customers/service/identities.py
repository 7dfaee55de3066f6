"""Identities of a customer: linked with a proof, listed, unlinked, each with a line in the log."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from asyncpg import Record

from domains.customers import phones, rules, sealing
from domains.customers.errors import FreshSignInNeeded, IdentityNotFound, IdentityTaken, LastWayToSignIn, TooManyIdentities
from domains.customers.events import IdentityLinked, IdentityUnlinked
from domains.customers.ports import Source
from domains.customers.queries import identities, people, pins, sessions
from domains.customers.rows import IdentityChangeRow, IdentityKind, IdentityProof, IdentityRow
from domains.customers.service.identity_tickets import NewIdentity, read_ticket
from domains.customers.service.pins import PinProof, PinVerdict, check_pin
from domains.customers.service.sessions import check_standing
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.crypto import Keyring
from domains.kernel.errors import Unauthenticated
from domains.kernel.ids import new_id
from domains.kernel.keys import create_data_keys
from domains.kernel.transactions import Tx

CHANGES_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkIdentity(Command):
    """`ticket` says what; the PIN says that it is really the customer, or, where there is no PIN, a sign-in of the last minutes."""

    session_id: UUID = field(metadata=UNHASHED)
    ticket: str
    device_key: str | None = field(metadata=UNHASHED, default=None)
    pin: PinProof = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkIdentity(Command):
    session_id: UUID = field(metadata=UNHASHED)
    identity_id: UUID
    pin: PinProof = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True)
class LinkedIdentity:
    """The identity stands, with that proof."""

    customer_id: UUID
    identity_id: UUID


@dataclass(frozen=True, slots=True)
class EndedIdentity:
    customer_id: UUID
    identity_id: UUID


@composite_verb(LinkedIdentity)
async def link_identity(tx: Tx, command: LinkIdentity) -> LinkedIdentity:
    """Link what a ticket stands for. Linking it again is the same answer.

    Raises TicketInvalid, the PIN's refusals or FreshSignInNeeded, TooManyIdentities, IdentityTaken, in this order."""
    await check_standing(tx, command.owner_id, command.session_id)
    new = read_ticket(tx.port(Keyring), command.ticket, command.device_key, tx.now)
    proof = await _check_again(tx, command.owner_id, command.session_id, command.pin)
    return LinkedIdentity(command.owner_id, await attach_identity(tx, command.owner_id, new, proof, command.owner_id))


@composite_verb(EndedIdentity)
async def unlink_identity(tx: Tx, command: UnlinkIdentity) -> EndedIdentity:
    """Let an identity go. Raises the PIN's refusals or FreshSignInNeeded, LastWayToSignIn (the phone, which always remains), IdentityNotFound."""
    await check_standing(tx, command.owner_id, command.session_id)
    await _check_again(tx, command.owner_id, command.session_id, command.pin)
    await people.lock_customers(tx, [command.owner_id])
    if command.identity_id == command.owner_id:
        raise LastWayToSignIn()
    ended = await identities.end_identity(tx, command.owner_id, command.identity_id, "unlinked")
    if ended is None:
        raise IdentityNotFound()
    await _log(tx, command.owner_id, command.identity_id, ended["kind"], ended["issuer"], "unlinked", command.owner_id)
    tx.publish(IdentityUnlinked(command.owner_id, None, command.identity_id, ended["kind"], ended["issuer"]))
    return EndedIdentity(command.owner_id, command.identity_id)


async def attach_identity(tx: Tx, customer_id: UUID, new: NewIdentity, proof: IdentityProof, actor_id: UUID) -> UUID:
    """Link inside a verb of the caller's, which has proved what it says it has; gives the identity's id. What the customer has already stays as it is.

    Raises Unauthenticated for a customer who was closed, TooManyIdentities, IdentityTaken."""
    await people.lock_customers(tx, [customer_id])
    if not await identities.stands(tx, customer_id):
        raise Unauthenticated
    keyring = tx.port(Keyring)
    owner = await identities.find_owner(tx, indexes_of(keyring, new))
    if owner is None:
        if await identities.count_standing(tx, customer_id) >= rules.IDENTITIES_MAX:
            raise TooManyIdentities(rules.IDENTITIES_MAX)
        identity_id = new_id(tx.clock)
        data_key = (await create_data_keys(tx, keyring, [customer_id]))[customer_id]
        index = sealing.identity_index(keyring, new.kind, new.issuer, new.value)
        sealed = sealing.seal_identity(data_key, identity_id, new.value)
        if await identities.insert_identity(tx, customer_id, identity_id, new.kind, new.issuer, index, sealed, proof):
            await _log(tx, customer_id, identity_id, new.kind, new.issuer, "linked", actor_id)
            tx.publish(IdentityLinked(customer_id, None, identity_id, new.kind))
            return identity_id
        # Somebody else was quicker, and has committed.
        owner = await identities.find_owner(tx, [index])
    if owner is None or owner["customer_id"] != customer_id:
        raise IdentityTaken()
    found: UUID = owner["id"]
    return found


async def detach_identity(tx: Tx, customer_id: UUID, kind: str, issuer: str, actor_id: UUID) -> None:
    """Inside a verb of the caller's, which has ended what the identity stood on: the customer is no longer known by what that issuer said."""
    for identity_id in await identities.end_of_issuer(tx, customer_id, kind, issuer):
        await _log(tx, customer_id, identity_id, kind, issuer, "unlinked", actor_id)
        tx.publish(IdentityUnlinked(customer_id, None, identity_id, kind, issuer))


async def move_identities(tx: Tx, closed_id: UUID, survivor_id: UUID, actor_id: UUID) -> list[UUID]:
    """Everything that a closed customer is known by becomes the survivor's, under the survivor's key; both sides have it in their log. Gives the new ids."""
    keyring = tx.port(Keyring)
    rows = await identities.lock_standing(tx, closed_id)
    if not rows:
        return []
    data_keys = await create_data_keys(tx, keyring, [closed_id, survivor_id])
    moved = []
    for row in rows:
        value = sealing.unseal_identity(data_keys[closed_id], row["id"], row["value_sealed"])
        await identities.end_identity(tx, closed_id, row["id"], "moved")
        await _log(tx, closed_id, row["id"], row["kind"], row["issuer"], "moved_out", actor_id)
        identity_id = new_id(tx.clock)
        sealed = sealing.seal_identity(data_keys[survivor_id], identity_id, value)
        await identities.insert_identity(tx, survivor_id, identity_id, row["kind"], row["issuer"], row["value_index"], sealed, row["proof"])
        await _log(tx, survivor_id, identity_id, row["kind"], row["issuer"], "moved_in", actor_id)
        moved.append(identity_id)
    return moved


async def list_identities(source: Source, customer_ids: Sequence[UUID]) -> dict[UUID, list[IdentityRow]]:
    """What each is known by, masked, oldest first. One statement."""
    found: dict[UUID, list[IdentityRow]] = {id_: [] for id_ in customer_ids}
    keyring = source.port(Keyring)
    for row in await identities.list_identities(source, list(found)):
        kind, proof = IdentityKind(row["kind"]), IdentityProof(row["proof"])
        one = IdentityRow(row["id"], row["customer_id"], kind, row["issuer"], _masked(keyring, row), proof, row["linked_at"])
        found[one.customer_id].append(one)
    return found


async def list_identity_changes(source: Source, customer_ids: Sequence[UUID]) -> dict[UUID, list[IdentityChangeRow]]:
    """The newest lines of each one's log. One statement."""
    found: dict[UUID, list[IdentityChangeRow]] = {id_: [] for id_ in customer_ids}
    for row in await identities.list_changes(source, list(found), CHANGES_SHOWN):
        one = IdentityChangeRow(
            *(row["id"], row["customer_id"], row["identity_id"], IdentityKind(row["kind"])), row["issuer"], row["change"], row["actor_id"], row["changed_at"]
        )
        found[one.customer_id].append(one)
    return found


def indexes_of(keyring: Keyring, new: NewIdentity) -> list[bytes]:
    """Under what it may be found: as it is called now, then as it was called before."""
    indexes = [sealing.identity_index(keyring, new.kind, new.issuer, new.value)]
    if new.older_issuer is not None and new.older_value is not None:
        indexes.append(sealing.identity_index(keyring, new.kind, new.older_issuer, new.older_value))
    return indexes


async def _check_again(tx: Tx, customer_id: UUID, session_id: UUID, proof: PinProof) -> IdentityProof:
    """That the customer themselves wants it: by their PIN or, while they have none, by a sign-in of the last minutes."""
    if proof.verdict in (PinVerdict.ABSENT, PinVerdict.NOT_SET) and await pins.lock_pin(tx, customer_id) is None:
        session = await sessions.lock_session(tx, customer_id, session_id)
        if session is None or not session["by_code"] or not rules.is_fresh(session["created_at"], tx.now):
            raise FreshSignInNeeded()
        return IdentityProof.CODE
    check_pin(proof)
    return IdentityProof.PIN


async def _log(tx: Tx, customer_id: UUID, identity_id: UUID, kind: str, issuer: str, change: str, actor_id: UUID) -> None:
    await identities.insert_change(tx, customer_id, new_id(tx.clock), identity_id, kind, issuer, change, actor_id)


def _masked(keyring: Keyring, row: Record) -> str | None:
    if row["wrapped"] is None:
        return None
    data_key = keyring.unwrap(row["key_owner_id"], row["wrapping_key_id"], row["wrapped"])
    if row["kind"] == IdentityKind.PHONE:
        return phones.masked_phone(sealing.unseal_text(data_key, row["id"], "phone", row["sealed"]))
    return phones.masked_subject(sealing.unseal_identity(data_key, row["id"], row["sealed"]))
