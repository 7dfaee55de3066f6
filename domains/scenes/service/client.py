"""Register a client, change it, remove it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.transactions import Tx
from domains.scenes.errors.client import ClientNotFound
from domains.scenes.errors.partner import PartnerNotFound
from domains.scenes.events.client import ClientRegistered, ClientRemoved
from domains.scenes.queries import client as clients
from domains.scenes.queries import partner as partners
from domains.scenes.queries.client import Client
from domains.scenes.rules.client import KEYS_ASKED_EVERY, AuthMethod, Environment, check_client, check_keys


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterClientCommand(Command):
    """`request_id` becomes the client_id. `owner_id` is the operator, the partner, or the house."""

    partner_id: UUID
    name: str
    environment: Environment
    auth_method: AuthMethod
    jwks: dict[str, Any] | None = None
    jwks_uri: str | None = None
    redirect_uris: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    grant_types: tuple[str, ...] = ()
    is_resource_server: bool = False
    is_self_managed: bool = False
    """Whether it is given a token to manage its registration with (RFC 7592)."""


@composite_verb(Client)
async def register_client(tx: Tx, command: RegisterClientCommand) -> Client | Refusal:
    """A partner has one client more. Refuses in the order of rules/client.py, then PartnerNotFound."""
    check_client(
        command.name, command.environment, command.auth_method, command.jwks, command.redirect_uris, command.scopes, command.grant_types, command.jwks_uri
    )
    (partner,) = await partners.find_partners(tx, [command.partner_id])
    if partner is None or partner.state != "active":
        raise PartnerNotFound
    assert command.request_id is not None
    made = Client(
        command.request_id,
        command.partner_id,
        command.name,
        command.environment,
        command.auth_method,
        0 if command.auth_method == "client_secret_basic" else None,
        command.jwks,
        command.redirect_uris,
        command.scopes,
        command.grant_types,
        0 if command.is_self_managed else None,
        command.is_resource_server,
        tx.now,
        jwks_uri=command.jwks_uri,
        keys_asked_at=None if command.jwks_uri is None else tx.now,
    )
    tx.publish(ClientRegistered(command.partner_id, None, made.id))
    return await clients.insert_client(tx, made)


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateClientCommand(Command):
    """All of a registration anew. `partner_id` of another partner changes nothing."""

    client_id: UUID
    partner_id: UUID
    name: str
    auth_method: AuthMethod
    jwks: dict[str, Any] | None = None
    jwks_uri: str | None = None
    redirect_uris: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    grant_types: tuple[str, ...] = ()


@composite_verb(Client)
async def update_client(tx: Tx, command: UpdateClientCommand) -> Client | Refusal:
    """Refuses ClientNotFound, then in the order of rules/client.py."""
    standing = await _locked(tx, command.client_id, command.partner_id)
    check_client(
        command.name, standing.environment, command.auth_method, command.jwks, command.redirect_uris, command.scopes, command.grant_types, command.jwks_uri
    )
    needs_secret = command.auth_method == "client_secret_basic"
    changed = standing._replace(
        name=command.name,
        auth_method=command.auth_method,
        secret_number=(standing.secret_number or 0) if needs_secret else None,
        jwks=command.jwks,
        jwks_uri=command.jwks_uri,
        keys_asked_at=None if command.jwks_uri is None else standing.keys_asked_at or tx.now,
        redirect_uris=command.redirect_uris,
        scopes=command.scopes,
        grant_types=command.grant_types,
    )
    return await clients.update_client(tx, changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCommand(Command):
    """`client_id` of that partner."""

    client_id: UUID
    partner_id: UUID = field(metadata=UNHASHED)


@composite_verb(Client)
async def renew_secret(tx: Tx, command: ClientCommand) -> Client | Refusal:
    """The next secret holds from now on, the last one no more. Refuses ClientNotFound, also for a client without one."""
    standing = await _locked(tx, command.client_id, command.partner_id)
    if standing.secret_number is None:
        raise ClientNotFound
    return await clients.update_client(tx, standing._replace(secret_number=standing.secret_number + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientKeysCommand(Command):
    """The address of a client's keys is about to be asked; or, with `jwks`, it was, and they stood there."""

    client_id: UUID
    jwks_uri: str
    jwks: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class KeysClaimed:
    is_ours: bool


@composite_verb(KeysClaimed)
async def claim_client_keys(tx: Tx, command: ClientKeysCommand) -> KeysClaimed:
    """The right to ask it now: one has it, of all processes, and nobody before KEYS_ASKED_EVERY is over."""
    return KeysClaimed(await clients.claim_keys(tx, command.client_id, tx.now - KEYS_ASKED_EVERY))


@composite_verb(Client)
async def renew_client_keys(tx: Tx, command: ClientKeysCommand) -> Client | Refusal:
    """These are the client's keys from now on. Refuses ClientNotFound, also for one that has gone to another address, ClientMetadataMalformed."""
    assert command.jwks is not None
    check_keys(command.jwks)
    standing = await clients.lock_client(tx, command.client_id)
    if standing is None or standing.jwks_uri != command.jwks_uri:
        raise ClientNotFound
    return await clients.update_client(tx, standing._replace(jwks=command.jwks))


@composite_verb(Client)
async def remove_client(tx: Tx, command: ClientCommand) -> Client | Refusal:
    """It gets no token any more, and those that it has hold no more. Refuses ClientNotFound."""
    standing = await _locked(tx, command.client_id, command.partner_id)
    await clients.remove_client(tx, standing.id)
    tx.publish(ClientRemoved(standing.partner_id, None, standing.id))
    return standing


async def _locked(tx: Tx, client_id: UUID, partner_id: UUID) -> Client:
    standing = await clients.lock_client(tx, client_id)
    if standing is None or standing.partner_id != partner_id:
        raise ClientNotFound
    return standing
