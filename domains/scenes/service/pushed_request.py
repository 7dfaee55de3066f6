"""Take an authorization request in, open it in one browser, and find it again there."""

import hmac
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.transactions import Queryable, Tx
from domains.scenes.errors.authorization import RequestNotOpen
from domains.scenes.queries import client as clients
from domains.scenes.queries import pushed_request as requests
from domains.scenes.queries.client import Client
from domains.scenes.queries.pushed_request import PushedRequest
from domains.scenes.rules.pushed_request import ANSWER_LIFE, PUSHED_LIFE


@dataclass(frozen=True, slots=True, kw_only=True)
class PushRequestCommand(Command):
    """`id` is the request's own. `parameters` were checked. `browser_key` where the request came with the browser, which opens it at once."""

    id: UUID
    client_id: UUID
    parameters: dict[str, Any]
    key_thumbprint: str | None = None
    browser_key: str | None = None


@composite_verb(PushedRequest)
async def push_request(tx: Tx, command: PushRequestCommand) -> PushedRequest:
    """Keep it until it is opened, or answered."""
    browser_hash = None if command.browser_key is None else _hash(command.browser_key)
    life = PUSHED_LIFE if browser_hash is None else ANSWER_LIFE
    return await requests.insert_request(tx, command.id, command.client_id, command.parameters, command.key_thumbprint, browser_hash, tx.now + life)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRequestCommand(Command):
    """The browser of that key comes with a pushed request of that client."""

    id: UUID
    client_id: UUID
    browser_key: str


@composite_verb(PushedRequest)
async def open_request(tx: Tx, command: OpenRequestCommand) -> PushedRequest | Refusal:
    """Bind it to the browser that opens it first. Refuses RequestNotOpen for every other browser, and when it is over; the same browser may load it again."""
    found = await requests.lock_request(tx, command.id)
    if found is None or found.client_id != command.client_id or found.decided_at is not None or found.expires_at <= tx.now:
        raise RequestNotOpen
    if found.browser_hash is None:
        return await requests.open_request(tx, found.id, _hash(command.browser_key), tx.now + ANSWER_LIFE)
    if not is_opened_by(found, command.browser_key):
        raise RequestNotOpen
    return found


class OpenRequest(NamedTuple):
    """A request that waits for this browser's customer, and who asks."""

    request: PushedRequest
    client: Client


async def find_open_request(source: Queryable, request_id: UUID, browser_key: str) -> OpenRequest | None:
    """The request that the browser of that key opened; None when there is none that still waits."""
    found = await requests.find_request(source, request_id)
    if found is None or not waits_for(found, browser_key, source):
        return None
    (client,) = await clients.find_clients(source, [found.client_id])
    return None if client is None else OpenRequest(found, client)


async def find_answered_request(source: Queryable, request_id: UUID, browser_key: str) -> PushedRequest | None:
    """The request that this browser's customer has answered."""
    found = await requests.find_request(source, request_id)
    return found if found is not None and found.decided_at is not None and is_opened_by(found, browser_key) else None


async def lock_open_request(tx: Tx, request_id: UUID, browser_key: str) -> PushedRequest:
    """The request, until commit. Raises RequestNotOpen."""
    found = await requests.lock_request(tx, request_id)
    if found is None or not waits_for(found, browser_key, tx):
        raise RequestNotOpen
    return found


def waits_for(request: PushedRequest, browser_key: str, source: Queryable) -> bool:
    """Whether the request waits for an answer out of the browser of that key."""
    return request.decided_at is None and request.expires_at > source.now and is_opened_by(request, browser_key)


def is_opened_by(request: PushedRequest, browser_key: str) -> bool:
    """Whether the browser of that key opened it."""
    return request.browser_hash is not None and hmac.compare_digest(request.browser_hash, _hash(browser_key))


def _hash(browser_key: str) -> bytes:
    return sha256(browser_key.encode()).digest()
