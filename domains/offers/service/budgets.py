"""Give back what an ended campaign has left of its budget, once nothing of it is set aside any more."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from domains import ledger
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import derived_id, new_id
from domains.kernel.money import Amount
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx
from domains.offers.accounts import budget_id, marketing_id
from domains.offers.errors.campaigns import BudgetReserved, CampaignNotFound, CampaignStillRuns
from domains.offers.events.campaigns import BudgetReturned
from domains.offers.queries import campaigns
from domains.offers.queries.campaigns import Campaign
from domains.offers.service.sessions import is_signed_in

BUDGET_RETURN = "campaign_budget_return"
GROUP_MOST = 50

CHECKED_AGAIN_AFTER = timedelta(hours=1)
"""A refund gives an ended campaign money back: its budget is looked at again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnBudgetCommand(Command):
    """`owner_id` is a member of staff."""

    session_id: UUID = field(metadata=UNHASHED)
    campaign_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnBudgetsCommand(Command):
    """The house gives back what it finds."""


@dataclass(frozen=True, slots=True)
class CampaignBudgetReturned:
    """So much went back to where the budget came from; nothing when there was nothing left."""

    campaign_id: UUID
    returned: Amount


@dataclass(frozen=True, slots=True)
class BudgetsReturned:
    """How many campaigns were looked at, and how many had something left."""

    checked: int
    returned: int


@composite_verb(CampaignBudgetReturned)
async def return_budget(tx: Tx, command: ReturnBudgetCommand) -> CampaignBudgetReturned | Refusal | Unauthenticated:
    """Refuses CampaignNotFound, CampaignStillRuns, BudgetReserved. The act is audited."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    campaign = await campaigns.lock_campaign(tx, command.campaign_id)
    if campaign is None:
        raise CampaignNotFound
    if campaign.state != "ended" and campaign.ends_at > tx.now:
        raise CampaignStillRuns
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "offers.return_budget", campaign.id, {})
    (returned,) = await _give_back(tx, [campaign])
    if isinstance(returned, Refusal):
        raise returned
    return CampaignBudgetReturned(campaign.id, returned)


@composite_verb(BudgetsReturned)
async def return_budgets(tx: Tx, command: ReturnBudgetsCommand) -> BudgetsReturned:
    """Some of the campaigns that have ended; what is still set aside waits for the next look."""
    ended = await campaigns.lock_ended(tx, tx.now - CHECKED_AGAIN_AFTER, GROUP_MOST)
    if not ended:
        return BudgetsReturned(0, 0)
    returned = await _give_back(tx, ended)
    await campaigns.note_budgets_checked(tx, [one.id for one in ended])
    return BudgetsReturned(len(ended), sum(isinstance(one, Amount) and one.minor > 0 for one in returned))


async def _give_back(tx: Tx, ended: list[Campaign]) -> list[Amount | Refusal]:
    """All of each budget or nothing of it: what is set aside must end first."""
    accounts = await ledger.find_accounts(tx, [budget_id(one.id) for one in ended])
    told: list[Amount | Refusal] = []
    journals: dict[int, tuple[UUID, list[ledger.Planned]]] = {}
    for place, one in enumerate(ended):
        account = accounts[budget_id(one.id)]
        told.append(account.posted if account.posted == account.available else BudgetReserved())
        if account.posted.minor and account.posted == account.available:
            # The account's last entry names the act: what is there once is given back once.
            id_ = derived_id(one.id, f"{BUDGET_RETURN}:{account.last_sequence}")
            journals[place] = (id_, [ledger.PlannedMovement(id_, BUDGET_RETURN, account.id, marketing_id(one.asset), account.posted)])
    verdicts = await ledger.post(tx, list(journals.values())) if journals else []
    for place, verdict in zip(journals, verdicts, strict=True):
        one, amount = ended[place], told[place]
        if isinstance(verdict, Refusal):
            # Something was set aside or spent since the look.
            told[place] = BudgetReserved()
        elif isinstance(amount, Amount):
            tx.publish(BudgetReturned(one.id, None, amount.minor, one.asset.code))
    return told
