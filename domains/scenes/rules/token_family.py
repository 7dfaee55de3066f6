"""Tokens of partners: how long they hold, and what a refresh token is worth."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domains.scenes.errors.authorization import RefreshTokenInvalid, ScopeTooWide

PARTNER_TOKEN_LIFE = timedelta(minutes=10)
FAMILY_LIFE = timedelta(days=90)
"""A consent may end sooner; then its tokens do."""

SAME_ANSWER_FOR = timedelta(seconds=60)
"""For so long a repeated refresh is told the very same successor; afterwards it is told another one, and the first is dead."""


class Family(NamedTuple):
    """All tokens that grew out of one act of consent."""

    id: UUID
    client_id: UUID
    partner_id: UUID
    customer_id: UUID
    consent_id: UUID
    scopes: tuple[str, ...]
    key_thumbprint: str | None
    is_rotating: bool
    generation: int
    parent_generation: int | None
    rotated_at: datetime
    signed_in_at: datetime
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


class Step(StrEnum):
    """What a refresh does to its family."""

    KEEP = "keep"
    REPEAT = "repeat"
    ROTATE = "rotate"
    REPLACE = "replace"
    REVOKE = "revoke"


def step_of(family: Family, generation: int, now: datetime) -> Step:
    """What becomes of a family when its refresh token of that generation comes.

    A confidential client's stays (FAPI 2.0, 5.3.2.1): KEEP. A public client's is given for the next: ROTATE. When the answer was lost, its owner comes with
    the same again, and nothing is known of its successor but that nobody came with it: within SAME_ANSWER_FOR the answer is repeated (REPEAT), later a new
    successor takes the place of the lost one (REPLACE). Whoever holds the lost one then, or one that is older still, is not its owner, or not the only
    one: REVOKE. So no answer that fails to arrive costs a family, and no thief can walk beside its owner."""
    if not family.is_rotating:
        return Step.KEEP
    if generation == family.generation:
        return Step.ROTATE
    if generation == family.parent_generation:
        return Step.REPEAT if now - family.rotated_at <= SAME_ANSWER_FOR else Step.REPLACE
    return Step.REVOKE


def check_refresh(family: Family | None, client_id: UUID, key_thumbprint: str | None, now: datetime) -> Family:
    """The family of a refresh token that this client may use with that key. Raises RefreshTokenInvalid."""
    if family is None or family.client_id != client_id or family.revoked_at is not None or family.expires_at <= now:
        raise RefreshTokenInvalid
    # A public client's refresh token is bound to its key. A confidential client's is bound to the client (RFC 9449, 5), which may change keys.
    if family.is_rotating and family.key_thumbprint is not None and family.key_thumbprint != key_thumbprint:
        raise RefreshTokenInvalid
    return family


def narrowed(granted: tuple[str, ...], asked: tuple[str, ...] | None) -> tuple[str, ...]:
    """The scopes of a new access token: all that was granted, or what was asked of it. Raises ScopeTooWide."""
    if asked is None:
        return granted
    if not set(asked) <= set(granted):
        raise ScopeTooWide
    return asked
