"""Pay a merchant's balance out, as any pay-out goes (service/withdraw.py): held here, paid by a channel once or given back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domains import customers
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.money import Amount
from domains.kernel.paging import Page
from domains.kernel.transactions import Queryable, Tx
from domains.wallet.accounts import merchant_balance_id
from domains.wallet.queries.withdrawals import Withdrawal, list_pay_outs
from domains.wallet.rules.merchant_pay_outs import check_pay_out, destination_of
from domains.wallet.rules.merchants import Role
from domains.wallet.rules.top_ups import TopUpState
from domains.wallet.service.merchants import find_desk
from domains.wallet.service.transfer import NO_PIN
from domains.wallet.service.withdraw import NewPayOut, start_pay_out


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestMerchantPayOutCommand(Command):
    """`owner_id` acts for a merchant and wants `amount` of its balance paid to its bank. `request_id` is the pay-out's id, and its idempotency key at the
    channel. No channel named: the house chooses."""

    session_id: UUID = field(metadata=UNHASHED)
    merchant_id: UUID
    amount: Amount
    channel: str | None = None
    pin: customers.PinProof = field(default=NO_PIN, metadata=UNHASHED)


@dataclass(frozen=True, slots=True)
class MerchantPayOut:
    """A pay-out as it stands at its channel. `state` is a withdrawal's."""

    id: UUID
    merchant_id: UUID
    amount: Amount
    channel: str
    state: TopUpState
    reference: str | None
    reason: str | None
    requested_at: datetime
    settled_at: datetime | None


@composite_verb(MerchantPayOut)
async def request_merchant_pay_out(tx: Tx, command: RequestMerchantPayOutCommand) -> MerchantPayOut | Refusal:
    """Hold the money and write the request down. Refuses in the order of rules/merchant_pay_outs.py. Unauthenticated when the session has ended."""
    assert command.request_id is not None
    desk = await find_desk(tx, command.owner_id, command.session_id, command.merchant_id, Role.OWNER)
    check_pay_out(command.amount, desk.merchant.asset, desk.merchant.state, command.pin)
    return await place_pay_out(tx, command.request_id, command.merchant_id, command.channel, command.amount)


async def place_pay_out(tx: Tx, id_: UUID, merchant_id: UUID, channel: str | None, amount: Amount) -> MerchantPayOut:
    """Hold that much of a merchant's balance and have it paid out. Raises ChannelNotFound, IdReused, and what the ledger refuses of the hold."""
    new = NewPayOut(id_, merchant_id, merchant_balance_id(merchant_id), amount, channel, destination_of(merchant_id))
    started = await start_pay_out(tx, new)
    if isinstance(started, Refusal):
        raise started
    return _pay_out(started)


async def list_merchant_pay_outs(source: Queryable, merchant_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[MerchantPayOut]]:
    """The pay-outs of each merchant, newest first: a page per merchant, in order. Raises InvalidInput."""
    pages = await list_pay_outs(source, merchant_ids, first, after)
    return [Page([_pay_out(one) for one in page.items], page.cursors, page.has_next) for page in pages]


def _pay_out(one: Withdrawal) -> MerchantPayOut:
    return MerchantPayOut(one.id, one.customer_id, one.amount, one.channel, one.state, one.reference, one.reason, one.requested_at, one.settled_at)
