"""Authorization codes: given for a customer's yes, used for tokens."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.transactions import Tx
from domains.scenes.errors.authorization import CodeInvalid, CodeReplayed, RequestNotOpen
from domains.scenes.events.client import TokenReuseDetected
from domains.scenes.queries import authorization_code as codes
from domains.scenes.queries import client as clients
from domains.scenes.queries import pushed_request as requests
from domains.scenes.queries import token_family as families
from domains.scenes.rules.authorization_code import CODE_LIFE, Code, check_exchange, family_of
from domains.scenes.rules.token_family import FAMILY_LIFE, Family
from domains.scenes.service.pushed_request import lock_open_request


async def issue_code(
    tx: Tx, request_id: UUID, browser_key: str, *, customer_id: UUID, consent_id: UUID, scopes: tuple[str, ...], signed_in_at: datetime
) -> None:
    """The customer said yes to those scopes: the request is answered with a code. Raises RequestNotOpen."""
    request = await lock_open_request(tx, request_id, browser_key)
    (client,) = await clients.find_clients(tx, [request.client_id])
    if client is None or not set(scopes) <= set(client.scopes):
        raise RequestNotOpen
    asked = request.parameters
    code = Code(
        request.id,
        client.id,
        client.partner_id,
        customer_id,
        consent_id,
        scopes,
        asked["redirect_uri"],
        asked["code_challenge"],
        asked.get("nonce"),
        request.key_thumbprint,
        signed_in_at,
        tx.now + CODE_LIFE,
        None,
    )
    await codes.insert_code(tx, code)
    await requests.decide_request(tx, request.id, None)


async def deny_request(tx: Tx, request_id: UUID, browser_key: str, refusal: str = "access_denied") -> None:
    """The customer said no, or cannot answer: the request is answered with an error (rules/pushed_request.REFUSALS). Raises RequestNotOpen."""
    request = await lock_open_request(tx, request_id, browser_key)
    await requests.decide_request(tx, request.id, refusal)


@dataclass(frozen=True, slots=True)
class TokensGranted:
    """Which tokens may be made. Carries no secret: the gateway makes them after the commit."""

    family_id: UUID
    client_id: UUID
    partner_id: UUID
    customer_id: UUID
    consent_id: UUID
    scopes: tuple[str, ...]
    generation: int
    signed_in_at: datetime
    nonce: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeCodeCommand(Command):
    """The client, which has proved who it is, brings a code. `is_rotating`: its refresh token is given for a new one each time."""

    code_id: UUID
    client_id: UUID
    verifier: str
    redirect_uri: str | None = None
    key_thumbprint: str | None = None
    is_rotating: bool = False


@composite_verb(TokensGranted)
async def exchange_code(tx: Tx, command: ExchangeCodeCommand) -> TokensGranted | Refusal:
    """Use the code. Refuses CodeInvalid, CodeReplayed (what the code gave is revoked), VerifierMismatch; a code that was refused can still be used rightly."""
    code = await codes.lock_code(tx, command.code_id)
    if code is None or code.client_id != command.client_id:
        raise CodeInvalid
    family_id = family_of(code.id)
    if code.used_at is not None:
        if await families.revoke_family(tx, family_id, "code_replayed"):
            tx.publish(TokenReuseDetected(code.partner_id, code.customer_id, code.client_id, family_id, "code"))
        return CodeReplayed(family_id)
    check_exchange(code, command.verifier, command.redirect_uri, command.key_thumbprint, tx.now)
    await codes.use_code(tx, code.id)
    await start_family(tx, granted_by(code, family_id), command.key_thumbprint, is_rotating=command.is_rotating)
    return granted_by(code, family_id)


async def start_family(tx: Tx, granted: TokensGranted, key_thumbprint: str | None, *, is_rotating: bool) -> None:
    """The first generation of a family of tokens."""
    family = Family(
        granted.family_id,
        granted.client_id,
        granted.partner_id,
        granted.customer_id,
        granted.consent_id,
        granted.scopes,
        key_thumbprint,
        is_rotating,
        0,
        None,
        tx.now,
        granted.signed_in_at,
        tx.now,
        tx.now + FAMILY_LIFE,
        None,
    )
    await families.insert_family(tx, family)


def granted_by(code: Code, family_id: UUID) -> TokensGranted:
    """What a code grants."""
    return TokensGranted(family_id, code.client_id, code.partner_id, code.customer_id, code.consent_id, code.scopes, 0, code.signed_in_at, code.nonce)
