"""Where a customer's notifications go: one token per device, sealed, kept only while somebody is signed in on it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from domains.customers import rules, sealing
from domains.customers.errors import DeviceUnknown
from domains.customers.ports import Source
from domains.customers.queries import push_tokens
from domains.customers.rows import PushTarget
from domains.customers.service.sessions import check_standing
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.crypto import Keyring
from domains.kernel.errors import Unauthenticated
from domains.kernel.keys import find_data_keys
from domains.kernel.transactions import Tx

TARGETS_MAX = 20
"""Devices of one customer that are notified."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPushToken(Command):
    """For the device of the session. `service` is such as `apns` or `fcm`."""

    session_id: UUID = field(metadata=UNHASHED)
    service: str
    token: str


@dataclass(frozen=True, slots=True)
class PushTokenRegistered:
    customer_id: UUID
    device_id: UUID


@composite_verb(PushTokenRegistered)
async def register_push_token(tx: Tx, command: RegisterPushToken) -> PushTokenRegistered:
    """Keep the token of the session's device in place of its last one, and take it from any other device: an installation notifies one customer.

    Raises DeviceMalformed, or DeviceUnknown for a session on no device."""
    rules.check_push_token(command.service, command.token)
    keyring = tx.port(Keyring)
    index = sealing.push_token_index(keyring, command.service, command.token)
    await push_tokens.lock_token(tx, index)
    await check_standing(tx, command.owner_id, command.session_id)
    device_id = await push_tokens.find_device_of_session(tx, command.owner_id, command.session_id)
    if device_id is None:
        raise DeviceUnknown()
    data_key = (await find_data_keys(tx, keyring, [command.owner_id])).get(command.owner_id)
    if data_key is None:
        raise Unauthenticated
    await push_tokens.take_from_others(tx, index, command.owner_id, device_id)
    sealed = sealing.seal_push_token(data_key, device_id, command.token)
    if not await push_tokens.update_push_token(tx, command.owner_id, device_id, command.service, sealed, index):
        raise DeviceUnknown()
    return PushTokenRegistered(command.owner_id, device_id)


async def list_push_targets(source: Source, customer_ids: Sequence[UUID]) -> list[PushTarget]:
    """Where to notify those customers: their devices with a token and a standing session. One statement. For a messenger alone: the tokens are open."""
    keyring = source.port(Keyring)
    targets = []
    for row in await push_tokens.list_targets(source, sorted(set(customer_ids)), source.now, TARGETS_MAX):
        data_key = keyring.unwrap(row["customer_id"], row["wrapping_key_id"], row["wrapped"])
        token = sealing.unseal_push_token(data_key, row["id"], row["push_token_sealed"])
        targets.append(PushTarget(row["customer_id"], row["id"], row["push_service"], token))
    return targets
