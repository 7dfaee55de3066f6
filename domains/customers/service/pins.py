"""The payment PIN. It is hashed in a thread and outside any transaction; a guess is counted and committed before it is compared."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import argon2

from domains.customers import rules
from domains.customers.errors import FreshSignInNeeded, PinAlreadySet, PinLocked, PinNeeded, PinNotSet, PinWrong
from domains.customers.events import PinChanged
from domains.customers.ports import Write
from domains.customers.queries import pins, sessions
from domains.customers.rows import PinState
from domains.customers.rules import PinDecision
from domains.customers.service.sessions import check_standing
from domains.kernel.commands import Command, composite_verb
from domains.kernel.crypto import Keyring, Place, seal, unseal
from domains.kernel.transactions import Tx

_HASHER = argon2.PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP's figures for argon2id. Six digits are few, so the hash itself is sealed under the key ring."""

_in_flight: dict[tuple[UUID, str], "asyncio.Task[PinProof]"] = {}


class PinVerdict(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"
    ABSENT = "absent"
    NOT_SET = "not_set"


@dataclass(frozen=True, slots=True)
class PinProof:
    """What a verb is told of a PIN. `attempts_left` counts after this guess; `locked_until` is set while no guess is taken."""

    verdict: PinVerdict
    attempts_left: int = 0
    locked_until: datetime | None = None
    version: int = 0
    """Which PIN was proved: the customer's first is 1."""


@dataclass(frozen=True, slots=True)
class PinAttempt:
    """A guess that was counted. Without a hash there is nothing to compare, and the proof stands already. Never stored: it has no request id."""

    proof: PinProof
    pin_hash: str | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePinAttempt(Command):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlePinAttempt(Command):
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StorePin(Command):
    """The session must stand and, for a reset, be of a fresh sign-in."""

    pin_hash: str
    session_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePin(StorePin):
    """`proved_version` is the PIN that was proved: only in its place is the new one put."""

    proved_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSeededPin(Command):
    pin_hash: str


@dataclass(frozen=True, slots=True)
class PinStored:
    customer_id: UUID


async def prove_pin(write: Write, customer_id: UUID, pin: str | None) -> PinProof:
    """Whether that is the customer's PIN: data for a verb that needs a proof. Never raises for a wrong one.

    Repeats of one request arrive together with the same PIN: they are one guess, so that they neither lock the customer out nor differ in their answer."""
    if pin is None:
        return PinProof(PinVerdict.ABSENT)
    key = (customer_id, pin)
    task = _in_flight.get(key)
    if task is None:
        task = _in_flight[key] = asyncio.create_task(_prove(write, customer_id, pin), name="prove pin")
        task.add_done_callback(lambda _: _in_flight.pop(key, None))
    return await asyncio.shield(task)


async def set_pin(write: Write, customer_id: UUID, session_id: UUID, pin: str) -> PinStored:
    """Set the first PIN. Raises PinMalformed, PinTooSimple or PinAlreadySet."""
    rules.check_new_pin(pin)
    return await write(store_first_pin, StorePin(request_id=None, owner_id=customer_id, pin_hash=await _hash(pin), session_id=session_id))


async def change_pin(write: Write, customer_id: UUID, session_id: UUID, old_pin: str, new_pin: str) -> PinStored:
    """Replace the PIN by proving the old one. Raises PinMalformed, PinTooSimple, PinWrong, PinLocked or PinNotSet."""
    rules.check_new_pin(new_pin)
    proof = await prove_pin(write, customer_id, old_pin)
    check_pin(proof)
    command = ChangePin(request_id=None, owner_id=customer_id, pin_hash=await _hash(new_pin), session_id=session_id, proved_version=proof.version)
    return await write(store_changed_pin, command)


async def reset_pin(write: Write, customer_id: UUID, session_id: UUID, pin: str) -> PinStored:
    """Replace a forgotten PIN, within ten minutes of signing in by code. Raises PinMalformed, PinTooSimple, PinNotSet or FreshSignInNeeded."""
    rules.check_new_pin(pin)
    return await write(store_reset_pin, StorePin(request_id=None, owner_id=customer_id, pin_hash=await _hash(pin), session_id=session_id))


async def seed_pin(write: Write, customer_id: UUID, pin: str) -> PinStored:
    """Give a synthetic customer a first PIN without a session; one that is set stays. Raises PinMalformed or PinTooSimple."""
    rules.check_new_pin(pin)
    return await write(store_seeded_pin, StoreSeededPin(request_id=None, owner_id=customer_id, pin_hash=await _hash(pin)))


def check_pin(proof: PinProof) -> None:
    """Raises the refusal of a proof that is not right: PinNeeded, PinNotSet, PinLocked or PinWrong."""
    match proof.verdict:
        case PinVerdict.RIGHT:
            return
        case PinVerdict.ABSENT:
            raise PinNeeded()
        case PinVerdict.NOT_SET:
            raise PinNotSet()
        case PinVerdict.WRONG:
            raise PinWrong(proof.attempts_left)
        case PinVerdict.LOCKED:
            if proof.locked_until is None:
                raise ValueError("a locked proof tells until when")
            raise PinLocked(proof.locked_until)


@composite_verb(PinAttempt)
async def take_pin_attempt(tx: Tx, command: TakePinAttempt) -> PinAttempt:
    """Count one more guess, and give what it is compared with after the commit."""
    row = await pins.lock_pin(tx, command.owner_id)
    if row is None:
        return PinAttempt(PinProof(PinVerdict.NOT_SET), None, 0)
    state = PinState(row["version"], row["attempts"], row["locks"], row["locked_until"])
    if rules.decide_pin_attempt(state, tx.now) is PinDecision.LOCKED:
        return PinAttempt(PinProof(PinVerdict.LOCKED, 0, state.locked_until), None, state.version)
    counted = rules.after_pin_attempt(state, tx.now)
    await pins.count_attempt(tx, command.owner_id, counted.attempts, counted.locks, counted.locked_until)
    proof = PinProof(PinVerdict.WRONG, rules.PIN_ATTEMPTS - counted.attempts, counted.locked_until)
    return PinAttempt(proof, unseal(_sealing_key(tx), _place(command.owner_id), row["hash_sealed"]), state.version)


@composite_verb(PinProof)
async def settle_pin_attempt(tx: Tx, command: SettlePinAttempt) -> PinProof:
    """Forget the guesses after a right one. A PIN that was changed meanwhile makes the guess wrong."""
    if not await pins.settle_right(tx, command.owner_id, command.version):
        return PinProof(PinVerdict.WRONG)
    return PinProof(PinVerdict.RIGHT, rules.PIN_ATTEMPTS, version=command.version)


@composite_verb(PinStored)
async def store_first_pin(tx: Tx, command: StorePin) -> PinStored:
    """Keep a customer's first PIN. Unauthenticated when the session has ended; refuses PinAlreadySet."""
    await check_standing(tx, command.owner_id, command.session_id)
    if not await pins.insert_pin(tx, command.owner_id, _sealed(tx, command.owner_id, command.pin_hash)):
        raise PinAlreadySet()
    tx.publish(PinChanged(command.owner_id, None))
    return PinStored(command.owner_id)


@composite_verb(PinStored)
async def store_seeded_pin(tx: Tx, command: StoreSeededPin) -> PinStored:
    """Keep a first PIN; refuses nothing, and leaves alone what is there."""
    if await pins.insert_pin(tx, command.owner_id, _sealed(tx, command.owner_id, command.pin_hash)):
        tx.publish(PinChanged(command.owner_id, None))
    return PinStored(command.owner_id)


@composite_verb(PinStored)
async def store_changed_pin(tx: Tx, command: ChangePin) -> PinStored:
    """Put a PIN in the place of the one that was proved. Unauthenticated when the session has ended; refuses PinWrong where another PIN stands meanwhile."""
    await check_standing(tx, command.owner_id, command.session_id)
    row = await pins.lock_pin(tx, command.owner_id)
    if row is not None and row["version"] != command.proved_version:
        raise PinWrong(max(0, rules.PIN_ATTEMPTS - row["attempts"]))
    return await _replace(tx, command)


@composite_verb(PinStored)
async def store_reset_pin(tx: Tx, command: StorePin) -> PinStored:
    """Put a PIN in the place of a forgotten one. Unauthenticated when the session has ended; refuses FreshSignInNeeded when it is not of the last minutes."""
    await check_standing(tx, command.owner_id, command.session_id)
    session = await sessions.lock_session(tx, command.owner_id, command.session_id)
    if session is None or not session["by_code"] or not rules.is_fresh(session["created_at"], tx.now):
        raise FreshSignInNeeded()
    return await _replace(tx, command)


async def _prove(write: Write, customer_id: UUID, pin: str) -> PinProof:
    attempt = await write(take_pin_attempt, TakePinAttempt(request_id=None, owner_id=customer_id))
    if attempt.pin_hash is None or not await asyncio.to_thread(_is_right, attempt.pin_hash, pin):
        return attempt.proof
    return await write(settle_pin_attempt, SettlePinAttempt(request_id=None, owner_id=customer_id, version=attempt.version))


async def _hash(pin: str) -> str:
    return await asyncio.to_thread(_HASHER.hash, pin)


def _is_right(pin_hash: str, pin: str) -> bool:
    if not rules.is_pin(pin):
        return False
    try:
        return _HASHER.verify(pin_hash, pin)
    except argon2.exceptions.VerifyMismatchError:
        return False


async def _replace(tx: Tx, command: StorePin) -> PinStored:
    if not await pins.replace_pin(tx, command.owner_id, _sealed(tx, command.owner_id, command.pin_hash)):
        raise PinNotSet()
    tx.publish(PinChanged(command.owner_id, None))
    return PinStored(command.owner_id)


def _sealed(tx: Tx, customer_id: UUID, pin_hash: str) -> bytes:
    return seal(_sealing_key(tx), _place(customer_id), pin_hash)


def _sealing_key(tx: Tx) -> bytes:
    return tx.port(Keyring).derive("scenebank payment PIN")


def _place(customer_id: UUID) -> Place:
    return Place("customers_pin", "hash_sealed", customer_id)
