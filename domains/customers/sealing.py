"""Customers' personal data between the open and the sealed form. What leaves this file for a row is masked."""

import hashlib
import hmac
from functools import lru_cache
from typing import Any
from uuid import UUID

from asyncpg import Record

from domains.customers import phones
from domains.customers.queries.people import SealedCustomer
from domains.customers.rows import CustomerRow, PartyRow, Tier
from domains.kernel.crypto import Keyring, Place, seal, unseal

CUSTOMER = "customers_customer"

_MASKS = {"phone": phones.masked_phone, "name": phones.masked_name, "id_number": phones.masked_id_number}


def phone_index(keyring: Keyring, phone: str) -> bytes:
    """Blind index of a phone in E.164 form."""
    return keyring.blind_index("customers phone", phone)


def id_number_index(keyring: Keyring, id_number: str) -> bytes:
    return keyring.blind_index("customers id number", id_number)


def challenge_index(keyring: Keyring, what: str, value: str) -> bytes | None:
    """Blind index of a device or an address that asked for a code; None for an unknown one."""
    return keyring.blind_index(f"customers challenge {what}", value) if value else None


def seal_text(data_key: bytes, customer_id: UUID, column: str, value: str) -> bytes:
    """Seal one column of a customer's row."""
    return seal(data_key, Place(CUSTOMER, f"{column}_sealed", customer_id), value)


def unseal_text(data_key: bytes, customer_id: UUID, column: str, sealed: bytes) -> str:
    return unseal(data_key, Place(CUSTOMER, f"{column}_sealed", customer_id), sealed)


def seal_customer(
    keyring: Keyring, data_key: bytes, customer_id: UUID, phone: str, name: str | None, id_number: str | None, language: str, synthetic: bool
) -> SealedCustomer:
    """A new customer's row. Name and ID number come together or not at all."""
    return SealedCustomer(
        customer_id,
        seal_text(data_key, customer_id, "phone", phone),
        phone_index(keyring, phone),
        None if name is None else seal_text(data_key, customer_id, "name", name),
        None if id_number is None else seal_text(data_key, customer_id, "id_number", id_number),
        None if id_number is None else id_number_index(keyring, id_number),
        language,
        synthetic,
    )


def push_token_index(keyring: Keyring, service: str, token: str) -> bytes:
    return keyring.blind_index("customers push token", f"{service}\0{token}")


def seal_push_token(data_key: bytes, device_id: UUID, token: str) -> bytes:
    return seal(data_key, Place("customers_device", "push_token_sealed", device_id), token)


def unseal_push_token(data_key: bytes, device_id: UUID, sealed: bytes) -> str:
    return unseal(data_key, Place("customers_device", "push_token_sealed", device_id), sealed)


def customer_row(keyring: Keyring, record: Record) -> CustomerRow:
    """The row that may be handed out: masked."""
    return CustomerRow(
        record["id"],
        Tier(record["tier"]),
        record["language"],
        record["has_pin"],
        record["registered_at"],
        _masked(keyring, record, "phone"),
        _masked(keyring, record, "name"),
        _masked(keyring, record, "id_number"),
    )


def party_row(keyring: Keyring, record: Record) -> PartyRow:
    """What others may see of a customer: masked."""
    return PartyRow(record["id"], _masked(keyring, record, "name"), _masked(keyring, record, "phone"))


def open_text(keyring: Keyring, record: Record, column: str) -> str | None:
    """One column in full, for whom the customer said so. None where nothing was given, or was erased. Nothing of it stays in memory."""
    sealed = record[f"{column}_sealed"]
    if sealed is None or record["wrapped"] is None:
        return None
    return unseal_text(keyring.unwrap(record["id"], record["wrapping_key_id"], record["wrapped"]), record["id"], column, sealed)


def identity_index(keyring: Keyring, kind: str, issuer: str, value: str) -> bytes:
    """Blind index of an identity: equal for the same value of the same issuer."""
    return keyring.blind_index(f"customers identity {kind}", f"{issuer}\0{value}")


def seal_identity(data_key: bytes, identity_id: UUID, value: str) -> bytes:
    return seal(data_key, Place("customers_identity", "value_sealed", identity_id), value)


def unseal_identity(data_key: bytes, identity_id: UUID, sealed: bytes) -> str:
    return unseal(data_key, Place("customers_identity", "value_sealed", identity_id), sealed)


def seal_challenge_phone(keyring: Keyring, challenge_id: UUID, phone: str) -> bytes:
    """A challenge may be of nobody yet, so its phone is sealed under a key of the house."""
    return seal(_challenge_key(keyring), _challenge_place(challenge_id), phone)


def unseal_challenge_phone(keyring: Keyring, challenge_id: UUID, sealed: bytes) -> str:
    return unseal(_challenge_key(keyring), _challenge_place(challenge_id), sealed)


def seal_notice_phone(keyring: Keyring, notice_id: UUID, phone: str) -> bytes:
    """A notice may be for nobody yet, as a challenge may be of nobody."""
    return seal(keyring.derive("scenebank notice phone"), Place("customers_notice", "phone_sealed", notice_id), phone)


def unseal_notice_phone(keyring: Keyring, notice_id: UUID, sealed: bytes) -> str:
    return unseal(keyring.derive("scenebank notice phone"), Place("customers_notice", "phone_sealed", notice_id), sealed)


def open_phone(keyring: Keyring, record: Record) -> str | None:
    """A customer's number, to send something to it; None for one who was erased."""
    if record["phone_sealed"] is None or record["wrapped"] is None:
        return None
    data_key = keyring.unwrap(record["id"], record["wrapping_key_id"], record["wrapped"])
    return unseal_text(data_key, record["id"], "phone", record["phone_sealed"])


def code_of(keyring: Keyring, challenge_id: UUID) -> str:
    """The six digits of a challenge: derived, so that they stand nowhere."""
    mac = hmac.new(keyring.derive("scenebank one-time code"), challenge_id.bytes, hashlib.sha256).digest()
    return f"{int.from_bytes(mac[:8], 'big') % 1_000_000:06d}"


def _masked(keyring: Keyring, record: Record, column: str) -> str | None:
    sealed = record[f"{column}_sealed"]
    if sealed is None or record["wrapped"] is None:
        return None
    return _open_masked(keyring, record["id"], record["wrapping_key_id"], record["wrapped"], column, sealed)


@lru_cache(maxsize=65_536)
def _open_masked(keyring: Keyring, customer_id: UUID, wrapping_key_id: str, wrapped: bytes, column: str, sealed: bytes) -> str:
    # Only the masked text stays in memory; an erased data key leads past this cache, since its row is gone.
    data_key = keyring.unwrap(customer_id, wrapping_key_id, wrapped)
    mask: Any = _MASKS[column]
    return str(mask(unseal_text(data_key, customer_id, column, sealed)))


def _challenge_key(keyring: Keyring) -> bytes:
    return keyring.derive("scenebank challenge phone")


def _challenge_place(challenge_id: UUID) -> Place:
    return Place("customers_challenge", "phone_sealed", challenge_id)
