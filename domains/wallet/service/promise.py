"""Promise a transfer: set the money aside for somebody who has to accept it, or to go later."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from domains import customers, ledger
from domains.kernel.commands import HOUSE_ID, UNHASHED, Command, composite_verb
from domains.kernel.crypto import Keyring
from domains.kernel.errors import IdReused, Refusal, Unauthenticated
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount, to_decimal
from domains.kernel.transactions import Tx
from domains.wallet.accounts import wallet_account_id
from domains.wallet.events.promises import TransferPromised
from domains.wallet.queries.promises import Promise, count_to_phones, insert_promise
from domains.wallet.rules.promises import PromiseKind, PromiseState, check_promise, due_at, held_until
from domains.wallet.rules.scenes import Scene
from domains.wallet.service.judge_risk import RiskAsk, judge_risk, keep_decisions, limits_for
from domains.wallet.service.open import new_wallet, post_and_open
from domains.wallet.service.transfer import NO_PIN, TRANSFER

MONEY_WAITS = "money-waits"
"""The notice to a phone of nobody: money waits there for a day, for whoever registers it. It does not say whose."""

TOLD_MOST = 10
"""In a day, of one sender's promises to phones of nobody: for a fen each, nobody has the house write to half a town. The others wait unannounced."""

PROMISED = "promised"
"""The code of the account that holds of money for a phone of nobody are made out to. Nothing is ever posted there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseTransferCommand(Command):
    """`owner_id` promises `amount` to a customer named by id or by phone number (exactly one of the two). `request_id` is the promise's id."""

    session_id: UUID = field(metadata=UNHASHED)
    target_id: UUID | None = None
    target_phone: str | None = None
    amount: Amount
    note: str = ""
    kind: PromiseKind
    pin: customers.PinProof = field(default=NO_PIN, metadata=UNHASHED)


@composite_verb(Promise)
async def promise_transfer(tx: Tx, command: PromiseTransferCommand) -> Promise | Refusal | Unauthenticated:
    """Set the money aside and write the promise down. Refuses in the order of rules/promises.py, then what the ledger refuses of the hold."""
    who = [(command.owner_id, command.session_id)]
    ((sender, target_id),) = await customers.lock_parties(tx, who, [(command.target_id, command.target_phone)])
    if sender is None:
        return Unauthenticated()
    mark = None if command.target_phone is None or target_id is not None else customers.mark_phone(tx.port(Keyring), command.target_phone)
    check_promise(command.amount, command.note, sender.tier, command.owner_id, target_id, command.kind, command.pin, by_phone=mark is not None)
    assert command.request_id is not None
    # A phone of nobody is nobody that was ever paid. What staff would have to look at first is not promised.
    parties = (sender, target_id or command.request_id)
    ask = RiskAsk(command.request_id, Scene.TRANSFER, *parties, command.amount, command.pin, movement_id=movement_id(command.request_id))
    judged = (await judge_risk(tx, [ask]))[0].refused_unheld()
    if judged.refusal is not None:
        keep_decisions(tx, [judged], [])
        return judged.refusal
    limits = limits_for(tx, judged, to_payee=True)
    promise = _promise(tx, command, target_id, None if mark is None else mark.masked, limits)
    account = _made_out_to(promise)
    hold = ledger.PlannedHold(
        hold_id(promise.id),
        TRANSFER,
        wallet_account_id(command.owner_id, command.amount.asset),
        account.id,
        command.amount,
        held_until(command.kind, tx.now),
        limits,
    )
    (verdict,) = await post_and_open(tx, [(promise.id, [hold])], {account.id: account})
    if isinstance(verdict, Refusal):
        return verdict
    if not await insert_promise(tx, promise, None if mark is None else mark.blind_index):
        raise IdReused(promise.id)
    if command.target_phone is not None and mark is not None and await count_to_phones(tx, promise.customer_id, tx.now - timedelta(days=1)) <= TOLD_MOST:
        said = {"amount": to_decimal(promise.amount), "currency": promise.amount.asset.code, "until": promise.due_at.isoformat()}
        await customers.notices.leave_notice(tx, derived_id(promise.id, "notice"), command.target_phone, MONEY_WAITS, said)
    keep_decisions(tx, [judged], [promise.id])
    tx.publish(TransferPromised(promise.customer_id, target_id, promise.id, promise.kind, promise.amount.minor, promise.amount.asset.code))
    return promise


def hold_id(promise_id: UUID) -> UUID:
    """Under which its money is held."""
    return derived_id(promise_id, "hold")


def movement_id(promise_id: UUID) -> UUID:
    """Of the movement by which it goes."""
    return derived_id(promise_id, "transfer")


def _promise(tx: Tx, command: PromiseTransferCommand, target_id: UUID | None, masked_phone: str | None, limits: tuple[ledger.Limit, ...]) -> Promise:
    assert command.request_id is not None
    return Promise(
        id=command.request_id,
        customer_id=command.owner_id,
        target_id=target_id,
        masked_phone=masked_phone,
        amount=command.amount,
        note=command.note,
        kind=command.kind,
        state=PromiseState.WAITING,
        reason=None,
        limit_periods=" ".join(limit.period for limit in limits),
        placed_at=tx.now,
        due_at=due_at(command.kind, tx.now),
        ended_at=None,
    )


def _made_out_to(promise: Promise) -> ledger.NewAccount:
    """The receiver's wallet or, while there is no receiver, an account of the house."""
    asset = promise.amount.asset
    if promise.target_id is not None:
        return new_wallet(promise.target_id, asset)
    return ledger.NewAccount(derived_id(HOUSE_ID, f"{PROMISED}:{asset.code}"), HOUSE_ID, PROMISED, asset, hot=True)
