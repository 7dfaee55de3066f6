"""Statements on scorecards and on what the bands bring."""

from typing import NamedTuple
from uuid import UUID

from pydantic import TypeAdapter

from domains.credit.rules.application import ApplicationCard
from domains.credit.rules.entitlements import Policy
from domains.credit.rules.score import SceneCard
from domains.kernel.transactions import Queryable, Tx

INSERT_CARD = """
INSERT INTO credit_scorecard (name, version, card, published_by, published_at)
SELECT $1, coalesce(max(version), 0) + 1, $2::text::jsonb, $3, $4 FROM credit_scorecard WHERE name = $1 RETURNING version
"""
FIND_CARD_VERSION = "SELECT version, card FROM credit_scorecard WHERE name = $1 AND version = $2"
FIND_CARD = "SELECT version, card FROM credit_scorecard WHERE name = $1 ORDER BY version DESC LIMIT 1"
INSERT_POLICY = """
INSERT INTO credit_policy (version, policy, published_by, published_at)
SELECT coalesce(max(version), 0) + 1, $1::text::jsonb, $2, $3 FROM credit_policy RETURNING version
"""
FIND_POLICY = "SELECT version, policy FROM credit_policy ORDER BY version DESC LIMIT 1"

SCENE, APPLICATION = "scene", "application"

_APPLICATION_CARD = TypeAdapter(ApplicationCard)
_SCENE_CARD = TypeAdapter(SceneCard)
_POLICY = TypeAdapter(Policy)


class PublishedCard(NamedTuple):
    """A version of the scene scorecard."""

    version: int
    card: SceneCard


class PublishedApplicationCard(NamedTuple):
    """A version of the application scorecard."""

    version: int
    card: ApplicationCard


class PublishedPolicy(NamedTuple):
    """A version of what the bands bring."""

    version: int
    policy: Policy


async def insert_scene_card(tx: Tx, card: SceneCard, published_by: UUID) -> int:
    """The version that it got."""
    return int(await tx.fetchval(INSERT_CARD, SCENE, _SCENE_CARD.dump_json(card).decode(), published_by, tx.now))


async def find_scene_card(source: Queryable) -> PublishedCard:
    """The one that counts now. Raises LookupError where there is none: the first one comes with the tables."""
    row = await source.fetchrow(FIND_CARD, SCENE)
    if row is None:
        raise LookupError("no scene scorecard was published")
    return PublishedCard(row["version"], _SCENE_CARD.validate_python(row["card"]))


async def insert_application_card(tx: Tx, card: ApplicationCard, published_by: UUID) -> int:
    """The version that it got."""
    return int(await tx.fetchval(INSERT_CARD, APPLICATION, _APPLICATION_CARD.dump_json(card).decode(), published_by, tx.now))


async def find_application_card(source: Queryable, version: int | None = None) -> PublishedApplicationCard:
    """That version, or the one that counts now. Raises LookupError where there is none: the first one comes with the tables."""
    row = await (source.fetchrow(FIND_CARD, APPLICATION) if version is None else source.fetchrow(FIND_CARD_VERSION, APPLICATION, version))
    if row is None:
        raise LookupError(f"no application scorecard {version or ''} was published")
    return PublishedApplicationCard(row["version"], _APPLICATION_CARD.validate_python(row["card"]))


async def insert_policy(tx: Tx, policy: Policy, published_by: UUID) -> int:
    """The version that it got."""
    return int(await tx.fetchval(INSERT_POLICY, _POLICY.dump_json(policy).decode(), published_by, tx.now))


async def find_policy(source: Queryable) -> PublishedPolicy:
    """The one that counts now. Raises LookupError where there is none: the first one comes with the tables."""
    row = await source.fetchrow(FIND_POLICY)
    if row is None:
        raise LookupError("no policy was published")
    return PublishedPolicy(row["version"], _POLICY.validate_python(row["policy"]))
