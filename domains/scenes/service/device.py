"""The device grant (RFC 8628): a device asks, its customer answers elsewhere, and the device is told when it asks again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domains.kernel.commands import Command, composite_verb
from domains.kernel.crypto import Keyring
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Queryable, Tx
from domains.scenes.errors.authorization import DeviceCodeExpired, DeviceCodeInvalid, DeviceDenied, DevicePending, RequestNotOpen
from domains.scenes.queries import client as clients
from domains.scenes.queries import device_code as devices
from domains.scenes.queries.client import Client
from domains.scenes.rules.device_code import DEVICE_LIFE, FIRST_INTERVAL_SECONDS, SLOWER_BY_SECONDS, Device, is_too_soon, normal_user_code
from domains.scenes.service.code import TokensGranted, start_family
from domains.scenes.service.handles import Ported


@dataclass(frozen=True, slots=True, kw_only=True)
class AskByDeviceCommand(Command):
    """`id` is the device code's own; `user_code` was drawn by the caller."""

    id: UUID
    client_id: UUID
    partner_id: UUID
    user_code: str
    scopes: tuple[str, ...]
    key_thumbprint: str | None = None


@dataclass(frozen=True, slots=True)
class DeviceAsked:
    """It waits for its customer. `is_kept` False: that user code is in use, draw another."""

    id: UUID
    is_kept: bool


@composite_verb(DeviceAsked)
async def ask_by_device(tx: Tx, command: AskByDeviceCommand) -> DeviceAsked:
    """Wait for the customer who will type that code."""
    device = Device(
        command.id,
        command.client_id,
        command.partner_id,
        command.scopes,
        command.key_thumbprint,
        "waiting",
        None,
        None,
        None,
        FIRST_INTERVAL_SECONDS,
        None,
        tx.now + DEVICE_LIFE,
    )
    return DeviceAsked(command.id, await devices.insert_device(tx, device, _index(tx, command.user_code)))


@dataclass(frozen=True, slots=True)
class DeviceRequest:
    """A device that waits, and who made it."""

    device: Device
    client: Client


async def find_device_request(source: Queryable, user_code: str) -> DeviceRequest | None:
    """The device that waits under a typed code; None when there is none. Whoever asks limits how often it is asked."""
    if normal_user_code(user_code) is None:
        return None
    device = await devices.find_by_user_code(source, _index(source, user_code))  # type: ignore[arg-type]
    if device is None:
        return None
    (client,) = await clients.find_clients(source, [device.client_id])
    return None if client is None else DeviceRequest(device, client)


async def decide_device(tx: Tx, device_id: UUID, *, customer_id: UUID, consent_id: UUID | None, scopes: tuple[str, ...], signed_in_at: datetime) -> None:
    """The customer's answer: a consent to those scopes, or (None) no. Raises RequestNotOpen when it no longer waits, or for more than was asked."""
    device = await devices.lock_device(tx, device_id)
    if device is None or device.state != "waiting" or device.expires_at <= tx.now or not set(scopes) <= set(device.scopes):
        raise RequestNotOpen
    await devices.decide_device(tx, device_id, "denied" if consent_id is None else "granted", customer_id, consent_id, scopes, signed_in_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class PollDeviceCommand(Command):
    """The client asks whether the customer has answered."""

    device_id: UUID
    client_id: UUID
    key_thumbprint: str | None = None
    is_rotating: bool = False


@composite_verb(TokensGranted)
async def poll_device(tx: Tx, command: PollDeviceCommand) -> TokensGranted | Refusal:
    """Which tokens may be made. Refuses DeviceCodeInvalid, DeviceDenied, DeviceCodeExpired, DevicePending (counted, so that haste is noticed)."""
    device = await devices.lock_device(tx, command.device_id)
    if device is None or device.client_id != command.client_id or device.state == "used":
        raise DeviceCodeInvalid
    if device.key_thumbprint is not None and device.key_thumbprint != command.key_thumbprint:
        raise DeviceCodeInvalid
    if device.state == "denied":
        raise DeviceDenied
    if device.expires_at <= tx.now:
        raise DeviceCodeExpired
    if device.state == "waiting":
        soon = is_too_soon(device, tx.now)
        await devices.note_poll(tx, device.id, device.interval_seconds + (SLOWER_BY_SECONDS if soon else 0))
        return DevicePending(soon)
    assert device.customer_id is not None and device.consent_id is not None and device.signed_in_at is not None
    family_id = derived_id(device.id, "family")
    granted = TokensGranted(family_id, device.client_id, device.partner_id, device.customer_id, device.consent_id, device.scopes, 0, device.signed_in_at)
    await devices.use_device(tx, device.id)
    await start_family(tx, granted, command.key_thumbprint, is_rotating=command.is_rotating)
    return granted


def _index(source: Ported, user_code: str) -> bytes:
    return source.port(Keyring).blind_index("scenes user code", normal_user_code(user_code) or "")
