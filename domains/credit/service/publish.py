"""Publish scorecards and what the bands bring. A version that was published stays as it is; the newest counts."""

from dataclasses import dataclass

from domains.credit.events import ScorecardPublished
from domains.credit.queries import cards, standings
from domains.credit.rules.application import ApplicationCard, check_application_card
from domains.credit.rules.entitlements import Policy, check_policy
from domains.credit.rules.score import SceneCard, check_card
from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishSceneCardCommand(Command):
    """`owner_id` is the house, or who acts for it at the command line."""

    card: SceneCard


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishApplicationCardCommand(Command):
    """`owner_id` is the house, or who acts for it at the command line."""

    card: ApplicationCard


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishPolicyCommand(Command):
    """`owner_id` is the house, or who acts for it at the command line."""

    policy: Policy


@dataclass(frozen=True, slots=True)
class CreditDataPublished:
    version: int


@composite_verb(CreditDataPublished)
async def publish_scene_card(tx: Tx, command: PublishSceneCardCommand) -> CreditDataPublished | Refusal:
    """Score everybody by it from now on. Refuses ScorecardMalformed. The act is audited."""
    check_card(command.card)
    version = await cards.insert_scene_card(tx, command.card, command.owner_id)
    await standings.mark_all_stale(tx)
    await _written_down(tx, command, "credit.publish_scene_card", version)
    tx.publish(ScorecardPublished(command.owner_id, None, cards.SCENE, version))
    return CreditDataPublished(version)


@composite_verb(CreditDataPublished)
async def publish_application_card(tx: Tx, command: PublishApplicationCardCommand) -> CreditDataPublished | Refusal:
    """Assess applications by it from now on; those that were assessed keep theirs. Refuses ScorecardMalformed. The act is audited."""
    check_application_card(command.card)
    version = await cards.insert_application_card(tx, command.card, command.owner_id)
    await _written_down(tx, command, "credit.publish_application_card", version)
    tx.publish(ScorecardPublished(command.owner_id, None, cards.APPLICATION, version))
    return CreditDataPublished(version)


@composite_verb(CreditDataPublished)
async def publish_policy(tx: Tx, command: PublishPolicyCommand) -> CreditDataPublished | Refusal:
    """Let the bands bring this from now on. Refuses PolicyMalformed. The act is audited."""
    check_policy(command.policy)
    version = await cards.insert_policy(tx, command.policy, command.owner_id)
    await _written_down(tx, command, "credit.publish_policy", version)
    return CreditDataPublished(version)


async def _written_down(tx: Tx, command: Command, action: str, version: int) -> None:
    await insert_audit(tx, new_id(tx.clock), command.owner_id, action, None, {"version": version})
