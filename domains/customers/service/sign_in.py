"""Sign-up and sign-in, which are one: a phone, a code, a device."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from asyncpg import Record

from domains.customers import rules, sealing
from domains.customers.errors import WrongCode
from domains.customers.events import SessionStarted
from domains.customers.phones import normal_phone
from domains.customers.queries import codes, people, sessions
from domains.customers.service.registration import NewCustomer, register_customers
from domains.customers.service.sessions import note_ended
from domains.customers.tokens import SessionGranted, ensure_signing_key
from domains.kernel.commands import Command, composite_verb
from domains.kernel.crypto import Keyring
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import new_id
from domains.kernel.transactions import Tx

CUSTOMER_PERMISSIONS = ("customer",)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn(Command):
    """`key_thumbprint` (RFC 7638) binds the session to a device key."""

    phone: str
    code: str
    device_name: str
    platform: str
    key_thumbprint: str | None = None
    language: str = "zh"


@dataclass(frozen=True, slots=True)
class SignedIn:
    granted: SessionGranted
    is_new: bool


@composite_verb(SignedIn)
async def sign_in(tx: Tx, command: SignIn) -> SignedIn | Refusal:
    """Use a code; a phone that nobody has becomes a new customer's. The device whose answer was lost may use it again, with its key, and gets the same session.
    Raises PhoneMalformed or DeviceMalformed, returns WrongCode with the attempt counted."""
    phone = normal_phone(command.phone)
    rules.check_device(command.device_name, command.platform, command.key_thumbprint)
    keyring = tx.port(Keyring)
    index = sealing.phone_index(keyring, phone)
    tried = await _try_code(tx, keyring, index, command)
    if isinstance(tried, Refusal | SignedIn):
        return tried
    customer_id = await people.find_id_by_phone(tx, index)
    is_new = customer_id is None
    if customer_id is None:
        customer_id = new_id(tx.clock)
        await register_customers(tx, [NewCustomer(customer_id, phone, command.language)])
    device_id = await find_or_add_device(tx, customer_id, command.device_name, command.platform, command.key_thumbprint)
    granted = await start_session(tx, customer_id, device_id, CUSTOMER_PERMISSIONS, command.key_thumbprint)
    await codes.use_challenge(tx, tried, customer_id, granted.session_id, command.key_thumbprint)
    return SignedIn(granted, is_new)


async def find_or_add_device(tx: Tx, customer_id: UUID, name: str, platform: str, key_thumbprint: str | None) -> UUID:
    """The customer's device of that key or, without one, of that name and platform."""
    told_apart_by = f"key\0{key_thumbprint}" if key_thumbprint is not None else f"name\0{name}\0{platform}"
    fingerprint = hashlib.sha256(told_apart_by.encode()).digest()
    return await sessions.upsert_device(tx, customer_id, new_id(tx.clock), fingerprint, name, platform, key_thumbprint)


async def start_session(
    tx: Tx, owner_id: UUID, device_id: UUID | None, permissions: Sequence[str], key_thumbprint: str | None, *, by_code: bool = True
) -> SessionGranted:
    """A new session with its first pair of tokens; the oldest sessions beyond SESSIONS_MAX end.

    `by_code`: whether it is as good as a sign-in by code, which may reset the PIN."""
    await ensure_signing_key(tx)
    session_id = new_id(tx.clock)
    expires_at = tx.now + rules.SESSION_IDLE_LIFE
    if not await sessions.insert_session(tx, owner_id, session_id, device_id, permissions, key_thumbprint, expires_at, by_code):
        raise Unauthenticated
    await note_ended(tx, owner_id, await sessions.revoke_beyond(tx, owner_id, rules.SESSIONS_MAX))
    tx.publish(SessionStarted(owner_id, None, session_id))
    return SessionGranted(owner_id, session_id, 0, tx.now, tuple(permissions), key_thumbprint)


async def _try_code(tx: Tx, keyring: Keyring, phone_index: bytes, command: SignIn) -> UUID | SignedIn | WrongCode:
    """The challenge, when the code is right; or the session that it opened, for the device whose answer was lost."""
    challenge = await codes.lock_last_challenge(tx, phone_index)
    if challenge is None:
        return WrongCode(0)
    state = (challenge["attempts"], challenge["expires_at"])
    repeats = rules.may_repeat_sign_in(*state, challenge["key_thumbprint"], command.key_thumbprint, tx.now)
    if not repeats and not rules.is_code_alive(*state, challenge["used_at"], tx.now):
        return WrongCode(0)
    if not hmac.compare_digest(sealing.code_of(keyring, challenge["id"]).encode(), command.code.encode(errors="replace")):
        await codes.count_attempt(tx, challenge["id"])
        return WrongCode(rules.CODE_ATTEMPTS - challenge["attempts"] - 1)
    return await _repeated(tx, challenge) if repeats else cast(UUID, challenge["id"])


async def _repeated(tx: Tx, challenge: Record) -> SignedIn | WrongCode:
    """The session once more, with the same tokens: nobody else has them. Once they were renewed, or the session has ended, the answer was not lost."""
    owner_id, session_id = challenge["owner_id"], challenge["session_id"]
    session = await sessions.lock_session(tx, owner_id, session_id)
    if session is None or session["revoked_at"] is not None or session["generation"] > 0:
        return WrongCode(0)
    permissions = tuple(session["permissions"])
    granted = SessionGranted(owner_id, session_id, 0, session["issued_at"], permissions, session["key_thumbprint"])
    # Whoever registers does so in the transaction of the first session.
    (customer,) = await people.list_customers(tx, [owner_id])
    return SignedIn(granted, customer["registered_at"] == session["created_at"])
