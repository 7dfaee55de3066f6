"""Top a wallet up through a payment channel: a saga whose row carries the state.

request_top_up   writes the row and says so          (the customer)
charge_channel   calls the channel, no transaction   (wallet/jobs.py, after TopUpRequested)
settle_top_up    takes the channel's word, and posts (the job, a callback, or asking again: each may come late, twice, or in another order)"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from domains import customers, ledger
from domains.kernel.assets import CNY
from domains.kernel.commands import UNHASHED, Command, batched_verb
from domains.kernel.errors import IdReused, Refusal, Unauthenticated
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.accounts import channel_account, channel_account_id, wallet_account_id
from domains.wallet.errors.top_ups import TopUpNotFound
from domains.wallet.events.top_ups import TopUpMismatched, TopUpPosted, TopUpRefused, TopUpRequested
from domains.wallet.queries.top_ups import TOP_UPS, TopUp
from domains.wallet.rules.top_ups import FIRST_ASKED_AFTER, TopUpState, check_top_up
from domains.wallet.service.channel_saga import Facts, OrderSettled, Saga, SettleCommand, movement_id_of, settle
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


@batched_verb(OrderSettled)
async def settle_top_up(tx: Tx, commands: list[SettleCommand]) -> list[OrderSettled | Refusal]:
    """Take a channel's word by the table in rules/top_ups.py; `succeeded` posts the movement, once. Refuses TopUpNotFound, also for another channel's."""
    return await settle(tx, SAGA, commands)


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


def _end(top_up: TopUp) -> list[ledger.Planned]:
    """The movement that brings the money in; nothing where nothing came."""
    if top_up.state is not TopUpState.POSTED:
        return []
    source = channel_account_id(top_up.channel, top_up.amount.asset)
    return [ledger.PlannedMovement(movement_id_of(top_up), TOP_UP, source, top_up.account_id, top_up.amount)]


SAGA = Saga(TOP_UPS, "took", _end, Facts(TopUpPosted, TopUpRefused, TopUpMismatched), TopUpNotFound, lambda tx, top_ups: None)
