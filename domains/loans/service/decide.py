"""What staff decide: what was referred to them, the reversal of what was declined, and the policy. Each act is audited, and no record is changed by it."""

from dataclasses import dataclass, field
from uuid import UUID

from domains import customers
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx
from domains.loans.errors.applications import ApplicationOpen, BorrowerUnfit, ReasonNeeded
from domains.loans.queries import applications, decisions
from domains.loans.queries.applications import Application
from domains.loans.queries.decisions import Grounds, PublishedPolicy
from domains.loans.rules.applications import ApplicationState, check_decidable
from domains.loans.rules.approval import ApprovalPolicy, Outcome, broken_rules, check_policy
from domains.loans.service.apply import lock_own
from domains.loans.service.borrowers import find_applicants
from domains.loans.service.steps import decided

NOTE_MAX_CHARACTERS = 500
BY_STAFF = "by_staff"
"""The reason of what staff decline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideCommand(Command):
    """`owner_id` is a member of staff, who approves or declines, and says why."""

    session_id: UUID = field(metadata=UNHASHED)
    customer_id: UUID
    application_id: UUID
    is_approved: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishPolicyCommand(Command):
    """`owner_id` is a member of staff. Decisions keep the version by which they were made."""

    session_id: UUID = field(metadata=UNHASHED)
    policy: ApprovalPolicy


@composite_verb(Application)
async def decide_application(tx: Tx, command: DecideCommand) -> Application | Refusal:
    """Decide what was referred, or reverse what was declined: the earlier decision stays beside this one.

    Refuses ApplicationNotFound, ApplicationUndecidable, ReasonNeeded, BorrowerUnfit where the law leaves no choice, ApplicationOpen."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    await customers.lock_customers(tx, [command.customer_id])
    one = await lock_own(tx, command.customer_id, command.application_id)
    check_decidable(one.state)
    if not 0 < len(command.note.strip()) <= NOTE_MAX_CHARACTERS:
        raise ReasonNeeded
    published = await decisions.find_policy(tx)
    applicant = (await find_applicants(tx, [one.customer_id]))[one.customer_id]
    broken = broken_rules(published.policy, applicant)
    if command.is_approved and broken:
        raise BorrowerUnfit(tuple(reason.value for reason in broken))
    if one.state is ApplicationState.DECLINED:
        standing = await applications.find_open(tx, one.customer_id, one.product_code)
        if standing is not None:
            raise ApplicationOpen(standing)
    outcome = Outcome.APPROVE if command.is_approved else Outcome.DECLINE
    reasons = () if command.is_approved else (BY_STAFF, *one.reasons) if BY_STAFF not in one.reasons else one.reasons
    key = (one.customer_id, one.id)
    await decisions.insert_decision(
        tx, key, outcome, reasons, Grounds(published.version, applicant.band, applicant.band_version), command.owner_id, command.note.strip()
    )
    detail = {"application": str(one.id), "outcome": outcome.value, "before": one.state.value}
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "loans.decide_application", one.customer_id, detail)
    return await decided(tx, one, outcome, reasons)


@composite_verb(PublishedPolicy)
async def publish_approval_policy(tx: Tx, command: PublishPolicyCommand) -> PublishedPolicy | Refusal:
    """Decide by it from now on. Refuses ApprovalPolicyMalformed."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    check_policy(command.policy)
    published = await decisions.insert_policy(tx, command.policy, command.owner_id)
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "loans.publish_approval_policy", None, {"version": published.version})
    return published
