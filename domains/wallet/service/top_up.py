"""Top a wallet up through a payment channel: a saga whose row carries the state.

request_top_up   writes the row and says so          (the customer)
charge_channel   calls the channel, no transaction   (wallet/jobs.py, after TopUpRequested)
settle_top_up    takes the channel's word, and posts (the job, a callback, or asking again: each may come late, twice, or in another order)"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from domains import customers, ledger
from domains.kernel.assets import CNY
from domains.kernel.commands import HOUSE_ID, UNHASHED, Command, batched_verb
from domains.kernel.errors import IdReused, Refusal, Unauthenticated
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.accounts import channel_account, channel_account_id, wallet_account_id
from domains.wallet.errors.top_ups import TopUpNotFound
from domains.wallet.events.top_ups import TopUpMismatched, TopUpPosted, TopUpRefused, TopUpRequested
from domains.wallet.ports import ChannelAnswer
from domains.wallet.queries.channel_health import count_outcomes
from domains.wallet.queries.top_ups import TOP_UPS, TopUp
from domains.wallet.rules.routing import has_failed
from domains.wallet.rules.top_ups import FIRST_ASKED_AFTER, OPEN, TopUpState, asked_after, check_top_up, decide
from domains.wallet.service.open import open_wallets
from domains.wallet.service.routing import choose_channels

TOP_UP = "top_up"
"""The kind of its movements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestTopUpCommand(Command):
    """`owner_id` wants `amount` brought in. `request_id` is the top-up's id, and its idempotency key at the channel. No channel named: the house chooses."""

    session_id: UUID = field(metadata=UNHASHED)
    amount: Amount
    channel: str | None = None


@batched_verb(TopUp)
async def request_top_up(tx: Tx, commands: list[RequestTopUpCommand]) -> list[TopUp | Refusal | Unauthenticated]:
    """Write the request down; no money moves yet. Refuses in the order of rules/top_ups.py, then IdReused for an id that another top-up has.
    Unauthenticated when the session has ended: then nothing is stored under the id."""
    alive = await customers.check_sessions(tx, [one.session_id for one in commands], [one.owner_id for one in commands])
    chosen = await choose_channels(tx, "in", [(command.channel, command.amount) for command in commands])
    accounts = await _find_accounts(tx, commands, chosen)
    # A new customer's first wallet is opened a moment after the sign-up, which a top-up can overtake.
    first = {one.owner_id: (one.owner_id, CNY) for one, known in zip(commands, alive, strict=True) if known and one.amount.asset == CNY}
    overtaken = [wanted for wanted in first.values() if wallet_account_id(*wanted) not in accounts]
    if overtaken:
        await open_wallets(tx, overtaken)
        accounts = await _find_accounts(tx, commands, chosen)
    outcomes: list[TopUp | Refusal | Unauthenticated] = []
    for command, channel, known in zip(commands, chosen, alive, strict=True):
        outcomes.append(_requested(tx, command, channel, accounts) if known else Unauthenticated())
    new = [outcome for outcome in outcomes if isinstance(outcome, TopUp)]
    if not new:
        return outcomes
    written = await TOP_UPS.insert(tx, new)
    for one in new:
        if one.id in written:
            tx.publish(TopUpRequested(one.customer_id, None, one.id, one.channel, one.amount.minor, one.amount.asset.code))
    return [IdReused(one.id) if isinstance(one, TopUp) and one.id not in written else one for one in outcomes]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleTopUpCommand(Command):
    """A channel's word on a top-up. `asked` when it answers a question of ours, so that the next one waits longer.

    It has no request id: the row, under its lock, is what makes repeats harmless, and the same word may rightly come again with another effect."""

    top_up_id: UUID
    channel: str
    state: str
    reference: str | None
    amount: Amount | None
    reason: str | None
    asked: bool


@dataclass(frozen=True, slots=True)
class TopUpSettled:
    """Where the top-up stands after the word was taken."""

    top_up_id: UUID
    state: TopUpState


def settlement(channel: str, top_up_id: UUID, answer: ChannelAnswer, *, asked: bool) -> SettleTopUpCommand:
    """The command that takes a channel's answer or callback."""
    return SettleTopUpCommand(
        request_id=None,
        owner_id=HOUSE_ID,
        top_up_id=top_up_id,
        channel=channel,
        state=answer.state,
        reference=answer.reference,
        amount=answer.amount,
        reason=answer.reason,
        asked=asked,
    )


@batched_verb(TopUpSettled)
async def settle_top_up(tx: Tx, commands: list[SettleTopUpCommand]) -> list[TopUpSettled | Refusal]:
    """Take a channel's word by the table in rules/top_ups.py; `succeeded` posts the movement, once. Refuses TopUpNotFound, also for another channel's."""
    before = await TOP_UPS.lock(tx, sorted({command.top_up_id for command in commands}))
    after = dict(before)
    for command in commands:
        top_up = after.get(command.top_up_id)
        if top_up is not None and top_up.channel == command.channel:
            after[top_up.id] = _taken(tx, top_up, command)
    await _post(tx, before, after)
    changed = [top_up for id_, top_up in after.items() if top_up != before[id_]]
    TOP_UPS.update(tx, changed)
    for top_up in changed:
        _publish(tx, before[top_up.id], top_up)
    count_outcomes(tx, [(one.channel, has_failed(one.state, one.reason)) for one in commands if one.asked])
    return [
        TopUpSettled(command.top_up_id, after[command.top_up_id].state)
        if command.top_up_id in after and after[command.top_up_id].channel == command.channel
        else TopUpNotFound(command.top_up_id)
        for command in commands
    ]


async def _find_accounts(tx: Tx, commands: Sequence[RequestTopUpCommand], chosen: Sequence[str | None]) -> dict[UUID, ledger.Account]:
    """The wallets asked for. The channels' accounts are opened beside them when a channel is used for the first time."""
    settling = {channel_account_id(name, one.amount.asset): channel_account(name, one.amount.asset) for one, name in zip(commands, chosen, strict=True) if name}
    wallets = {wallet_account_id(one.owner_id, one.amount.asset) for one in commands}
    found = await ledger.find_accounts(tx, [*wallets, *settling])
    lacking = [account for id_, account in settling.items() if id_ not in found]
    if lacking:
        await ledger.open_accounts(tx, lacking)
    return found


def _requested(tx: Tx, command: RequestTopUpCommand, channel: str | None, accounts: dict[UUID, ledger.Account]) -> TopUp | Refusal:
    account_id = wallet_account_id(command.owner_id, command.amount.asset)
    try:
        check_top_up(command.amount, channel, account_id, accounts.get(account_id))
    except Refusal as refusal:
        return refusal
    assert command.request_id is not None and channel is not None
    return TopUp(
        id=command.request_id,
        customer_id=command.owner_id,
        account_id=account_id,
        channel=channel,
        amount=command.amount,
        state=TopUpState.REQUESTED,
        reference=None,
        reason=None,
        requested_at=tx.now,
        settled_at=None,
        attempts=0,
        ask_at=tx.now + FIRST_ASKED_AFTER,
    )


def _taken(tx: Tx, top_up: TopUp, command: SettleTopUpCommand) -> TopUp:
    """The top-up after one word of its channel."""
    decision = decide(top_up.state, top_up.amount, command.state, command.amount, command.reason)
    taken = replace(top_up, state=decision.state, reference=top_up.reference or command.reference, reason=decision.reason or top_up.reason)
    if decision.state not in OPEN:
        return replace(taken, settled_at=top_up.settled_at or tx.now, ask_at=None)
    if not command.asked:
        return taken
    return replace(taken, attempts=top_up.attempts + 1, ask_at=tx.now + asked_after(top_up.attempts))


async def _post(tx: Tx, before: dict[UUID, TopUp], after: dict[UUID, TopUp]) -> None:
    """Post what became posted. What the ledger refuses (the wallet was closed meanwhile) is a mismatch: the channel has the money."""
    posted = [top_up for id_, top_up in after.items() if top_up.state is TopUpState.POSTED and before[id_].state in OPEN]
    if not posted:
        return
    for top_up, verdict in zip(posted, await ledger.post(tx, [(top_up.id, [_movement(top_up)]) for top_up in posted]), strict=True):
        if isinstance(verdict, Refusal):
            after[top_up.id] = replace(top_up, state=TopUpState.MISMATCH, reason=f"the ledger refused: {type(verdict).__name__}")


def _movement(top_up: TopUp) -> ledger.PlannedMovement:
    source = channel_account_id(top_up.channel, top_up.amount.asset)
    return ledger.PlannedMovement(_movement_id(top_up), TOP_UP, source, top_up.account_id, top_up.amount)


def _movement_id(top_up: TopUp) -> UUID:
    return derived_id(top_up.id, "post")


def _publish(tx: Tx, before: TopUp, top_up: TopUp) -> None:
    """Say what became of a top-up: each end once, each contradiction once."""
    ended = before.state in OPEN
    if ended and top_up.state is TopUpState.POSTED:
        tx.publish(TopUpPosted(top_up.customer_id, None, top_up.id, _movement_id(top_up), top_up.amount.minor, top_up.amount.asset.code))
    if ended and top_up.state is TopUpState.REFUSED:
        tx.publish(TopUpRefused(top_up.customer_id, None, top_up.id, top_up.reason or ""))
    elif top_up.state not in OPEN and top_up.reason is not None and top_up.reason != before.reason:
        tx.publish(TopUpMismatched(top_up.customer_id, None, top_up.id, top_up.state, top_up.reason))
