"""The tokens by which the house speaks for a customer at a partner: sealed, and refreshed by one process at a time."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from domains.kernel.commands import HOUSE_ID, UNHASHED, Command, composite_verb
from domains.kernel.crypto import Keyring, Place, seal, unseal
from domains.kernel.database import Database
from domains.kernel.errors import Refusal
from domains.kernel.ids import new_id
from domains.kernel.keys import create_data_keys, find_data_keys
from domains.kernel.transactions import Tx
from domains.scenes.errors.link import LinkNotFound
from domains.scenes.events.link import PartnerLinkLost
from domains.scenes.ports import GrantAnswer, PartnerConnector
from domains.scenes.queries import link as links
from domains.scenes.queries import partner_credential as credentials
from domains.scenes.queries.link import Link
from domains.scenes.queries.partner_credential import SealedCredential
from domains.scenes.rules.link import LEASED_FOR, REFRESHED_BEFORE, LinkState
from domains.scenes.rules.network import ACCOUNT_PURPOSE, account_text
from domains.scenes.service.link import end_link

TABLE = "scenes_partner_credential"

WAITED = timedelta(milliseconds=100)
WAITS_MOST = 50
"""Whoever finds the lease taken looks again so often; then it makes do with the token as it is."""


class Credential(NamedTuple):
    """Tokens, open."""

    access_token: str
    refresh_token: str | None
    subject: str

    def __repr__(self) -> str:
        return "Credential(***)"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreCredentialCommand(Command):
    """Tokens that a partner gave: for a code (no lease), or for a refresh under that lease."""

    link_id: UUID
    customer_id: UUID
    lease_id: UUID | None
    access_token: str = field(metadata=UNHASHED, repr=False)
    refresh_token: str | None = field(metadata=UNHASHED, repr=False)
    subject: str = field(metadata=UNHASHED, repr=False)
    expires_in_seconds: int

    @classmethod
    def of(cls, link_id: UUID, customer_id: UUID, answer: GrantAnswer, lease_id: UUID | None) -> "StoreCredentialCommand":
        """What a partner granted."""
        assert answer.access_token is not None and answer.subject is not None and answer.expires_in_seconds is not None
        return cls(
            request_id=None,
            owner_id=HOUSE_ID,
            link_id=link_id,
            customer_id=customer_id,
            lease_id=lease_id,
            access_token=answer.access_token,
            refresh_token=answer.refresh_token,
            subject=answer.subject,
            expires_in_seconds=answer.expires_in_seconds,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseCommand(Command):
    """Who refreshes the tokens of a link whose `version` was seen; or how that ended."""

    link_id: UUID
    lease_id: UUID
    version: int = 0
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class Leased:
    is_ours: bool


@composite_verb(Link)
async def store_credential(tx: Tx, command: StoreCredentialCommand) -> Link | Refusal:
    """Seal and keep them. For a code the link goes on to `authorized`. Refuses LinkNotFound when the link has gone elsewhere, or the lease to somebody else."""
    link = await links.lock_link(tx, command.link_id)
    wanted = LinkState.RETURNED if command.lease_id is None else LinkState.LINKED
    if link is None or link.state is not wanted:
        raise LinkNotFound
    if command.lease_id is not None and not await credentials.has_lease(tx, command.link_id, command.lease_id):
        raise LinkNotFound
    key = (await create_data_keys(tx, tx.port(Keyring), [command.customer_id]))[command.customer_id]
    refresh = None if command.refresh_token is None else _sealed(key, link.id, "refresh", command.refresh_token)
    await credentials.store_credential(
        tx,
        link.id,
        link.customer_id,
        _sealed(key, link.id, "access", command.access_token),
        refresh,
        _sealed(key, link.id, "subject", command.subject),
        tx.port(Keyring).blind_index(ACCOUNT_PURPOSE, account_text(link.scene, command.subject)),
        tx.now + timedelta(seconds=command.expires_in_seconds),
    )
    return link if command.lease_id is not None else await links.update_link(tx, replace(link, state=LinkState.AUTHORIZED))


@composite_verb(Leased)
async def lease_credential(tx: Tx, command: LeaseCommand) -> Leased:
    """The right to refresh, for a while, if nobody has it and nobody has refreshed meanwhile."""
    return Leased(await credentials.lease_credential(tx, command.link_id, command.lease_id, tx.now + LEASED_FOR, command.version))


@composite_verb(Leased)
async def give_back_lease(tx: Tx, command: LeaseCommand) -> Leased:
    """It came to nothing. `is_lost`: the partner takes the tokens no longer, so the link is lost."""
    link = await links.lock_link(tx, command.link_id)
    ours = await credentials.has_lease(tx, command.link_id, command.lease_id)
    if ours and command.is_lost and link is not None and link.state is LinkState.LINKED:
        await end_link(tx, link, LinkState.LOST, "tokens_refused")
        await credentials.delete_credential(tx, link.id)
        tx.publish(PartnerLinkLost(link.customer_id, None, link.id, link.scene))
    elif ours:
        await credentials.give_back_lease(tx, command.link_id, command.lease_id)
    return Leased(ours)


async def find_token(database: Database, connector: PartnerConnector, link: Link, *, refused: str | None = None) -> str | None:
    """An access token that should hold, refreshed first if it is about to end, or is the one that the partner `refused`. None when there is none."""
    for _ in range(WAITS_MOST):
        kept, opened = await open_credential(database, link.id)
        if kept is None or opened is None:
            return None
        is_good = kept.expires_at - REFRESHED_BEFORE > database.clock.now()
        if is_good and opened.access_token != refused:
            return opened.access_token
        if opened.refresh_token is None:
            return opened.access_token if opened.access_token != refused else None
        lease = LeaseCommand(request_id=None, owner_id=HOUSE_ID, link_id=link.id, lease_id=new_id(database.clock), version=kept.version)
        if (await database.write(lease_credential, lease)).is_ours:
            return await _refresh(database, connector, link, lease, opened, refused)
        await asyncio.sleep(WAITED.total_seconds())
    return None


async def open_credential(database: Database, link_id: UUID) -> tuple[SealedCredential | None, Credential | None]:
    """What is kept of a link's tokens, and the tokens. Neither where there are none, or the customer was erased."""
    async with database.reading() as read:
        kept = await credentials.find_credential(read, link_id)
        if kept is None:
            return None, None
        key = (await find_data_keys(read, read.port(Keyring), [kept.customer_id])).get(kept.customer_id)
    if key is None:
        return None, None
    refresh = None if kept.refresh_sealed is None else _opened(key, link_id, "refresh", kept.refresh_sealed)
    return kept, Credential(_opened(key, link_id, "access", kept.access_sealed), refresh, _opened(key, link_id, "subject", kept.subject_sealed))


async def _refresh(database: Database, connector: PartnerConnector, link: Link, lease: LeaseCommand, opened: Credential, refused: str | None) -> str | None:
    assert opened.refresh_token is not None
    answer = await connector.refresh(opened.refresh_token, opened.subject)
    if answer.state == "granted":
        try:
            await database.write(store_credential, StoreCredentialCommand.of(link.id, link.customer_id, answer, lease.lease_id))
        except LinkNotFound:
            # Unlinked meanwhile, or the lease ran out: what was given is good for nothing of ours.
            return None
        return answer.access_token
    is_lost = answer.state == "refused" and answer.reason == "invalid_grant"
    await database.write(give_back_lease, replace(lease, is_lost=is_lost))
    return None if is_lost or opened.access_token == refused else opened.access_token


def _sealed(key: bytes, link_id: UUID, what: str, text: str) -> bytes:
    return seal(key, Place(TABLE, f"{what}_sealed", link_id), text)


def _opened(key: bytes, link_id: UUID, what: str, sealed: bytes) -> str:
    return unseal(key, Place(TABLE, f"{what}_sealed", link_id), sealed)
