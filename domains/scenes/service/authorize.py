"""Link an account at a partner: what the browser and the partner do of it, between the app's first word and its last.

open_link           the browser gets the partner's address           (the gateway, when the customer opens what the app was given)
return_from_partner the code is redeemed, the tokens are put away    (the gateway, when the partner sends the browser back)"""

from dataclasses import dataclass, replace
from typing import NamedTuple
from uuid import UUID

from domains.kernel.commands import HOUSE_ID, Command, composite_verb
from domains.kernel.database import Database
from domains.kernel.errors import Refusal
from domains.kernel.transactions import Tx
from domains.scenes.errors.link import LinkAnswerRefused
from domains.scenes.ports import GrantAnswer, ScenePartners
from domains.scenes.queries import link as links
from domains.scenes.queries.link import Link
from domains.scenes.rules.handle import Handle, Purpose
from domains.scenes.rules.link import LinkState, browser_hash, check_step
from domains.scenes.service.credential import StoreCredentialCommand, store_credential
from domains.scenes.service.handles import row_of, text_of
from domains.scenes.service.link import end_link


class PartnerReturn(NamedTuple):
    """What a browser brought back: as it stands in the address."""

    state: str
    code: str | None
    issuer: str | None
    error: str | None


@dataclass(frozen=True, slots=True)
class LinkAuthorized:
    """The partner gave tokens. `proof` is for the browser alone; the app shows it as the last step."""

    link_id: UUID
    scene: str
    proof: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCommand(Command):
    """A browser is here with a link's ticket or state. The text decides which; `step` is where the link must stand."""

    purpose: Purpose
    text: str
    browser: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FailLinkCommand(Command):
    """The partner said no, or what it said is not believed."""

    link_id: UUID
    reason: str


async def open_link(database: Database, ticket: str, browser_key: str) -> str:
    """The partner's address for this browser, once. Raises LinkAnswerRefused."""
    command = StepCommand(request_id=None, owner_id=HOUSE_ID, purpose=Purpose.LINK_TICKET, text=ticket, browser=browser_hash(browser_key))
    link = await database.write(take_step, command)
    partner = database.ports.get(ScenePartners).find(link.scene)
    async with database.reading(single=True) as read:
        state, nonce, verifier = (text_of(read, purpose, link.id) for purpose in (Purpose.LINK_STATE, Purpose.LINK_NONCE, Purpose.LINK_VERIFIER))
    redirect_uri = database.ports.get(ScenePartners).callback_address
    address = None if partner is None else await partner.connector.authorization_address(state=state, nonce=nonce, verifier=verifier, redirect_uri=redirect_uri)
    if address is None:
        await database.write(fail_link, FailLinkCommand(request_id=None, owner_id=HOUSE_ID, link_id=link.id, reason="partner_away"))
        raise LinkAnswerRefused("partner_away")
    return address


async def return_from_partner(database: Database, told: PartnerReturn, browser_key: str) -> LinkAuthorized:
    """Redeem what the browser brought back, once. Raises LinkAnswerRefused; the link has failed then, unless it was another browser's."""
    command = StepCommand(request_id=None, owner_id=HOUSE_ID, purpose=Purpose.LINK_STATE, text=told.state, browser=browser_hash(browser_key))
    link = await database.write(take_step, command)
    answer = await _redeem(database, link, told)
    if isinstance(answer, str):
        await database.write(fail_link, FailLinkCommand(request_id=None, owner_id=HOUSE_ID, link_id=link.id, reason=answer))
        raise LinkAnswerRefused(answer)
    stored = StoreCredentialCommand.of(link.id, link.customer_id, answer, None)
    await database.write(store_credential, stored)
    async with database.reading(single=True) as read:
        return LinkAuthorized(link.id, link.scene, text_of(read, Purpose.LINK_PROOF, link.id))


@composite_verb(Link)
async def take_step(tx: Tx, command: StepCommand) -> Link | Refusal:
    """The browser is at its partner from now on, or back from it: each once, in time, and the same browser. Refuses LinkAnswerRefused."""
    handle = row_of(tx, command.purpose, command.text)
    link = None if handle is None or handle != Handle(handle.id, 0) else await links.lock_link(tx, handle.id)
    if link is None:
        raise LinkAnswerRefused("state_unknown")
    if command.purpose is Purpose.LINK_TICKET:
        check_step(link.state, LinkState.STARTED, link.expires_at, tx.now)
        return await links.update_link(tx, replace(link, state=LinkState.OPENED, browser_hash=command.browser))
    check_step(link.state, LinkState.OPENED, link.expires_at, tx.now, expected=link.browser_hash, shown=command.browser)
    return await links.update_link(tx, replace(link, state=LinkState.RETURNED))


@composite_verb(Link)
async def fail_link(tx: Tx, command: FailLinkCommand) -> Link | Refusal:
    """It came to nothing. One that stands, or has ended, stays as it is. Refuses LinkAnswerRefused for one that there is not."""
    link = await links.lock_link(tx, command.link_id)
    if link is None:
        raise LinkAnswerRefused("state_unknown")
    if link.state in (LinkState.OPENED, LinkState.RETURNED, LinkState.STARTED, LinkState.AUTHORIZED):
        return await end_link(tx, link, LinkState.FAILED, command.reason)
    return link


async def _redeem(database: Database, link: Link, told: PartnerReturn) -> GrantAnswer | str:
    """What the partner gave for the code, or why nothing."""
    partner = database.ports.get(ScenePartners).find(link.scene)
    if partner is None:
        return "partner_away"
    if told.error is not None or told.code is None:
        return "denied" if told.error == "access_denied" else "partner_error"
    async with database.reading(single=True) as read:
        nonce, verifier = (text_of(read, purpose, link.id) for purpose in (Purpose.LINK_NONCE, Purpose.LINK_VERIFIER))
    redirect_uri = database.ports.get(ScenePartners).callback_address
    answer = await partner.connector.redeem(code=told.code, issuer=told.issuer, nonce=nonce, verifier=verifier, redirect_uri=redirect_uri)
    if answer.state == "granted":
        return answer
    return answer.reason if answer.state == "refused" and answer.reason is not None else "partner_away"
