"""Pay partners out: staff propose a bank account and another of the staff approves it; from then on what is settled is paid there, by the wallet's channels.

Once, whatever happens: a payout's id is derived from account and business day, the ledger holds the money under it, and the channel is asked for it
under it. What a channel refuses is in the balance again and goes with the next day's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domains import ledger, wallet
from domains.kernel.clock import business_date
from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import IdReused, Refusal
from domains.kernel.ids import new_id
from domains.kernel.money import Amount
from domains.kernel.paging import Page
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Queryable, Tx
from domains.scenes.errors.partner import PartnerNotFound
from domains.scenes.errors.payout import PayoutAccountNotFound, PayoutTooSmall
from domains.scenes.events.payout import PayoutAccountApproved
from domains.scenes.queries import partner as partners
from domains.scenes.queries import payout as payouts
from domains.scenes.queries.payout import PayoutAccount
from domains.scenes.rules.payout import PayoutAccountState, check_account_decision, check_currency, check_payout_account, payout_id_of
from domains.scenes.service.agreement import partner_balance_id


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposePayoutAccountCommand(Command):
    """`request_id` becomes the account's id. `destination` is the channel's word for the bank account; nothing smaller than `least` is paid out."""

    partner_id: UUID
    channel: str
    destination: str
    least: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidePayoutAccountCommand(Command):
    """`owner_id` approves or rejects what another has proposed."""

    account_id: UUID
    is_approved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PayOutPartnerCommand(Command):
    """The job's has no request id: the payout's own, of that day, makes repeats harmless."""

    account_id: UUID


@dataclass(frozen=True, slots=True)
class PartnerPayout:
    """A payout as it stands at its channel. `state` is a withdrawal's."""

    id: UUID
    partner_id: UUID
    amount: Amount
    channel: str
    destination: str
    state: wallet.WithdrawalState
    reason: str | None
    requested_at: datetime
    settled_at: datetime | None


@composite_verb(PayoutAccount)
async def propose_payout_account(tx: Tx, command: ProposePayoutAccountCommand) -> PayoutAccount | Refusal:
    """Write down where a partner's balance is to go; nothing goes there before another approves it. Refuses in the order of rules/payout.py, then IdReused."""
    (partner,) = await partners.find_partners(tx, [command.partner_id])
    if partner is None or partner.state != "active":
        raise PartnerNotFound
    check_currency(command.least.asset)
    if tx.port(wallet.FundingChannels).find(command.channel) is None:
        raise wallet.ChannelNotFound
    check_payout_account(command.destination, command.least)
    assert command.request_id is not None
    made = await payouts.insert_account(tx, command.request_id, partner.id, command.channel, command.destination, command.least, command.owner_id)
    if made is None:
        raise IdReused(command.request_id)
    await _audit(tx, command, "propose_payout_account", made)
    return made


@composite_verb(PayoutAccount)
async def decide_payout_account(tx: Tx, command: DecidePayoutAccountCommand) -> PayoutAccount | Refusal:
    """Approve an account, which takes the place of the one that stands, or reject it. Refuses PayoutAccountNotFound, PayoutAccountNotOpen, PayoutAccountOwn."""
    seen = await payouts.lock_account(tx, command.account_id)
    if seen is None:
        raise PayoutAccountNotFound
    check_account_decision(seen.state, seen.proposed_by, command.owner_id)
    if not command.is_approved:
        await _audit(tx, command, "reject_payout_account", seen)
        return await payouts.decide(tx, seen.id, PayoutAccountState.REJECTED, command.owner_id)
    await payouts.end_standing(tx, seen.partner_id, seen.asset)
    await _audit(tx, command, "approve_payout_account", seen)
    tx.publish(PayoutAccountApproved(seen.partner_id, None, seen.id, seen.asset.code))
    return await payouts.decide(tx, seen.id, PayoutAccountState.APPROVED, command.owner_id)


@composite_verb(PartnerPayout)
async def pay_out_partner(tx: Tx, command: PayOutPartnerCommand) -> PartnerPayout | Refusal:
    """Have the whole balance paid to the account; a repeat on the same day is told the same payout and pays nothing. Refuses PayoutAccountNotFound,
    PayoutTooSmall, then what the wallet refuses of a pay-out."""
    account = await payouts.lock_account(tx, command.account_id)
    if account is None or account.state is not PayoutAccountState.APPROVED:
        raise PayoutAccountNotFound
    id_ = payout_id_of(account.id, business_date(tx.now))
    (there,) = await wallet.find_withdrawals(tx, [id_], [account.partner_id])
    if there is not None:
        return _payout(there)
    balance_id = partner_balance_id(account.partner_id, account.asset)
    balance = (await ledger.find_accounts(tx, [balance_id])).get(balance_id)
    if balance is None or balance.available.minor < account.least.minor:
        raise PayoutTooSmall(account.least)
    new = wallet.pay_outs.NewPayOut(id_, account.partner_id, balance_id, balance.available, account.channel, account.destination)
    started = await wallet.pay_outs.start_pay_out(tx, new)
    if isinstance(started, Refusal):
        raise started
    return _payout(started)


async def list_payout_pages(source: Queryable, partner_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[PartnerPayout]]:
    """Each partner's payouts, newest first: a page per partner, in order. Raises InvalidInput."""
    pages = await wallet.pay_outs.list_pay_outs(source, partner_ids, first, after)
    return [Page([_payout(one) for one in page.items], page.cursors, page.has_next) for page in pages]


def _payout(one: wallet.Withdrawal) -> PartnerPayout:
    return PartnerPayout(*(one.id, one.customer_id, one.amount, one.channel, one.destination or "", one.state, one.reason, one.requested_at, one.settled_at))


async def _audit(tx: Tx, command: Command, act: str, account: PayoutAccount) -> None:
    detail = {"partner_id": str(account.partner_id), "channel": account.channel}
    await insert_audit(tx, new_id(tx.clock), command.owner_id, f"scenes.{act}", account.id, detail)
