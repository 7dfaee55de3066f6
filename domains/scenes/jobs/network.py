"""The networks' steps outside a transaction: asking who is a friend and what was liked, and posting cards."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import job, periodic
from domains.scenes.errors.link import LinkNotFound
from domains.scenes.errors.network import FriendConsentNotFound
from domains.scenes.events.network import CardShared, FriendsAgreed
from domains.scenes.jobs.link import ask_for_news, asks_regularly, put_off
from domains.scenes.queries import link as links
from domains.scenes.queries import network
from domains.scenes.queries.link import Link
from domains.scenes.queries.network import Card
from domains.scenes.rules.link import ASKED_EVERY, LinkState
from domains.scenes.rules.network import OPEN, CardState
from domains.scenes.rules.order import has_expired, may_place
from domains.scenes.rules.scene import SceneKind
from domains.scenes.service.calling import Asked, ask_partner_for
from domains.scenes.service.network import CountLikesCommand, SettleCardCommand, TakeFriendsCommand, count_likes, settle_card, take_friends

DUE_MAX = 200


@asks_regularly(SceneKind.SOCIAL)
async def fetch_network_news(database: Database, link: Link) -> None:
    """Ask for the likes of a link's cards, and for the friends where the customer agreed to that."""
    likes = await ask_for_news(database, link, "list_likes")
    if likes is None or not await _fetch_friends(database, link):
        await put_off(database, link)
        return
    counted = [(UUID(one["card_id"]), one["likes"], one["sequence"]) for one in likes["cards"]]
    await database.write(count_likes, CountLikesCommand(request_id=None, owner_id=link.customer_id, scene=link.scene, counted=counted))
    async with database.transaction() as tx:
        kept = await links.lock_link(tx, link.id)
        if kept is not None and kept.state is LinkState.LINKED:
            await links.update_link(tx, replace(kept, heard_at=tx.now, ask_at=tx.now + ASKED_EVERY))


@job(FriendsAgreed)
async def fetch_agreed_friends(database: Database, payload: dict[str, Any]) -> None:
    """Ask who they are once the customer has agreed; where the network is away, the regular question comes soon."""
    async with database.reading(single=True) as read:
        (link,) = await links.find_links(read, [UUID(payload["link_id"])], [UUID(payload["subject_id"])])
    if link is not None and link.state is LinkState.LINKED and not await _fetch_friends(database, link):
        await put_off(database, link)


@job(CardShared)
async def post_card(database: Database, payload: dict[str, Any]) -> None:
    """Have the network take a card. One that an earlier run has settled is left alone."""
    async with database.reading(single=True) as read:
        (card,) = await network.find_cards(read, [UUID(payload["card_id"])], [UUID(payload["subject_id"])])
    if card is not None and card.state in OPEN:
        await _advance(database, card)


@periodic("* * * * * */15")
async def ask_for_cards(database: Database) -> None:
    """Ask for cards that are due. One that fails does not keep the others from being asked for; its failure is raised at the end."""
    async with database.reading(single=True) as read:
        due = await network.list_due_cards(read, database.clock.now(), DUE_MAX)
    results = await asyncio.gather(*(_advance(database, card) for card in due), return_exceptions=True)
    failures = [result for result in results if isinstance(result, Exception)]
    if failures:
        raise ExceptionGroup("cards that could not be asked for", failures)


async def _advance(database: Database, card: Card) -> None:
    """One step: post what was never heard of, ask for the rest, post again under the same key what the network does not know."""
    now = database.clock.now()
    placeable = may_place(card.requested_at, now)
    if card.state is CardState.REQUESTED and placeable:
        asked = await _ask(database, card, "post_card")
    else:
        asked = await _ask(database, card, "ask_card")
        if asked.state == "absent" and placeable:
            asked = await _ask(database, card, "post_card")
    state, reason = asked.state, asked.reason
    if state == "absent" and has_expired(card.requested_at, now):
        state, reason = "refused", "expired"
    command = SettleCardCommand(request_id=None, owner_id=HOUSE_ID, card_id=card.id, state=state, reference=asked.data.get("reference"), reason=reason)
    await database.write(settle_card, command)


async def _ask(database: Database, card: Card, operation: str) -> Asked:
    given = {"words": card.words, "address": card.address}
    return await ask_partner_for(database, card.customer_id, card.scene, operation, card.id, given, noted=operation == "post_card")


async def _fetch_friends(database: Database, link: Link) -> bool:
    """Whether what is to be known is known."""
    async with database.reading(single=True) as read:
        (consent,) = await network.find_friend_consents(read, [link.customer_id], [link.scene])
    if consent is None:
        return True
    told = await ask_for_news(database, link, "list_friends")
    if told is None:
        return False
    try:
        await database.write(take_friends, TakeFriendsCommand(request_id=None, owner_id=HOUSE_ID, link_id=link.id, accounts=told["accounts"]))
    except (LinkNotFound, FriendConsentNotFound):
        # Unlinked or withdrawn while the network was asked: nothing of it is kept.
        return True
    return True
