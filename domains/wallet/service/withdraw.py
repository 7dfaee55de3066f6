"""Withdraw from a wallet through a payment channel: a saga whose row carries the state, with the money held in the ledger.

request_withdrawal   holds the money, writes the row and says so   (the customer)
pay_out              calls the channel, no transaction             (wallet/jobs/withdrawals.py, after WithdrawalRequested)
settle_withdrawal    takes the channel's word: captures the hold, or lets it go (the job, a callback, or asking again: each may come late, or twice)"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from domains import customers, ledger
from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID, UNHASHED, Command, batched_verb
from domains.kernel.errors import IdReused, Refusal, Unauthenticated
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.accounts import pay_out_account, pay_out_account_id, wallet_account_id
from domains.wallet.errors.withdrawals import WithdrawalNotFound
from domains.wallet.events.withdrawals import WithdrawalMismatched, WithdrawalPosted, WithdrawalRequested, WithdrawalReturned
from domains.wallet.ports import ChannelAnswer
from domains.wallet.queries.channel_health import count_outcomes
from domains.wallet.queries.withdrawals import WITHDRAWALS, Withdrawal
from domains.wallet.rules.routing import has_failed
from domains.wallet.rules.top_ups import FIRST_ASKED_AFTER, OPEN, asked_after
from domains.wallet.rules.transfers import limits_of
from domains.wallet.rules.withdrawals import HELD_FOR, WithdrawalState, check_withdrawal, decide_pay_out
from domains.wallet.service.open import post_and_open
from domains.wallet.service.routing import choose_channels
from domains.wallet.service.transfer import NO_PIN

WITHDRAWAL = "withdrawal"
"""The kind of its holds and movements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestWithdrawalCommand(Command):
    """`owner_id` wants `amount` paid out. `request_id` is the withdrawal's id, and its idempotency key at the channel. No channel named: the house chooses."""

    session_id: UUID = field(metadata=UNHASHED)
    amount: Amount
    channel: str | None = None
    pin: customers.PinProof = field(default=NO_PIN, metadata=UNHASHED)


@batched_verb(Withdrawal)
async def request_withdrawal(tx: Tx, commands: list[RequestWithdrawalCommand]) -> list[Withdrawal | Refusal | Unauthenticated]:
    """Hold the money and write the request down. Refuses in the order of rules/withdrawals.py; before what the ledger refuses, IdReused for an id that
    another withdrawal has. Unauthenticated when the session has ended: then nothing is stored under the id."""
    parties = await customers.find_parties(tx, [(one.owner_id, one.session_id) for one in commands], [(None, None)] * len(commands))
    chosen = await choose_channels(tx, "out", [(command.channel, command.amount) for command in commands])
    outcomes: list[Withdrawal | Refusal | Unauthenticated] = []
    for command, channel, (sender, _) in zip(commands, chosen, parties, strict=True):
        outcomes.append(Unauthenticated() if sender is None else _requested(tx, command, channel, sender.tier))
    new = [one for one in outcomes if isinstance(one, Withdrawal)]
    if not new:
        return outcomes
    tiers = {command.request_id: sender.tier for command, (sender, _) in zip(commands, parties, strict=True) if sender is not None}
    verdicts = await _hold(tx, new, tiers)
    held = [one for one in new if not isinstance(verdicts[one.id], Refusal)]
    # The hold's id is derived from the withdrawal's, so an id in use has the hold of its first owner: another one's is refused by the ledger as IdReused.
    written = await WITHDRAWALS.insert(tx, held) if held else set()
    for one in held:
        if one.id in written:
            tx.publish(WithdrawalRequested(one.customer_id, None, one.id, one.channel, one.amount.minor, one.amount.asset.code))
    return [_told(one, verdicts[one.id], written) if isinstance(one, Withdrawal) else one for one in outcomes]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleWithdrawalCommand(Command):
    """A channel's word on a pay-out. `asked` when it answers a question of ours, so that the next one waits longer. Without a request id, as for top-ups."""

    withdrawal_id: UUID
    channel: str
    state: str
    reference: str | None
    amount: Amount | None
    reason: str | None
    asked: bool


@dataclass(frozen=True, slots=True)
class WithdrawalSettled:
    """Where the withdrawal stands after the word was taken."""

    withdrawal_id: UUID
    state: WithdrawalState


def pay_out_settlement(channel: str, withdrawal_id: UUID, answer: ChannelAnswer, *, asked: bool) -> SettleWithdrawalCommand:
    """The command that takes a channel's answer or callback."""
    return SettleWithdrawalCommand(
        request_id=None,
        owner_id=HOUSE_ID,
        withdrawal_id=withdrawal_id,
        channel=channel,
        state=answer.state,
        reference=answer.reference,
        amount=answer.amount,
        reason=answer.reason,
        asked=asked,
    )


@batched_verb(WithdrawalSettled)
async def settle_withdrawal(tx: Tx, commands: list[SettleWithdrawalCommand]) -> list[WithdrawalSettled | Refusal]:
    """Take a channel's word by the table in rules/top_ups.py; `succeeded` captures the hold, once, and `refused` lets it go. Refuses WithdrawalNotFound, also
    for another channel's."""
    before = await WITHDRAWALS.lock(tx, sorted({command.withdrawal_id for command in commands}))
    after = dict(before)
    for command in commands:
        withdrawal = after.get(command.withdrawal_id)
        if withdrawal is not None and withdrawal.channel == command.channel:
            after[withdrawal.id] = _taken(tx, withdrawal, command)
    await _end_holds(tx, before, after)
    changed = [withdrawal for id_, withdrawal in after.items() if withdrawal != before[id_]]
    WITHDRAWALS.update(tx, changed)
    for withdrawal in changed:
        _publish(tx, before[withdrawal.id], withdrawal)
    count_outcomes(tx, [(one.channel, has_failed(one.state, one.reason)) for one in commands if one.asked])
    return [
        WithdrawalSettled(command.withdrawal_id, after[command.withdrawal_id].state)
        if command.withdrawal_id in after and after[command.withdrawal_id].channel == command.channel
        else WithdrawalNotFound(command.withdrawal_id)
        for command in commands
    ]


def _requested(tx: Tx, command: RequestWithdrawalCommand, channel: str | None, tier: str) -> Withdrawal | Refusal:
    try:
        check_withdrawal(command.amount, channel, tier, command.pin)
    except Refusal as refusal:
        return refusal
    assert command.request_id is not None and channel is not None
    return Withdrawal(
        id=command.request_id,
        customer_id=command.owner_id,
        account_id=wallet_account_id(command.owner_id, command.amount.asset),
        channel=channel,
        amount=command.amount,
        state=WithdrawalState.REQUESTED,
        reference=None,
        reason=None,
        requested_at=tx.now,
        settled_at=None,
        attempts=0,
        ask_at=tx.now + FIRST_ASKED_AFTER,
    )


async def _hold(tx: Tx, new: Sequence[Withdrawal], tiers: dict[UUID | None, customers.Tier]) -> dict[UUID, ledger.Verdict]:
    """Hold the money; where a channel's account is used for the first time, open it and hold again."""
    today = business_date(tx.now)
    journals = {
        one.id: [
            ledger.PlannedHold(
                _hold_id(one),
                WITHDRAWAL,
                one.account_id,
                pay_out_account_id(one.channel, one.amount.asset),
                one.amount,
                tx.now + HELD_FOR,
                limits_of(tiers[one.id], one.amount.asset, today),
            )
        ]
        for one in new
    }
    accounts = [pay_out_account(one.channel, one.amount.asset) for one in new]
    return dict(zip(journals, await post_and_open(tx, list(journals.items()), {account.id: account for account in accounts}), strict=True))


def _told(withdrawal: Withdrawal, verdict: ledger.Verdict, written: set[UUID]) -> Withdrawal | Refusal:
    if isinstance(verdict, Refusal):
        return verdict
    return withdrawal if withdrawal.id in written else IdReused(withdrawal.id)


def _taken(tx: Tx, withdrawal: Withdrawal, command: SettleWithdrawalCommand) -> Withdrawal:
    """The withdrawal after one word of its channel."""
    decision = decide_pay_out(withdrawal.state, withdrawal.amount, command.state, command.amount, command.reason)
    reference, reason = withdrawal.reference or command.reference, decision.reason or withdrawal.reason
    taken = replace(withdrawal, state=decision.state, reference=reference, reason=reason)
    if decision.state not in OPEN:
        return replace(taken, settled_at=withdrawal.settled_at or tx.now, ask_at=None)
    if not command.asked:
        return taken
    return replace(taken, attempts=withdrawal.attempts + 1, ask_at=tx.now + asked_after(withdrawal.attempts))


async def _end_holds(tx: Tx, before: dict[UUID, Withdrawal], after: dict[UUID, Withdrawal]) -> None:
    """Capture what was paid and let go what was not. What the ledger refuses (the wallet was frozen or closed meanwhile) is a mismatch: the money has left."""
    ended = [one for id_, one in after.items() if before[id_].state in OPEN and one.state in (WithdrawalState.POSTED, WithdrawalState.REFUSED)]
    if not ended:
        return
    journals: list[tuple[UUID, list[ledger.Planned]]] = [(one.id, [_ending(one)]) for one in ended]
    for one, verdict in zip(ended, await ledger.post(tx, journals), strict=True):
        if isinstance(verdict, Refusal):
            after[one.id] = replace(one, state=WithdrawalState.MISMATCH, reason=f"the ledger refused: {type(verdict).__name__}")


def _ending(withdrawal: Withdrawal) -> ledger.Planned:
    if withdrawal.state is WithdrawalState.POSTED:
        return ledger.PlannedCapture(_movement_id(withdrawal), _hold_id(withdrawal), withdrawal.amount)
    return ledger.PlannedRelease(_hold_id(withdrawal))


def _hold_id(withdrawal: Withdrawal) -> UUID:
    return derived_id(withdrawal.id, "hold")


def _movement_id(withdrawal: Withdrawal) -> UUID:
    return derived_id(withdrawal.id, "post")


def _publish(tx: Tx, before: Withdrawal, withdrawal: Withdrawal) -> None:
    """Say what became of a withdrawal: each end once, each contradiction once."""
    ended = before.state in OPEN
    if ended and withdrawal.state is WithdrawalState.POSTED:
        amount = withdrawal.amount
        tx.publish(WithdrawalPosted(withdrawal.customer_id, None, withdrawal.id, _movement_id(withdrawal), amount.minor, amount.asset.code))
    if ended and withdrawal.state is WithdrawalState.REFUSED:
        tx.publish(WithdrawalReturned(withdrawal.customer_id, None, withdrawal.id, withdrawal.reason or ""))
    elif withdrawal.state not in OPEN and withdrawal.reason is not None and withdrawal.reason != before.reason:
        tx.publish(WithdrawalMismatched(withdrawal.customer_id, None, withdrawal.id, withdrawal.state, withdrawal.reason))
