"""What staff do about risk: publish rules, release or refuse what is held. Each act is in the audit log."""

from dataclasses import dataclass
from uuid import UUID

from domains import ledger
from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id, new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx
from domains.wallet.errors.risk import ReviewEnded, ReviewNotFound, RiskRulesOutdated
from domains.wallet.events.risk import HeldTransferRefused, HeldTransferReleased, RiskRulesPublished
from domains.wallet.queries import risk
from domains.wallet.queries.payees import note_first_paid
from domains.wallet.queries.risk import Review
from domains.wallet.rules.risk import RiskRule, check_rules
from domains.wallet.rules.scenes import Scene
from domains.wallet.service import occurrence, withdraw
from domains.wallet.service.judge_risk import review_hold_id


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishRiskRulesCommand(Command):
    """`owner_id` is the operator. The whole set: what is not in it does not stand any more. `replaces` is the version that the operator saw."""

    replaces: int
    reason: str
    rules: tuple[RiskRule, ...]


@dataclass(frozen=True, slots=True)
class RulesPublished:
    version: int


@composite_verb(RulesPublished)
async def publish_risk_rules(tx: Tx, command: PublishRiskRulesCommand) -> RulesPublished:
    """Raises RiskRulesMalformed, RiskRulesOutdated. Transfers that are being decided end by the old rules."""
    check_rules(command.rules)
    standing = await risk.find_rule_set(tx)
    current = standing.version if standing is not None else 0
    version = command.replaces + 1
    if command.replaces != current:
        raise RiskRulesOutdated(current)
    if not await risk.insert_rule_set(tx, version, command.owner_id, command.reason, command.rules):
        raise RiskRulesOutdated(version)
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "wallet.publish_risk_rules", None, {"version": version})
    tx.publish(RiskRulesPublished(command.owner_id, None, version))
    return RulesPublished(version)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndReviewCommand(Command):
    """`owner_id` is the operator: let a held act go, or refuse it."""

    transfer_id: UUID
    release: bool


@dataclass(frozen=True, slots=True)
class ReviewDecided:
    """`movement_id` where the money has moved; a withdrawal's moves once its channel has paid."""

    transfer_id: UUID
    customer_id: UUID
    state: str
    movement_id: UUID | None


@composite_verb(ReviewDecided)
async def end_review(tx: Tx, command: EndReviewCommand) -> ReviewDecided:
    """Raises ReviewNotFound, ReviewEnded, or what the ledger refuses (the account was frozen meanwhile). A standing order whose owner has paused or stopped
    it meanwhile does not go."""
    review = await risk.lock_review(tx, command.transfer_id)
    if review is None:
        raise ReviewNotFound
    if review.state != "held":
        raise ReviewEnded(review.state)
    if review.until <= tx.now:
        raise ReviewEnded("expired")
    order = await occurrence.is_waiting_for(tx, review) if review.scene is Scene.STANDING_ORDER else None
    release = command.release and (review.scene is not Scene.STANDING_ORDER or order is not None)
    state = "released" if release else "refused"
    (verdict,) = await ledger.post(tx, [(derived_id(review.id, "review ended"), _planned(tx, review, release=release))])
    if isinstance(verdict, ledger.HoldEnded):
        raise ReviewEnded("expired")
    if isinstance(verdict, Refusal):
        raise verdict
    await risk.end_review(tx, review, state, command.owner_id)
    await insert_audit(tx, new_id(tx.clock), command.owner_id, f"wallet.{state}_transfer", review.customer_id, {"transfer_id": str(review.id)})
    if order is not None:
        occurrence.end_occurrence(tx, order, released=release)
    movement_id = verdict[0].id if verdict else None
    if release:
        await _go_on(tx, review, movement_id)
    else:
        tx.publish(HeldTransferRefused(review.customer_id, None, review.id))
    return ReviewDecided(review.id, review.customer_id, state, movement_id)


def _planned(tx: Tx, review: Review, *, release: bool) -> list[ledger.Planned]:
    if release and review.scene is Scene.WITHDRAW:
        return withdraw.plan_released(tx, review)
    hold_id = review_hold_id(review.id)
    return [ledger.PlannedCapture(review.movement_id, hold_id, release_rest=True) if release else ledger.PlannedRelease(hold_id)]


async def _go_on(tx: Tx, review: Review, movement_id: UUID | None) -> None:
    """What follows once the money may go."""
    await risk.grant_decision(tx, review.customer_id, review.id)
    if review.scene is Scene.WITHDRAW:
        await withdraw.start_released(tx, review)
        tx.publish(HeldTransferReleased(review.customer_id, None, review.id, movement_id))
        return
    note_first_paid(tx, [(review.customer_id, review.counterparty_id)])
    tx.publish(HeldTransferReleased(review.customer_id, review.counterparty_id, review.id, movement_id))
