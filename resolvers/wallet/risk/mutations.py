"""What staff do about risk."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import wallet
from resolvers.context import NOBODY, Info
from resolvers.fields import computed, field, mutation, type_of
from resolvers.ledger.problems import AccountClosed, AccountFrozen, LimitExceeded
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import read_id
from resolvers.wallet.risk.problems import ReviewEnded, ReviewNotFound, RiskRulesMalformed, RiskRulesOutdated
from resolvers.wallet.risk.types import ReviewState, RiskOutcome, RiskScene


@strawberry.input(description="A risk rule. All of the conditions that are given must hold; at least one is given.")
class RiskRuleInput:
    name: str = strawberry.field(description="Its name, at most 60 characters, as decisions will cite it.")
    outcome: RiskOutcome = strawberry.field(description="What it demands.")
    scene: RiskScene | None = strawberry.field(default=None, description="The act is of that kind.")
    yuan_at_least: int | None = strawberry.field(default=None, description="The act is worth at least so many yuan.")
    new_counterparty: bool | None = strawberry.field(default=None, description="Nothing was sent to the counterparty before (true), or something was (false).")
    from_hour: int | None = strawberry.field(default=None, description="With `toHour`: it is that hour in Shanghai, or later.")
    to_hour: int | None = strawberry.field(default=None, description="It is before that hour. Earlier than `fromHour`: over midnight.")
    device_younger_than_minutes: int | None = strawberry.field(default=None, description="The device was first seen less long ago.")
    signed_in_longer_than_minutes: int | None = strawberry.field(default=None, description="The sign-in was longer ago.")
    ten_minutes_count_above: int | None = strawberry.field(default=None, description="More than so many acts in the last ten minutes.")
    hour_count_above: int | None = strawberry.field(default=None, description="More than so many in the last hour.")
    day_count_above: int | None = strawberry.field(default=None, description="More than so many in the last 24 hours.")


@strawberry.input(description="Put a set of rules in the place of the one that stands.")
class PublishRiskRulesInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    replaces: int = strawberry.field(description="The version that stands.")
    reason: str = strawberry.field(description="Why, for the record.")
    rules: list[RiskRuleInput] = strawberry.field(description="The whole set, 50 at most.")


@type_of(wallet.RulesPublished, "The new rules stand.")
class RiskRulesPublished:
    version: int = field("Their version.")


@strawberry.input(description="Decide on what is held for review.")
class HeldTransferInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    transfer_id: strawberry.ID = strawberry.field(description="The transfer, withdrawal or occurrence of a standing order.")


@computed("How it stands now.", name="state")
def decided_state(row: wallet.ReviewDecided) -> ReviewState:
    return ReviewState(row.state)


@type_of(wallet.ReviewDecided, "The review has ended.")
class ReviewDecided:
    transfer_id: strawberry.ID = field("The transfer, withdrawal or occurrence of a standing order.")
    customer_id: strawberry.ID = field("Who sent it.")
    state = decided_state
    movement_id: strawberry.ID | None = field("The movement, where the money has moved. A withdrawal has none before its channel has paid.")


PublishRiskRulesResult = Annotated[
    RiskRulesPublished | RiskRulesMalformed | RiskRulesOutdated | IdReused,
    strawberry.union("PublishRiskRulesResult", description="The version, or why it was refused."),
]

ReleaseHeldTransferResult = Annotated[
    ReviewDecided | ReviewNotFound | ReviewEnded | LimitExceeded | AccountFrozen | AccountClosed | IdReused,
    strawberry.union("ReleaseHeldTransferResult", description="The decision, or why it was refused."),
]

RefuseHeldTransferResult = Annotated[
    ReviewDecided | ReviewNotFound | ReviewEnded | IdReused,
    strawberry.union("RefuseHeldTransferResult", description="The decision, or why it was refused."),
]


@mutation("Publish risk rules. They judge every act from now on. The act is in the audit log.", permission=Permission.OPERATOR_RISK)
async def publish_risk_rules(info: Info, input: PublishRiskRulesInput) -> PublishRiskRulesResult:
    command = wallet.PublishRiskRulesCommand(
        request_id=input.request_id,
        owner_id=info.context.viewer.id,
        replaces=input.replaces,
        reason=input.reason[:500],
        rules=tuple(_rule(rule) for rule in input.rules),
    )
    return await info.context.write(wallet.publish_risk_rules, command)  # type: ignore[arg-type]


@mutation("Let what is held go: the money moves, or is paid out. The act is in the audit log.", permission=Permission.OPERATOR_RISK)
async def release_held_transfer(info: Info, input: HeldTransferInput) -> ReleaseHeldTransferResult:
    return await info.context.write(wallet.end_review, _command(info, input, release=True))  # type: ignore[arg-type]


@mutation("Refuse what is held: the money is free again. The act is in the audit log.", permission=Permission.OPERATOR_RISK)
async def refuse_held_transfer(info: Info, input: HeldTransferInput) -> RefuseHeldTransferResult:
    return await info.context.write(wallet.end_review, _command(info, input, release=False))  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    publish_risk_rules = publish_risk_rules
    release_held_transfer = release_held_transfer
    refuse_held_transfer = refuse_held_transfer


def _command(info: Info, input: HeldTransferInput, *, release: bool) -> wallet.EndReviewCommand:
    # What cannot be an id is the id of nothing.
    transfer_id = read_id(input.transfer_id) or NOBODY
    return wallet.EndReviewCommand(request_id=input.request_id, owner_id=info.context.viewer.id, transfer_id=transfer_id, release=release)


def _rule(rule: RiskRuleInput) -> wallet.RiskRule:
    conditions = wallet.RiskConditions(
        scene=None if rule.scene is None else wallet.Scene[rule.scene.name],
        yuan_at_least=rule.yuan_at_least,
        new_counterparty=rule.new_counterparty,
        from_hour=rule.from_hour,
        to_hour=rule.to_hour,
        device_younger_than_minutes=rule.device_younger_than_minutes,
        signed_in_longer_than_minutes=rule.signed_in_longer_than_minutes,
        ten_minutes_count_above=rule.ten_minutes_count_above,
        hour_count_above=rule.hour_count_above,
        day_count_above=rule.day_count_above,
    )
    return wallet.RiskRule(rule.name, wallet.RiskOutcome[rule.outcome.name], conditions)
