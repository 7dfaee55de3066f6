"""Close a merchant: it takes no payments, is settled and refunds as before for some days, then all that it is owed is paid out (rules/merchant_pay_outs.py)."""

from dataclasses import dataclass, field
from uuid import UUID

from domains import customers, ledger
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id, new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx
from domains.wallet.accounts import collected_account_id, merchant_balance_id
from domains.wallet.errors.merchants import MerchantClosing, MerchantNotFound
from domains.wallet.events.merchants import MerchantClosingBegun, MerchantClosingEnded
from domains.wallet.queries import merchant_closing, merchants
from domains.wallet.queries.merchants import Merchant
from domains.wallet.queries.withdrawals import list_pay_outs
from domains.wallet.rules.merchant_pay_outs import TRIED_AGAIN_AFTER, may_pay_all_out
from domains.wallet.rules.top_ups import OPEN
from domains.wallet.service.merchant_pay_outs import place_pay_out

PAY_OUTS_LOOKED_AT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseMerchantCommand(Command):
    """`owner_id` is a member of staff."""

    session_id: UUID = field(metadata=UNHASHED)
    merchant_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class MerchantClosure:
    """Where the closing stands: `closing`, or `closed`."""

    merchant_id: UUID
    state: str


@composite_verb(MerchantClosure)
async def close_merchant(tx: Tx, command: CloseMerchantCommand) -> MerchantClosure | Refusal:
    """Begin to close it. Refuses MerchantNotFound, MerchantClosing for one that is closing or closed. The act is audited."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    merchant = await _lock(tx, command.merchant_id)
    if merchant.state != "open":
        raise MerchantClosing
    await merchant_closing.set_closing(tx, merchant.id)
    await merchant_closing.cancel_orders(tx, merchant.id)
    shared_with = await merchant_closing.leave_sharing(tx, merchant.id)
    detail = {"reason": command.reason, "left_sharing_of": [str(id_) for id_ in sorted(shared_with)]}
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "wallet.close_merchant", merchant.id, detail)
    tx.publish(MerchantClosingBegun(merchant.id, None))
    return MerchantClosure(merchant.id, "closing")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceClosingCommand(Command):
    """Without a request id: the merchant's row, under its lock, tells what is still to do."""

    merchant_id: UUID


@composite_verb(MerchantClosure)
async def advance_closing(tx: Tx, command: AdvanceClosingCommand) -> MerchantClosure | Refusal:
    """Have what a closing merchant is owed paid out once its time has come, or close it where nothing is owed. Refuses MerchantNotFound, ChannelNotFound
    where no channel is wired, and what the ledger refuses of the hold (its balance was frozen)."""
    merchant = await _lock(tx, command.merchant_id)
    if merchant.state != "closing" or merchant.closing_since is None or not may_pay_all_out(merchant.closing_since, tx.now):
        return MerchantClosure(merchant.id, merchant.state)
    # An order that was being placed while the closing began.
    await merchant_closing.cancel_orders(tx, merchant.id)
    (page,) = await list_pay_outs(tx, [merchant.id], PAY_OUTS_LOOKED_AT, None)
    collected, balance = await _owed(tx, merchant)
    if collected or any(one.state in OPEN for one in page.items):
        return MerchantClosure(merchant.id, "closing")
    if balance.posted.minor == 0:
        await merchant_closing.set_closed(tx, merchant.id)
        tx.publish(MerchantClosingEnded(merchant.id, None))
        return MerchantClosure(merchant.id, "closed")
    tried = [one.requested_at for one in page.items if one.requested_at >= merchant.closing_since]
    if balance.available.minor and (not tried or tx.now - tried[0] >= TRIED_AGAIN_AFTER):
        await place_pay_out(tx, derived_id(merchant.id, f"closing:{tx.now.isoformat()}"), merchant.id, None, balance.available)
    return MerchantClosure(merchant.id, "closing")


async def _lock(tx: Tx, merchant_id: UUID) -> Merchant:
    if await merchants.lock_merchant(tx, merchant_id) is None:
        raise MerchantNotFound
    return (await merchants.find_merchants(tx, [merchant_id]))[merchant_id]


async def _owed(tx: Tx, merchant: Merchant) -> tuple[int, ledger.Account]:
    """What it collected and was not settled, and its balance."""
    ids = collected_account_id(merchant.id), merchant_balance_id(merchant.id)
    found = await ledger.find_accounts(tx, ids)
    return found[ids[0]].posted.minor, found[ids[1]]
