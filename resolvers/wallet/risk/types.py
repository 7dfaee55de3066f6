"""Risk rules, decisions, and transfers under review."""

from enum import Enum

import strawberry

from domains import wallet
from domains.kernel.data_classes import C2
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.paging import Connection
from resolvers.scalars import Cursor, Instant
from resolvers.wallet.risk.rows import ConditionRow, DecisionsRow, QueueRow


@strawberry.enum(description="What the rules demand, from the mildest to the strictest.")
class RiskOutcome(Enum):
    PASS = strawberry.enum_value("pass", description="Nothing.")
    PIN = strawberry.enum_value("pin", description="The payment PIN.")
    CODE = strawberry.enum_value("code", description="A sign-in by code of the last minutes.")
    REVIEW = strawberry.enum_value("review", description="That staff look at it first; the money is held meanwhile.")
    REFUSE = strawberry.enum_value("refuse", description="That it is not done.")


@strawberry.enum(description="A kind of act by which money leaves a customer.")
class RiskScene(Enum):
    TRANSFER = strawberry.enum_value("transfer", description="A transfer, promised or at once.")
    RED_PACKET = strawberry.enum_value("red_packet", description="A red packet that is sent.")
    PAY = strawberry.enum_value("pay", description="A payment to a merchant, of a combined one each.")
    WITHDRAW = strawberry.enum_value("withdraw", description="A withdrawal.")
    MONEY_REQUEST = strawberry.enum_value("money_request", description="A request for money, or share of a bill, that is paid.")
    STANDING_ORDER = strawberry.enum_value("standing_order", description="An occurrence of a standing order.")
    INVOICE = strawberry.enum_value("invoice", description="A payment run of a company, of a supplier's invoice each.")


@strawberry.enum(description="How what was held for review stands.")
class ReviewState(Enum):
    HELD = strawberry.enum_value("held", description="The money is set aside until staff decide.")
    RELEASED = strawberry.enum_value("released", description="The money has moved.")
    REFUSED = strawberry.enum_value("refused", description="The money is free again.")
    EXPIRED = strawberry.enum_value("expired", description="Nobody decided in time; the money is free again.")


@computed("What kind of act.", name="scene")
def review_scene(row: wallet.Review) -> RiskScene:
    return RiskScene(row.scene.value)


@computed("How it stands.", name="state")
def review_state(row: wallet.Review) -> ReviewState:
    return ReviewState(row.state)


@type_of(wallet.Review, "A transfer, withdrawal or occurrence of a standing order of the viewer that was held for review.")
class HeldTransfer:
    id: strawberry.ID = field("The id that the app made for it; the house's, of an occurrence.")
    scene = review_scene
    state = review_state
    amount: Money = field("What is, or was, set aside.", C2)
    held_at: Instant = field("Since when.")
    until: Instant = field("When the money is free again if nobody has decided.")


@type_of(wallet.Review, "A transfer, withdrawal or occurrence of a standing order that waits for a decision of staff.")
class TransferInReview:
    id: strawberry.ID = field("Which.")
    customer_id: strawberry.ID = field("Who sends.")
    counterparty_id: strawberry.ID = field("Who is to receive; of a withdrawal, the account at the channel.")
    scene = review_scene
    state = review_state
    amount: Money = field("How much.", C2)
    held_at: Instant = field("Since when.")
    until: Instant = field("When the money is free again if nobody has decided.")


@batched(Connection[TransferInReview], "Those first whose time is over first, at most 50 a page.")
async def transfers_in_review(
    read: Read, rows: list[QueueRow], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[wallet.Review]]:
    return [await wallet.list_held(read, first, after)] * len(rows)


@type_of(QueueRow, "What waits for a decision of staff.")
class HeldTransfers:
    transfers = transfers_in_review


@type_of(ConditionRow, "A named value.")
class RiskValue:
    name: str = field("What it is, for example hour or yuan_at_least.")
    value: str = field("Its value.", C2)


@computed("What was demanded.", name="outcome")
def decided_outcome(row: wallet.RiskDecision) -> RiskOutcome:
    return RiskOutcome(row.outcome.value)


@computed("What it was decided from.", C2, name="inputs")
def decided_inputs(row: wallet.RiskDecision) -> list[RiskValue]:
    return [ConditionRow(name, _text(value)) for name, value in row.inputs.items()]  # type: ignore[misc]


@type_of(wallet.RiskDecision, "What the rules demanded of one act, and why.")
class RiskDecision:
    id: strawberry.ID = field("The id that the app made for the act.")
    scene: str = field("What kind of act, for example transfer.")
    counterparty_id: strawberry.ID = field("Who was to receive.")
    amount: Money = field("How much.", C2)
    outcome = decided_outcome
    matched: list[str] = field("The names of the rules that matched.")
    version: int = field("The version of the rules.")
    inputs = decided_inputs
    granted: bool = field("Whether the act was carried out.")
    decided_at: Instant = field("When.")


@batched(Connection[RiskDecision], "Newest first, at most 50 a page.")
async def decisions(
    read: Read, rows: list[DecisionsRow], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[wallet.RiskDecision]]:
    return await wallet.list_risk_decisions(read, [row.customer_id for row in rows], first, after)


@type_of(DecisionsRow, "The risk decisions on one customer.")
class RiskDecisions:
    customer_id: strawberry.ID = field("On whom.")
    decisions = decisions


@computed("What it demands.", name="outcome")
def rule_outcome(row: wallet.RiskRule) -> RiskOutcome:
    return RiskOutcome(row.outcome.value)


@computed("All of these must hold.", name="conditions")
def rule_conditions(row: wallet.RiskRule) -> list[RiskValue]:
    return [ConditionRow(name, _text(value)) for name, value in row.conditions.as_stored().items()]  # type: ignore[misc]


@type_of(wallet.RiskRule, "A risk rule: where all of its conditions hold, its outcome is demanded at least.")
class RiskRule:
    name: str = field("Its name, as decisions cite it.")
    outcome = rule_outcome
    conditions = rule_conditions


@type_of(wallet.RuleSet, "The risk rules that stand.")
class RiskRuleSet:
    version: int = field("Counted from 1; decisions cite it.")
    published_by: strawberry.ID = field("Who published it.")
    published_at: Instant = field("When.")
    reason: str = field("Why.")
    rules: list[RiskRule] = field("The rules, by name.", list_size=50)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
