"""Agree with a partner on how commission is parted: staff propose, and another of the staff approves. Every act is written to the audit log."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from domains import ledger
from domains.kernel.assets import Asset
from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID, Command, composite_verb
from domains.kernel.errors import AssetMismatch, IdReused, Refusal
from domains.kernel.ids import derived_id, new_id
from domains.kernel.money import Amount
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx
from domains.scenes.errors.agreement import AgreementExists, AgreementNotFound, AgreementPartyNotFound, AgreementSceneNotFound, AgreementSplitOverlaps
from domains.scenes.errors.partner import PartnerNotFound
from domains.scenes.events.agreement import AgreementSplitApproved
from domains.scenes.ports import ScenePartners
from domains.scenes.queries import agreement as agreements
from domains.scenes.queries import partner as partners
from domains.scenes.queries.agreement import Agreement, AgreementSplit
from domains.scenes.rules.agreement import SplitState, check_approval, check_days, check_split, check_withdrawal, last_month, month_of

COMMISSION_EXPENSE, COMMISSION_PAYABLE, PARTNER_BALANCE = "partner_commission_expense", "partner_commission_payable", "partner_balance"
"""Ledger codes. What partners earn is an expense of the house from the moment of the order, and owed to them; a settlement turns what is owed into balance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeAgreementCommand(Command):
    """`request_id` becomes the agreement's id. Without a `scene` it is on the payments that the partner initiates; a scene is one that its manifest says is
    the partner's."""

    partner_id: UUID
    scene: str | None
    asset: Asset


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeSplitCommand(Command):
    """`request_id` becomes the split's id. The house is a party by HOUSE_ID. Without `valid_to` it stands until another takes its place."""

    agreement_id: UUID
    valid_from: date
    valid_to: date | None = None
    commission_bps: int
    fixed: Amount | None = None
    least: Amount | None = None
    parties: tuple[UUID, ...]
    shares_bps: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideSplitCommand(Command):
    """`owner_id` approves or rejects what another has proposed."""

    split_id: UUID
    is_approved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawSplitCommand(Command):
    """`owner_id` takes back what it has proposed itself."""

    split_id: UUID


def expense_account_id(asset: Asset) -> UUID:
    """What commissions have cost the house."""
    return derived_id(HOUSE_ID, f"{COMMISSION_EXPENSE}:{asset.code}")


def payable_account_id(agreement_id: UUID, party_id: UUID) -> UUID:
    """What the house owes a party under an agreement and has not settled. Refunds after a settlement may bring it below nothing."""
    return derived_id(agreement_id, f"{COMMISSION_PAYABLE}:{party_id}")


def partner_balance_id(party_id: UUID, asset: Asset) -> UUID:
    """What has been settled to a partner, of all its agreements."""
    return derived_id(party_id, f"{PARTNER_BALANCE}:{asset.code}")


@composite_verb(Agreement)
async def make_agreement(tx: Tx, command: MakeAgreementCommand) -> Agreement | Refusal:
    """Open an agreement; nothing is parted before a split is approved. Refuses PartnerNotFound, AgreementSceneNotFound, AgreementExists,
    IdReused."""
    assert command.request_id is not None
    (partner,) = await partners.find_partners(tx, [command.partner_id])
    if partner is None or partner.state != "active":
        raise PartnerNotFound
    if command.scene is not None:
        found = tx.port(ScenePartners).find(command.scene)
        if found is None or found.scene.partner_id != partner.id:
            raise AgreementSceneNotFound
    through = last_month(month_of(business_date(tx.now)))
    made = Agreement(command.request_id, command.partner_id, command.scene, command.asset, through, command.owner_id, tx.now)
    if not await agreements.insert_agreement(tx, made):
        raise IdReused(made.id) if made.id in await agreements.find_agreements(tx, [made.id]) else AgreementExists
    await _audit(tx, command, "make_agreement", made.id, partner_id=made.partner_id)
    return made


@composite_verb(AgreementSplit)
async def propose_split(tx: Tx, command: ProposeSplitCommand) -> AgreementSplit | Refusal:
    """Write down how commission is to be parted. Refuses AgreementSplitUneven, AgreementSplitEndsEarly, AgreementNotFound, AssetMismatch for amounts
    that are not in the agreement's currency, AgreementPartyNotFound, IdReused."""
    assert command.request_id is not None
    fixed_minor, least_minor = (0 if amount is None else amount.minor for amount in (command.fixed, command.least))
    check_split(command.parties, command.shares_bps, command.commission_bps, fixed_minor, least_minor)
    check_days(command.valid_from, command.valid_to)
    agreement = (await agreements.find_agreements(tx, [command.agreement_id])).get(command.agreement_id)
    if agreement is None:
        raise AgreementNotFound
    for amount in (command.fixed, command.least):
        if amount is not None and amount.asset != agreement.asset:
            raise AssetMismatch(amount.asset.code, agreement.asset.code)
    others = [party for party in command.parties if party != HOUSE_ID]
    if any(partner is None or partner.state != "active" for partner in await partners.find_partners(tx, others)):
        raise AgreementPartyNotFound
    proposed = AgreementSplit(
        id=command.request_id,
        agreement_id=command.agreement_id,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        commission_bps=command.commission_bps,
        fixed_minor=fixed_minor,
        least_minor=least_minor,
        parties=command.parties,
        shares_bps=command.shares_bps,
        carries=(0,) * len(command.parties),
        state=SplitState.PROPOSED,
        proposed_by=command.owner_id,
        proposed_at=tx.now,
        decided_by=None,
        asset=agreement.asset,
    )
    if not await agreements.insert_split(tx, proposed):
        raise IdReused(proposed.id)
    await _audit(tx, command, "propose_split", proposed.id, agreement_id=agreement.id)
    return proposed


@composite_verb(AgreementSplit)
async def decide_split(tx: Tx, command: DecideSplitCommand) -> AgreementSplit | Refusal:
    """Approve a split, or reject it. Refuses AgreementNotFound, then in the order of rules/agreement.py, then AgreementSplitOverlaps. What stands without end
    ends as the approved one begins; days gone by are never parted anew. Whoever proposed it may reject nothing either: it takes two."""
    agreement, seen = await _locked(tx, command.split_id)
    if not command.is_approved:
        check_approval(seen.state, seen.proposed_by, command.owner_id, seen.valid_from, seen.valid_from)
        await agreements.reject_split(tx, seen.id, command.owner_id)
        await _audit(tx, command, "reject_split", seen.id, agreement_id=agreement.id)
        return replace(seen, state=SplitState.REJECTED, decided_by=command.owner_id)
    check_approval(seen.state, seen.proposed_by, command.owner_id, seen.valid_from, business_date(tx.now))
    if not await agreements.approve_split(tx, seen, command.owner_id):
        raise AgreementSplitOverlaps
    await ledger.open_accounts(tx, _accounts(agreement, seen))
    await _audit(tx, command, "approve_split", seen.id, agreement_id=agreement.id)
    tx.publish(AgreementSplitApproved(agreement.partner_id, None, agreement.id, seen.id, seen.valid_from))
    return replace(seen, state=SplitState.APPROVED, decided_by=command.owner_id)


@composite_verb(AgreementSplit)
async def withdraw_split(tx: Tx, command: WithdrawSplitCommand) -> AgreementSplit | Refusal:
    """Take a proposal back, as the one who made it. Refuses AgreementNotFound, also for another's, then AgreementSplitNotOpen."""
    agreement, seen = await _locked(tx, command.split_id)
    check_withdrawal(seen.state, seen.proposed_by, command.owner_id)
    await agreements.withdraw_split(tx, seen.id)
    await _audit(tx, command, "withdraw_split", seen.id, agreement_id=agreement.id)
    return replace(seen, state=SplitState.WITHDRAWN)


async def _locked(tx: Tx, split_id: UUID) -> tuple[Agreement, AgreementSplit]:
    """A split under its agreement's lock and its own. Raises AgreementNotFound."""
    agreement_id = await agreements.agreement_of(tx, split_id)
    agreement = None if agreement_id is None else await agreements.lock_agreement(tx, agreement_id)
    seen = None if agreement is None else await agreements.lock_split(tx, split_id)
    if agreement is None or seen is None:
        raise AgreementNotFound
    return agreement, seen


async def _audit(tx: Tx, command: Command, act: str, subject_id: UUID, **detail: UUID) -> None:
    await insert_audit(tx, new_id(tx.clock), command.owner_id, f"scenes.{act}", subject_id, {name: str(value) for name, value in detail.items()})


def _accounts(agreement: Agreement, split: AgreementSplit) -> list[ledger.NewAccount]:
    asset = agreement.asset
    accounts = [ledger.NewAccount(expense_account_id(asset), HOUSE_ID, COMMISSION_EXPENSE, asset, ledger.DEBIT, may_go_negative=True)]
    for party in split.parties:
        if party == HOUSE_ID:
            continue
        accounts.append(ledger.NewAccount(payable_account_id(agreement.id, party), HOUSE_ID, f"{COMMISSION_PAYABLE}:{party}", asset, may_go_negative=True))
        accounts.append(ledger.NewAccount(partner_balance_id(party, asset), party, PARTNER_BALANCE, asset))
    return accounts
