"""Withdraw from a wallet through a payment channel: a saga whose row carries the state, with the money held in the ledger.

request_withdrawal   holds the money, writes the row and says so   (the customer)
pay_out              calls the channel, no transaction             (wallet/jobs/withdrawals.py, after WithdrawalRequested)
settle_withdrawal    takes the channel's word: captures the hold, or lets it go (the job, a callback, or asking again: each may come late, or twice)"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from uuid import UUID

from domains import customers, ledger
from domains.kernel.clock import business_date
from domains.kernel.commands import UNHASHED, Command, batched_verb
from domains.kernel.errors import IdReused, Refusal, Unauthenticated
from domains.kernel.ids import derived_id
from domains.kernel.money import MINOR_MAX, Amount
from domains.kernel.transactions import Tx
from domains.wallet.accounts import pay_out_account, pay_out_account_id, wallet_account_id
from domains.wallet.errors.top_ups import ChannelNotFound
from domains.wallet.errors.withdrawals import WithdrawalNotFound
from domains.wallet.events.withdrawals import WithdrawalMismatched, WithdrawalPosted, WithdrawalRequested, WithdrawalReturned
from domains.wallet.queries.risk import Review, revoke_decisions
from domains.wallet.queries.withdrawals import WITHDRAWALS, Withdrawal
from domains.wallet.rules.scenes import Scene, scene_limits
from domains.wallet.rules.top_ups import FIRST_ASKED_AFTER
from domains.wallet.rules.transfers import limits_of
from domains.wallet.rules.withdrawals import HELD_FOR, WithdrawalState, check_withdrawal
from domains.wallet.service.channel_saga import Facts, OrderSettled, Saga, SettleCommand, movement_id_of, settle
from domains.wallet.service.judge_risk import REVIEW_LIFE, Judged, RiskAsk, judge_risk, keep_decisions, keep_reviews, limits_for, review_hold_id, tell_held
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


class NewPayOut(NamedTuple):
    """The balance of somebody who is no customer (a partner, a merchant) that is to be paid to a bank account. `destination` is the channel's word for that
    account. No channel named: the house chooses."""

    id: UUID
    owner_id: UUID
    account_id: UUID
    amount: Amount
    channel: str | None
    destination: str


@batched_verb(Withdrawal)
async def request_withdrawal(tx: Tx, commands: list[RequestWithdrawalCommand]) -> list[Withdrawal | Refusal | Unauthenticated]:
    """Hold the money and write the request down. Refuses in the order of rules/withdrawals.py; before what the ledger refuses, IdReused for an id that
    another withdrawal has. Unauthenticated when the session has ended: then nothing is stored under the id."""
    parties = await customers.lock_parties(tx, [(one.owner_id, one.session_id) for one in commands], [(None, None)] * len(commands))
    chosen = await choose_channels(tx, "out", [(command.channel, command.amount) for command in commands])
    outcomes: list[Withdrawal | Refusal | Unauthenticated] = []
    asks: dict[int, RiskAsk] = {}
    for index, (command, channel, (sender, _)) in enumerate(zip(commands, chosen, parties, strict=True)):
        outcomes.append(Unauthenticated() if sender is None else _requested(tx, command, channel, sender.tier))
        new = outcomes[index]
        if isinstance(new, Withdrawal) and sender is not None:
            to = pay_out_account_id(new.channel, new.amount.asset)
            asks[index] = RiskAsk(new.id, Scene.WITHDRAW, sender, to, new.amount, command.pin, movement_id=movement_id_of(new))
    if asks:
        await _hold(tx, dict(zip(asks, await judge_risk(tx, list(asks.values())), strict=True)), outcomes)
    return outcomes


async def start_pay_out(tx: Tx, new: NewPayOut) -> Withdrawal | Refusal:
    """Inside another domain's verb: hold what its owner's balance is to pay out, write it down and say so. From there on it goes as a customer's withdrawal:
    paid by the channel once, or given back. Refuses ChannelNotFound, IdReused for an id in use, then what the ledger refuses of the hold."""
    (channel,) = await choose_channels(tx, "out", [(new.channel, new.amount)])
    if channel is None:
        return ChannelNotFound()
    one = replace(_new(tx, new.id, new.owner_id, channel, new.amount), account_id=new.account_id, destination=new.destination)
    to = pay_out_account(channel, new.amount.asset)
    (verdict,) = await post_and_open(tx, [(one.id, [_planned_hold(tx, one, ())])], {to.id: to})
    if isinstance(verdict, Refusal):
        return verdict
    return one if await _write(tx, [one]) else IdReused(one.id)


@batched_verb(OrderSettled)
async def settle_withdrawal(tx: Tx, commands: list[SettleCommand]) -> list[OrderSettled | Refusal]:
    """Take a channel's word by the table in rules/top_ups.py; `succeeded` captures the hold, once, and `refused` lets it go. Refuses WithdrawalNotFound, also
    for another channel's."""
    return await settle(tx, SAGA, commands)


def plan_released(tx: Tx, review: Review) -> list[ledger.Planned]:
    """What is posted when staff let a withdrawal go that was held for them: its money is held on, until the channel has paid."""
    asset, day = review.amount.asset, business_date(review.held_at)
    # It was judged against these windows when it was set aside; which tier it is makes no other window.
    windows = (*limits_of(customers.Tier.BASIC, asset, day), *scene_limits(customers.Tier.BASIC, Scene.WITHDRAW, asset, day))
    hold = _planned_hold(tx, _released(tx, review), tuple(ledger.Limit(window.period, MINOR_MAX) for window in windows))
    return [ledger.PlannedRelease(review_hold_id(review.id)), hold]


async def start_released(tx: Tx, review: Review) -> None:
    """Write that withdrawal down, and have it paid. Raises IdReused for an id that another withdrawal has taken meanwhile."""
    if not await _write(tx, [_released(tx, review)]):
        raise IdReused(review.id)


def _requested(tx: Tx, command: RequestWithdrawalCommand, channel: str | None, tier: str) -> Withdrawal | Refusal:
    try:
        check_withdrawal(command.amount, channel, tier, command.pin)
    except Refusal as refusal:
        return refusal
    assert command.request_id is not None and channel is not None
    return _new(tx, command.request_id, command.owner_id, channel, command.amount)


def _released(tx: Tx, review: Review) -> Withdrawal:
    assert review.channel is not None
    return _new(tx, review.id, review.customer_id, review.channel, review.amount)


def _new(tx: Tx, id_: UUID, customer_id: UUID, channel: str, amount: Amount) -> Withdrawal:
    return Withdrawal(
        id=id_,
        customer_id=customer_id,
        account_id=wallet_account_id(customer_id, amount.asset),
        channel=channel,
        amount=amount,
        state=WithdrawalState.REQUESTED,
        reference=None,
        reason=None,
        requested_at=tx.now,
        settled_at=None,
        attempts=0,
        ask_at=tx.now + FIRST_ASKED_AFTER,
    )


async def _hold(tx: Tx, judged: dict[int, Judged], outcomes: list[Withdrawal | Refusal | Unauthenticated]) -> None:
    """Hold the money of what may go, for the channel or for staff; where a channel's account is used for the first time, open it and hold again."""
    asked = {index: new for index in judged if isinstance(new := outcomes[index], Withdrawal)}
    going = {index: new for index, new in asked.items() if judged[index].refusal is None}
    for index, one in judged.items():
        outcomes[index] = one.refusal or outcomes[index]
    journals = [(new.id, [_planned(tx, new, judged[index])]) for index, new in going.items()]
    accounts = [pay_out_account(new.channel, new.amount.asset) for new in going.values()]
    verdicts = await post_and_open(tx, journals, {account.id: account for account in accounts}) if journals else []
    for index, verdict in zip(going, verdicts, strict=True):
        if isinstance(verdict, Refusal):
            outcomes[index] = verdict
    held = {index: judged[index] for index, new in going.items() if outcomes[index] is new and judged[index].is_held}
    # A hold's id is derived from the withdrawal's, so an id in use has the hold of its first owner: another one's is refused by the ledger as IdReused.
    placed = {index: new for index, new in going.items() if outcomes[index] is new and index not in held}
    written = await _write(tx, list(placed.values())) if placed else set()
    for index, new in placed.items():
        outcomes[index] = new if new.id in written else IdReused(new.id)
    for index, one in held.items():
        outcomes[index] = tell_held(tx, one)
        keep_reviews(tx, [one], channel=going[index].channel)
    keep_decisions(tx, list(judged.values()), list(written), [one.ask.id for one in held.values()])


def _planned(tx: Tx, new: Withdrawal, judged: Judged) -> ledger.PlannedHold:
    hold = _planned_hold(tx, new, limits_for(tx, judged, to_payee=False))
    return hold._replace(id=review_hold_id(new.id), expires_at=tx.now + REVIEW_LIFE) if judged.is_held else hold


def _planned_hold(tx: Tx, new: Withdrawal, limits: tuple[ledger.Limit, ...]) -> ledger.PlannedHold:
    to = pay_out_account_id(new.channel, new.amount.asset)
    return ledger.PlannedHold(_hold_id(new), WITHDRAWAL, new.account_id, to, new.amount, tx.now + HELD_FOR, limits)


async def _write(tx: Tx, new: Sequence[Withdrawal]) -> set[UUID]:
    """Write them down and say so. Answers the ids that were written; the others are in use."""
    written = await WITHDRAWALS.insert(tx, new)
    for one in new:
        if one.id in written:
            tx.publish(WithdrawalRequested(one.customer_id, None, one.id, one.channel, one.amount.minor, one.amount.asset.code))
    return written


def _end(withdrawal: Withdrawal) -> list[ledger.Planned]:
    """Capture what was paid, let go what was not."""
    if withdrawal.state is WithdrawalState.POSTED:
        return [ledger.PlannedCapture(movement_id_of(withdrawal), _hold_id(withdrawal), withdrawal.amount)]
    return [ledger.PlannedRelease(_hold_id(withdrawal))]


def _hold_id(withdrawal: Withdrawal) -> UUID:
    return derived_id(withdrawal.id, "hold")


def _came_back(tx: Tx, withdrawals: Sequence[Withdrawal]) -> None:
    revoke_decisions(tx, [(one.customer_id, one.id) for one in withdrawals])


SAGA = Saga(WITHDRAWALS, "paid", _end, Facts(WithdrawalPosted, WithdrawalReturned, WithdrawalMismatched), WithdrawalNotFound, _came_back)
