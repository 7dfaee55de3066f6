"""The links' steps outside a transaction: asking partners what is new, telling them that a link ended, and forgetting what was never finished."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.ids import new_id
from domains.kernel.jobs import job, periodic
from domains.scenes.events.link import PartnerAsked, PartnerLinked, PartnerUnlinked
from domains.scenes.ports import ScenePartners
from domains.scenes.queries import link as links
from domains.scenes.queries import partner_credential as credentials
from domains.scenes.queries.link import Link
from domains.scenes.rules.link import ASKED_AGAIN_AFTER, LinkState
from domains.scenes.rules.scene import SceneKind
from domains.scenes.service.authorize import FailLinkCommand, fail_link
from domains.scenes.service.calling import NoteAnswerCommand, ask_partner_for, note_answer
from domains.scenes.service.credential import open_credential

DUE_MAX = 200
ASKED_AT_ONCE = 16

AskWhatIsNew = Callable[[Database, Link], Awaitable[None]]

NEWS: dict[SceneKind, AskWhatIsNew] = {}
"""What a partner of each kind is asked regularly. Filled as the kinds' jobs are imported."""


def asks_regularly(kind: SceneKind) -> Callable[[AskWhatIsNew], AskWhatIsNew]:
    """Register what a partner of that kind is asked after an account was linked, when the customer wants to know, and every few hours. It moves the link's
    `ask_at` on, also when the partner is away."""

    def register(ask: AskWhatIsNew) -> AskWhatIsNew:
        NEWS[kind] = ask
        return ask

    return register


@job(PartnerLinked, PartnerAsked)
async def ask_what_is_new(database: Database, payload: dict[str, Any]) -> None:
    """Ask the partner of a link that stands."""
    async with database.reading(single=True) as read:
        (link,) = await links.find_links(read, [UUID(payload["link_id"])], [UUID(payload["subject_id"])])
    if link is not None and link.state is LinkState.LINKED:
        await _ask(database, link)


@periodic("* * * * *")
async def ask_due_links(database: Database) -> None:
    """Ask the partners of links that are due. One that fails does not keep the others from being asked; its failure is raised at the end."""
    async with database.reading(single=True) as read:
        due = await links.list_due_links(read, database.clock.now(), DUE_MAX)
    gate = asyncio.Semaphore(ASKED_AT_ONCE)

    async def ask(link: Link) -> None:
        async with gate:
            await _ask(database, link)

    results = await asyncio.gather(*(ask(link) for link in due), return_exceptions=True)
    failures = [result for result in results if isinstance(result, Exception)]
    if failures:
        raise ExceptionGroup("links that could not be asked for", failures)


@job(PartnerUnlinked)
async def forget_credential(database: Database, payload: dict[str, Any]) -> None:
    """Tell the partner that the tokens hold no more, and forget them; forgotten they are also when the partner is away."""
    link_id = UUID(payload["link_id"])
    _, opened = await open_credential(database, link_id)
    partner = database.ports.get(ScenePartners).find(payload["scene"])
    if opened is not None and partner is not None:
        await partner.connector.revoke(opened.refresh_token or opened.access_token)
    async with database.transaction() as tx:
        await credentials.delete_credential(tx, link_id)


@periodic("*/5 * * * *")
async def end_unfinished_links(database: Database) -> None:
    """Links whose last step did not come in time: what the partner gave for them is given back."""
    async with database.reading(single=True) as read:
        expired = await links.list_expired_links(read, database.clock.now(), DUE_MAX)
    for link_id in expired:
        link = await database.write(fail_link, FailLinkCommand(request_id=None, owner_id=HOUSE_ID, link_id=link_id, reason="expired"))
        await forget_credential(database, {"link_id": str(link_id), "scene": link.scene})


async def ask_for_news(database: Database, link: Link, operation: str, **given: Any) -> Mapping[str, Any] | None:
    """What the partner of a link tells when it is asked for something that changes nothing; None when it does not."""
    call_id = new_id(database.clock)
    asked = await ask_partner_for(database, link.customer_id, link.scene, operation, call_id, given)
    if asked.attempts:
        await database.write(note_answer, NoteAnswerCommand(request_id=None, owner_id=HOUSE_ID, call_id=call_id, state=asked.state, reason=asked.reason))
    return asked.data if asked.state == "done" else None


async def put_off(database: Database, link: Link) -> None:
    """Its partner did not answer: ask it again a little later."""
    async with database.transaction() as tx:
        kept = await links.lock_link(tx, link.id)
        if kept is not None and kept.state is LinkState.LINKED:
            await links.update_link(tx, replace(kept, ask_at=tx.now + ASKED_AGAIN_AFTER))


async def _ask(database: Database, link: Link) -> None:
    partner = database.ports.get(ScenePartners).find(link.scene)
    ask = None if partner is None else NEWS.get(partner.scene.kind)
    if ask is not None:
        await ask(database, link)
