"""Link an account at a partner: the customer's part, in the app. What browsers and the partner do of it is in service/authorize.py."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from domains import customers
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import IdReused, Refusal, Unauthenticated
from domains.kernel.transactions import Read, Tx
from domains.scenes.errors.link import AlreadyLinked, LinkBusy, LinkNotFound, LinkProofWrong, SceneNotFound
from domains.scenes.events.link import PartnerAsked, PartnerLinked, PartnerUnlinked
from domains.scenes.events.network import FriendsWithdrawn
from domains.scenes.events.order import AutoPayStopped
from domains.scenes.ports import ScenePartners
from domains.scenes.queries import auto_pay as auto_pays
from domains.scenes.queries import link as links
from domains.scenes.queries import network
from domains.scenes.queries.link import Link
from domains.scenes.rules.handle import Handle, Purpose
from domains.scenes.rules.link import ASKED_BY_HAND_EVERY, LINK_LIFE, LinkState
from domains.scenes.service.handles import Ported, row_of, text_of
from domains.scenes.service.link_identity import forget_identity, note_identity


@dataclass(frozen=True, slots=True, kw_only=True)
class StartLinkCommand(Command):
    """`owner_id` wants an account linked. `request_id` becomes the link's id."""

    session_id: UUID = field(metadata=UNHASHED)
    scene: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmLinkCommand(Command):
    """`owner_id` came back from the partner. `proof` is what its browser was told."""

    link_id: UUID
    proof: str = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCommand(Command):
    """`owner_id` wants something of a link of its own."""

    link_id: UUID


@composite_verb(Link)
async def start_link(tx: Tx, command: StartLinkCommand) -> Link | Refusal | Unauthenticated:
    """Begin; `link_address` is what the customer opens next. Refuses SceneNotFound, AlreadyLinked. Unauthenticated when the session has ended."""
    (alive,) = await customers.check_sessions(tx, [command.session_id], [command.owner_id])
    if not alive:
        return Unauthenticated()
    partner = tx.port(ScenePartners).find(command.scene)
    if partner is None or not partner.scene.needs_link:
        raise SceneNotFound
    (standing,) = await links.find_standing_links(tx, [command.owner_id], [command.scene])
    if standing is not None:
        raise AlreadyLinked
    assert command.request_id is not None
    link = await links.insert_link(tx, command.request_id, command.owner_id, command.session_id, command.scene, tx.now + LINK_LIFE)
    if link is None:
        raise IdReused(command.request_id)
    return link


@composite_verb(Link)
async def confirm_link(tx: Tx, command: ConfirmLinkCommand) -> Link | Refusal:
    """The link stands from now on, and the customer is known by the account. Refuses LinkNotFound (also when it took too long),
    LinkProofWrong, AlreadyLinked."""
    # Two links to one scene that are confirmed at once wait for each other here.
    await customers.lock_customers(tx, [command.owner_id])
    link = await _own_link(tx, command.link_id, command.owner_id)
    if row_of(tx, Purpose.LINK_PROOF, command.proof) != Handle(link.id, 0):
        raise LinkProofWrong
    if link.state is not LinkState.AUTHORIZED or tx.now >= link.expires_at:
        raise LinkNotFound
    (standing,) = await links.find_standing_links(tx, [link.customer_id], [link.scene])
    if standing is not None:
        raise AlreadyLinked
    linked = await links.update_link(tx, replace(link, state=LinkState.LINKED, linked_at=tx.now, ask_at=tx.now))
    await note_identity(tx, linked)
    tx.publish(PartnerLinked(link.customer_id, None, link.id, link.scene))
    return linked


@composite_verb(Link)
async def unlink_partner(tx: Tx, command: LinkCommand) -> Link | Refusal:
    """End the link, and the standing consents over it; its row stays as the log of it. A job tells the partner and forgets the tokens. Refuses LinkNotFound,
    LinkBusy while payments, instalments, refunds or bookings have not ended."""
    link = await _own_link(tx, command.link_id, command.owner_id)
    if link.state is not LinkState.LINKED:
        raise LinkNotFound
    open_orders = await links.count_open_orders(tx, link.customer_id, link.scene)
    if open_orders:
        raise LinkBusy(open_orders)
    return await end_link(tx, link, LinkState.UNLINKED, None)


@composite_verb(Link)
async def ask_partner(tx: Tx, command: LinkCommand) -> Link | Refusal:
    """Have the partner asked what is new, soon: `heard_at` tells when it has answered. Where it has just answered, or is about to be asked, nothing is done.
    Refuses LinkNotFound."""
    link = await _own_link(tx, command.link_id, command.owner_id)
    if link.state is not LinkState.LINKED:
        raise LinkNotFound
    was_just_heard = link.heard_at is not None and tx.now - link.heard_at < ASKED_BY_HAND_EVERY
    if was_just_heard or (link.ask_at is not None and link.ask_at <= tx.now):
        return link
    tx.publish(PartnerAsked(link.customer_id, None, link.id, link.scene))
    return await links.update_link(tx, replace(link, ask_at=tx.now))


async def end_link(tx: Tx, link: Link, state: LinkState, reason: str | None) -> Link:
    """It ends, for whatever reason, and with it what stands on it."""
    if link.state is LinkState.LINKED:
        await forget_identity(tx, link)
    consent = await auto_pays.lock_active(tx, link.id)
    if consent is not None:
        await auto_pays.stop_auto_pay(tx, consent)
        tx.publish(AutoPayStopped(link.customer_id, None, consent.id, link.id))
    friends = await network.lock_standing(tx, link.id)
    if friends is not None:
        await network.withdraw(tx, friends)
        tx.publish(FriendsWithdrawn(link.customer_id, None, link.id, friends.id, link.scene))
    if state is LinkState.UNLINKED:
        tx.publish(PartnerUnlinked(link.customer_id, None, link.id, link.scene))
    return await links.update_link(tx, replace(link, state=state, reason=reason, ended_at=tx.now, ask_at=None))


async def end_links_of_identities(tx: Tx, ended: Sequence[tuple[UUID, str]]) -> None:
    """By customer and scene: those customers want to be known there no longer. A link over which something is still under way stands until it is unlinked."""
    standing = await links.find_standing_links(tx, [customer_id for customer_id, _ in ended], [scene for _, scene in ended])
    for link_id in sorted({link.id for link in standing if link is not None}):
        link = await links.lock_link(tx, link_id)
        if link is not None and link.state is LinkState.LINKED and not await links.count_open_orders(tx, link.customer_id, link.scene):
            await end_link(tx, link, LinkState.UNLINKED, None)


async def find_linked(source: Tx | Read, scene: str, customer_ids: Collection[UUID]) -> frozenset[UUID] | None:
    """Who of them has an account linked at the scene: one statement. None, without one, where there is no such scene."""
    if source.port(ScenePartners).find(scene) is None:
        return None
    standing = await links.find_standing_links(source, list(customer_ids), [scene] * len(customer_ids))
    return frozenset(one.customer_id for one in standing if one is not None)


def link_address(source: Ported, link: Link) -> str | None:
    """What the customer opens in a browser; None once it was opened."""
    if link.state is not LinkState.STARTED:
        return None
    return f"{source.port(ScenePartners).origin}/partners/links/open?ticket={text_of(source, Purpose.LINK_TICKET, link.id)}"


async def _own_link(tx: Tx, link_id: UUID, customer_id: UUID) -> Link:
    link = await links.lock_link(tx, link_id)
    if link is None or link.customer_id != customer_id:
        raise LinkNotFound
    return link
