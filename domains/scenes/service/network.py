"""Friends at outside networks with both sides' consent, cards that are shared out there, and the likes that come back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from domains import offers
from domains.kernel.commands import Command, composite_verb
from domains.kernel.crypto import Keyring
from domains.kernel.errors import IdReused, Refusal
from domains.kernel.transactions import Tx
from domains.scenes.errors.link import LinkNotFound
from domains.scenes.errors.network import FriendConsentNotFound, FriendConsentStands, ShareNotFound
from domains.scenes.events.network import CardPosted, CardRefused, CardShared, FriendsAgreed, FriendsWithdrawn
from domains.scenes.queries import link as links
from domains.scenes.queries import network
from domains.scenes.queries.link import Link
from domains.scenes.queries.network import Card, FriendConsent
from domains.scenes.rules.link import LinkState
from domains.scenes.rules.network import ACCOUNT_PURPOSE, OPEN, CardState, FriendConsentState, account_text, check_words, told_state
from domains.scenes.rules.order import FIRST_ASKED_AFTER, asked_after
from domains.scenes.service.bill import scene_that_can
from domains.scenes.service.calling import write_answers


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeFriendsCommand(Command):
    """`owner_id` agrees to be found by friends of a network who agreed too. `request_id` becomes the consent's id."""

    link_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawFriendsCommand(Command):
    """`owner_id` does not any more."""

    consent_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeFriendsCommand(Command):
    """Whom a network lists as friends of a link's account."""

    link_id: UUID
    accounts: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareCardCommand(Command):
    """`owner_id` posts a card that leads to a code which it shares. `request_id` becomes the card's id, and its idempotency key at the network."""

    link_id: UUID
    code_id: UUID
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleCardCommand(Command):
    """A network's word on a card. Without a request id: the row, under its lock, is what makes repeats harmless."""

    card_id: UUID
    state: str
    reference: str | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLikesCommand(Command):
    """(card, likes, sequence) as a network counted them for `owner_id`."""

    scene: str
    counted: Sequence[tuple[UUID, int, int]]


@dataclass(frozen=True, slots=True)
class Taken:
    """How many were news."""

    count: int


@composite_verb(FriendConsent)
async def agree_friends(tx: Tx, command: AgreeFriendsCommand) -> FriendConsent | Refusal:
    """Agree; a job asks the network who they are. Refuses LinkNotFound, SceneNotFound, FriendConsentStands."""
    link = await _own_link(tx, command.link_id, command.owner_id)
    scene_that_can(tx, link.scene, "friends")
    assert command.request_id is not None
    if await network.lock_standing(tx, link.id) is not None:
        raise FriendConsentStands
    made = await network.insert_consent(tx, command.request_id, link.customer_id, link.id, link.scene)
    if made is None:
        raise IdReused(command.request_id)
    tx.publish(FriendsAgreed(link.customer_id, None, link.id, made.id, link.scene))
    return made


@composite_verb(FriendConsent)
async def withdraw_friends(tx: Tx, command: WithdrawFriendsCommand) -> FriendConsent | Refusal:
    """Withdraw: from then on nobody is shown to the customer, nor the customer to anybody. One that was withdrawn stays so. Refuses FriendConsentNotFound."""
    consent = await network.lock_consent(tx, command.owner_id, command.consent_id)
    if consent is None:
        raise FriendConsentNotFound
    if consent.state is FriendConsentState.WITHDRAWN:
        return consent
    tx.publish(FriendsWithdrawn(consent.customer_id, None, consent.link_id, consent.id, consent.scene))
    return await network.withdraw(tx, consent)


@composite_verb(Taken)
async def take_friends(tx: Tx, command: TakeFriendsCommand) -> Taken | Refusal:
    """Keep fingerprints of the accounts, and of no others, while the consent stands. Refuses LinkNotFound, FriendConsentNotFound."""
    link = await links.lock_link(tx, command.link_id)
    if link is None or link.state is not LinkState.LINKED:
        raise LinkNotFound
    if await network.lock_standing(tx, link.id) is None:
        raise FriendConsentNotFound
    keyring = tx.port(Keyring)
    await network.keep_friends(tx, link.id, [keyring.blind_index(ACCOUNT_PURPOSE, account_text(link.scene, account)) for account in command.accounts])
    return Taken(len(set(command.accounts)))


@composite_verb(Card)
async def share_card(tx: Tx, command: ShareCardCommand) -> Card | Refusal:
    """Write the card down; a job tells the network. Refuses in the order of rules/network.py."""
    link = await _own_link(tx, command.link_id, command.owner_id)
    scene_that_can(tx, link.scene, "cards")
    check_words(command.words)
    found = (await offers.find_codes(tx, [command.code_id])).get(command.code_id)
    if found is None or not found.code.is_active or found.code.placement.sharer_id != command.owner_id:
        raise ShareNotFound
    (address,) = offers.code_addresses(tx, [found.code])
    assert command.request_id is not None
    card = Card(
        customer_id=link.customer_id,
        id=command.request_id,
        link_id=link.id,
        scene=link.scene,
        code_id=found.code.id,
        address=address,
        words=command.words,
        state=CardState.REQUESTED,
        reference=None,
        reason=None,
        likes=0,
        sequence=0,
        counted_at=None,
        requested_at=tx.now,
        attempts=0,
        ask_at=tx.now + FIRST_ASKED_AFTER,
    )
    if not await network.insert_card(tx, card):
        raise IdReused(card.id)
    tx.publish(CardShared(card.customer_id, None, card.id, card.scene))
    return card


@composite_verb(Card)
async def settle_card(tx: Tx, command: SettleCardCommand) -> Card | Refusal:
    """Take a network's word: posted and refused once each, whatever is told again. Refuses ShareNotFound."""
    card = await network.lock_card(tx, command.card_id)
    if card is None:
        raise ShareNotFound
    write_answers(tx, {card.id: (command.state, command.reason)})
    state = told_state(card.state, command.state)
    if card.state not in OPEN:
        return card
    is_open = state in OPEN
    told = replace(
        card,
        state=state,
        reference=card.reference or command.reference,
        reason=command.reason if state is CardState.REFUSED else None,
        attempts=card.attempts + is_open,
        ask_at=tx.now + asked_after(card.attempts) if is_open else None,
    )
    await network.change_card(tx, told)
    if state is CardState.POSTED:
        tx.publish(CardPosted(card.customer_id, None, card.id, card.scene))
    elif state is CardState.REFUSED:
        tx.publish(CardRefused(card.customer_id, None, card.id, card.scene, command.reason or "unnamed"))
    return told


@composite_verb(Taken)
async def count_likes(tx: Tx, command: CountLikesCommand) -> Taken:
    """Keep the counts that are newer than those known: told twice, late or out of order they come to the same. Cards of somebody else are left alone."""
    return Taken(await network.count_likes(tx, command.owner_id, command.scene, command.counted))


async def _own_link(tx: Tx, link_id: UUID, customer_id: UUID) -> Link:
    link = await links.lock_link(tx, link_id)
    if link is None or link.customer_id != customer_id or link.state is not LinkState.LINKED:
        raise LinkNotFound
    return link
