"""Refresh and revoke tokens, and show what may be shown once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domains.kernel.commands import Command, batched_verb, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.transactions import Tx
from domains.scenes.errors.authorization import AssertionReplayed, PartnerTokenReused, RefreshTokenInvalid
from domains.scenes.events.client import TokenReuseDetected
from domains.scenes.queries import assertion as assertions
from domains.scenes.queries import consent as consents
from domains.scenes.queries import token_family as families
from domains.scenes.rules.consent import ConsentState
from domains.scenes.rules.token_family import Step, check_refresh, narrowed, step_of
from domains.scenes.service.code import TokensGranted


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshPartnerTokensCommand(Command):
    """The client brings its family's refresh token of that generation. `scopes` None: all that was granted."""

    family_id: UUID
    generation: int
    client_id: UUID
    key_thumbprint: str | None = None
    scopes: tuple[str, ...] | None = None


@composite_verb(TokensGranted)
async def refresh_partner_tokens(tx: Tx, command: RefreshPartnerTokensCommand) -> TokensGranted | Refusal:
    """Which tokens may be made anew. Refuses RefreshTokenInvalid, PartnerTokenReused (the family is revoked), ScopeTooWide. See rules/token_family.py."""
    found = await families.find_family(tx, command.family_id)
    if found is not None and found.is_rotating:
        # What is not written needs no lock; what may be is read again under it.
        found = await families.lock_family(tx, command.family_id)
    family = check_refresh(found, command.client_id, command.key_thumbprint, tx.now)
    if not family.is_rotating and command.generation != family.generation:
        raise RefreshTokenInvalid
    step = step_of(family, command.generation, tx.now)
    if step is Step.REVOKE:
        await families.revoke_family(tx, family.id, "refresh_token_reused")
        tx.publish(TokenReuseDetected(family.partner_id, family.customer_id, family.client_id, family.id, "refresh_token"))
        return PartnerTokenReused(family.id)
    (consent,) = await consents.find_consents(tx, [family.consent_id], [family.customer_id])
    if consent is None or consent.state_at(tx.now) in (ConsentState.REVOKED, ConsentState.EXPIRED):
        raise RefreshTokenInvalid
    # What the customer has taken back since is given no more.
    left = tuple(scope for scope in family.scopes if consent.terms.allows(scope))
    scopes = narrowed(left, command.scopes)
    generation = family.generation
    if step in (Step.ROTATE, Step.REPLACE):
        generation += 1
        await families.rotate_family(tx, family.id, generation, command.generation)
    return TokensGranted(family.id, family.client_id, family.partner_id, family.customer_id, family.consent_id, scopes, generation, family.signed_in_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeTokenCommand(Command):
    """A client gives a token back: a family by its refresh token, or one access token by its jti."""

    client_id: UUID
    family_id: UUID | None = None
    jti: UUID | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TokenRevoked:
    """It holds no more."""

    client_id: UUID


@composite_verb(TokenRevoked)
async def revoke_partner_token(tx: Tx, command: RevokeTokenCommand) -> TokenRevoked | Refusal:
    """It holds no more from now on. Refuses RefreshTokenInvalid for another client's; what holds no more already is revoked again."""
    if command.family_id is not None:
        family = await families.lock_family(tx, command.family_id)
        if family is not None and family.client_id != command.client_id:
            raise RefreshTokenInvalid
        await families.revoke_family(tx, command.family_id, "revoked_by_client")
    if command.jti is not None and command.expires_at is not None:
        await families.revoke_token(tx, command.jti, command.expires_at)
    return TokenRevoked(command.client_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class UseOnceCommand(Command):
    """Digests of an assertion and of a proof, each with the instant from which on it would be too old anyway."""

    shown: tuple[tuple[bytes, datetime], ...]


@dataclass(frozen=True, slots=True)
class UsedOnce:
    """None of them had been shown before."""

    count: int


@batched_verb(UsedOnce)
async def use_once(tx: Tx, commands: list[UseOnceCommand]) -> list[UsedOnce | Refusal]:
    """Note what is shown. Refuses AssertionReplayed where one of a command's was shown before, in this group or any other."""
    fresh = await assertions.use_once(tx, sorted({one for command in commands for one in command.shown}))
    outcomes: list[UsedOnce | Refusal] = []
    for command in commands:
        replayed = next((place for place, (digest, _) in enumerate(command.shown) if digest not in fresh), None)
        outcomes.append(UsedOnce(len(command.shown)) if replayed is None else AssertionReplayed(replayed))
        fresh -= {digest for digest, _ in command.shown}
    return outcomes
