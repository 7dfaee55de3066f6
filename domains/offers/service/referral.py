"""Reward who shares: a programme of a campaign, the rules against fraud, the decision on each purchase, and the payment once the time for returns is over."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from domains import customers, ledger, wallet
from domains.kernel.assets import AssetKind
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import derived_id, new_id
from domains.kernel.money import Amount
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx
from domains.offers.accounts import budget_id, marketing_id
from domains.offers.errors.products import ProductNotFound
from domains.offers.errors.referral import ReferralMalformed, ReferralOpenAlready
from domains.offers.events.referral import ReferralEarned, ReferralRefused, ReferralRewarded
from domains.offers.queries import campaigns, products, referral
from domains.offers.queries.referral import DueReward, Referral, Reward, Shared
from domains.offers.queries.scans import PaidPurchase
from domains.offers.rules.campaigns import RETURN_WINDOW
from domains.offers.rules.products import Kind
from domains.offers.rules.referral import FraudRules, Mark, Reason, Share, check_programme, check_rules, judge
from domains.offers.service.sessions import is_signed_in

REWARD, REWARD_HOLD = "referral_reward", "referral_hold"
GROUP_MOST = 200

HELD_BEYOND = timedelta(days=30)
"""How long after it is due a reward stays set aside: longer than any job is late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReferralCommand(Command):
    """`owner_id` is a member of staff. Both amounts are in the campaign's currency, whose budget it is."""

    session_id: UUID = field(metadata=UNHASHED)
    campaign_id: UUID
    kind: Kind
    product_id: UUID
    reward: Amount
    least: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFraudRulesCommand(Command):
    """`owner_id` is a member of staff. `rules.version` is one more than that of the rules that hold."""

    session_id: UUID = field(metadata=UNHASHED)
    rules: FraudRules


@dataclass(frozen=True, slots=True, kw_only=True)
class PayRewardsCommand(Command):
    """The house pays rewards that are due."""


@dataclass(frozen=True, slots=True)
class RewardsPaid:
    count: int


@composite_verb(Referral)
async def open_referral(tx: Tx, command: OpenReferralCommand) -> Referral | Refusal | Unauthenticated:
    """Refuses ReferralMalformed (also where no such campaign is live), ProductNotFound, ReferralOpenAlready. The act is audited."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    check_programme(command.reward.minor, command.least.minor)
    campaign = await campaigns.lock_campaign(tx, command.campaign_id)
    if campaign is None or campaign.state != "live" or campaign.asset.kind is not AssetKind.CURRENCY:
        raise ReferralMalformed("campaign")
    if {command.reward.asset, command.least.asset} != {campaign.asset}:
        raise ReferralMalformed("currency")
    product = (command.kind, command.product_id)
    found = (await products.lock_products(tx, [product])).get(product)
    if found is None or found.state != "live":
        raise ProductNotFound
    one = Referral(campaign.id, product, command.reward.minor, command.least.minor, tx.now)
    if not await referral.insert_referral(tx, one):
        raise ReferralOpenAlready
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "offers.open_referral", campaign.id, {"reward_minor": command.reward.minor})
    return one


@composite_verb(FraudRules)
async def set_fraud_rules(tx: Tx, command: SetFraudRulesCommand) -> FraudRules | Refusal | Unauthenticated:
    """They hold for purchases from now on. Refuses ReferralMalformed: a number, or a version that does not follow. The act is audited."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    check_rules(command.rules)
    held = await referral.newest_rules(tx)
    if command.rules.version != held.version + 1 or not await referral.insert_rules(tx, command.rules, command.owner_id):
        raise ReferralMalformed("version")
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "offers.set_fraud_rules", None, {"version": command.rules.version})
    return command.rules


async def decide_rewards(tx: Tx, purchases: Sequence[PaidPurchase]) -> None:
    """Decide on those purchases that came of sharing: what is earned is set aside in the campaign's budget, what is not is kept with its reasons."""
    shared = _first_each(await referral.find_shared(tx, purchases)) if purchases else []
    if not shared:
        return
    rules = await referral.newest_rules(tx)
    marks = await customers.find_marks(tx, {one.customer_id for one in shared} | {one.sharer_id for one in shared})
    known = {id_: Mark(mark.registered_at, mark.devices, mark.household_id) for id_, mark in marks.items()}
    decided: list[tuple[Shared, Reward]] = []
    earned: dict[tuple[UUID, UUID], int] = {}
    for one in shared:
        today = earned.get((one.campaign_id, one.sharer_id), 0)
        share = Share(one.customer_id, one.sharer_id, one.chain, one.earned_today + today, one.bought_at)
        reasons = judge(rules, share, known.get(one.customer_id), known.get(one.sharer_id))
        decided.append((one, _reward(one, rules, reasons)))
        earned[one.campaign_id, one.sharer_id] = today + (not reasons)
    for reward in await _set_aside(tx, decided):
        if not await referral.insert_reward(tx, reward):
            continue
        if reward.state == "refused":
            tx.publish(ReferralRefused(reward.sharer_id, None, reward.id, reward.campaign_id, reward.version))
        else:
            tx.publish(ReferralEarned(reward.sharer_id, None, reward.id, reward.campaign_id))


@composite_verb(RewardsPaid)
async def pay_rewards(tx: Tx, command: PayRewardsCommand) -> RewardsPaid:
    """Pay some that are due from their campaigns' budgets; of a purchase that was returned, nothing."""
    due = await referral.lock_due_rewards(tx, GROUP_MOST)
    found = await wallet.find_payments(tx, [one.reward.payment_id for one in due], [one.reward.customer_id for one in due]) if due else []
    kept = {one.id: one.held.left_minor for one in found if one is not None}
    acts = [(derived_id(one.reward.id, REWARD), _plan(one, is_kept=kept.get(one.reward.payment_id, 0) >= one.least_minor)) for one in due]
    verdicts = await ledger.post(tx, acts) if acts else []
    settled: list[Reward] = []
    for one, (_, planned), verdict in zip(due, acts, verdicts, strict=True):
        reasons = (Reason.NOT_PAYABLE,) if isinstance(verdict, Refusal) else () if len(planned) > 1 else (Reason.RETURNED,)
        reward = one.reward
        settled.append(reward._replace(state="refused" if reasons else "paid", reasons=reasons, paid_at=None if reasons else tx.now))
        if reasons:
            tx.publish(ReferralRefused(reward.sharer_id, None, reward.id, reward.campaign_id, reward.version))
        else:
            tx.publish(ReferralRewarded(reward.sharer_id, None, reward.id, reward.campaign_id, reward.reward_minor, one.asset.code))
    await referral.settle_rewards(tx, settled)
    return RewardsPaid(len(due))


def _first_each(shared: Sequence[Shared]) -> list[Shared]:
    """The first purchase of each customer in each campaign."""
    return list({(one.campaign_id, one.customer_id): one for one in reversed(shared)}.values())[::-1]


def _reward(one: Shared, rules: FraudRules, reasons: Sequence[Reason]) -> Reward:
    id_, state = derived_id(one.payment_id, f"{REWARD}:{one.campaign_id}"), "refused" if reasons else "waiting"
    touched = (one.first_sharer_id, one.sharer_id)
    due_at = one.bought_at + RETURN_WINDOW
    return Reward(
        one.campaign_id, one.customer_id, id_, *touched, one.payment_id, one.reward_minor, state, tuple(reasons), rules.version, one.bought_at, due_at
    )


async def _set_aside(tx: Tx, decided: Sequence[tuple[Shared, Reward]]) -> list[Reward]:
    waiting = [(one, reward) for one, reward in decided if reward.state == "waiting"]
    acts: list[tuple[UUID, Sequence[ledger.Planned]]] = [(derived_id(reward.id, REWARD_HOLD), [_hold(one, reward)]) for one, reward in waiting]
    verdicts = dict(zip([reward.id for _, reward in waiting], await ledger.post(tx, acts) if acts else [], strict=True))
    return [
        reward._replace(state="refused", reasons=(Reason.BUDGET_SPENT,)) if isinstance(verdicts.get(reward.id), Refusal) else reward for _, reward in decided
    ]


def _hold(one: Shared, reward: Reward) -> ledger.PlannedHold:
    amount = Amount(reward.reward_minor, one.asset)
    return ledger.PlannedHold(_hold_id(reward), REWARD_HOLD, budget_id(reward.campaign_id), marketing_id(one.asset), amount, reward.due_at + HELD_BEYOND)


def _plan(one: DueReward, *, is_kept: bool) -> list[ledger.Planned]:
    planned: list[ledger.Planned] = [ledger.PlannedRelease(_hold_id(one.reward))]
    if is_kept:
        target = wallet.wallet_account_id(one.reward.sharer_id, one.asset)
        amount = Amount(one.reward.reward_minor, one.asset)
        planned.append(ledger.PlannedMovement(derived_id(one.reward.id, "paid"), REWARD, budget_id(one.reward.campaign_id), target, amount))
    return planned


def _hold_id(reward: Reward) -> UUID:
    return derived_id(reward.id, "hold")
