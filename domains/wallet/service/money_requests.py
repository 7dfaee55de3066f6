"""Ask a customer for money: the payer pays or declines, the requester reminds or cancels, and after seven days it has expired.

Composite verbs: rare, and written differently by case. A refusal that is returned keeps the expiry that was written down on the way."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from domains import customers, ledger
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.accounts import wallet_account_id
from domains.wallet.errors.money_requests import MoneyRequestEnded, MoneyRequestNotFound
from domains.wallet.events.money_requests import MoneyRequestReminded
from domains.wallet.queries import money_requests, notes
from domains.wallet.queries.money_requests import MoneyRequest
from domains.wallet.queries.payees import note_first_paid
from domains.wallet.queries.splits import Split
from domains.wallet.rules.money_requests import MoneyRequestState, check_open, check_reminder, check_request
from domains.wallet.rules.scenes import Scene
from domains.wallet.rules.transfers import check_transfer
from domains.wallet.service.judge_risk import RiskAsk, judge_risk, keep_decisions, limits_for
from domains.wallet.service.money_request_steps import asked, end, lock, movement_id_of, times
from domains.wallet.service.open import open_wallets
from domains.wallet.service.transfer import NO_PIN

MONEY_REQUEST = "money_request"
"""The kind of the movement that pays a request. Its journal is the bill's, where it is a share of one."""

SWEPT_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestMoneyCommand(Command):
    """`owner_id` asks a customer, named by id or by phone, for `amount`. `request_id` is the money request's id."""

    session_id: UUID = field(metadata=UNHASHED)
    payer_id: UUID | None = None
    payer_phone: str | None = None
    amount: Amount
    note: str = ""


@composite_verb(MoneyRequest)
async def request_money(tx: Tx, command: RequestMoneyCommand) -> MoneyRequest | Refusal | Unauthenticated:
    """Refuses in the order of rules/money_requests.py. Unauthenticated when the session has ended: then nothing is stored under the id."""
    assert command.request_id is not None
    ((sender, payer_id),) = await customers.find_parties(tx, [(command.owner_id, command.session_id)], [(command.payer_id, command.payer_phone)])
    if sender is None:
        return Unauthenticated()
    check_request(command.amount, command.note, command.owner_id, payer_id)
    assert payer_id is not None
    request = MoneyRequest(
        id=command.request_id,
        requester_id=command.owner_id,
        payer_id=payer_id,
        split_id=None,
        amount=command.amount,
        note=command.note,
        state=MoneyRequestState.OPEN,
        ended_at=None,
        **times(tx.now),
    )
    money_requests.insert_requests(tx, [asked(tx, request)])
    return request


@dataclass(frozen=True, slots=True, kw_only=True)
class PayMoneyRequestCommand(Command):
    """`owner_id` pays what was asked of them."""

    session_id: UUID = field(metadata=UNHASHED)
    money_request_id: UUID
    pin: customers.PinProof = field(default=NO_PIN, metadata=UNHASHED)


@dataclass(frozen=True, slots=True)
class PaidRequest:
    """It is paid. Who pays again is told the same, and pays nothing."""

    request: MoneyRequest
    movement_id: UUID


@composite_verb(PaidRequest)
async def pay_money_request(tx: Tx, command: PayMoneyRequestCommand) -> PaidRequest | Refusal | Unauthenticated:
    """Refuses in the order of rules/money_requests.py. Unauthenticated when the session has ended: then nothing is stored under the id."""
    ((sender, _),) = await customers.lock_parties(tx, [(command.owner_id, command.session_id)], [(None, None)])
    if sender is None:
        return Unauthenticated()
    found, locked = await lock(tx, [command.money_request_id])
    request = found.get(command.money_request_id)
    if request is None or request.payer_id != command.owner_id:
        raise MoneyRequestNotFound
    if request.state is MoneyRequestState.PAID:
        return PaidRequest(request, movement_id_of(request))
    refused = await _refused_if_ended(tx, request, locked)
    if refused is not None:
        return refused
    check_transfer(request.amount, request.note, sender.tier, command.owner_id, request.requester_id, command.pin)
    assert command.request_id is not None
    movement_id = movement_id_of(request)
    ask = RiskAsk(command.request_id, Scene.MONEY_REQUEST, sender, request.requester_id, request.amount, command.pin, movement_id=movement_id)
    judged = (await judge_risk(tx, [ask]))[0].refused_unheld()
    if judged.refusal is not None:
        keep_decisions(tx, [judged], [])
        return judged.refusal
    await _pay(tx, request, limits_for(tx, judged, to_payee=True))
    keep_decisions(tx, [judged], [ask.id])
    note_first_paid(tx, [(request.payer_id, request.requester_id)])
    await end(tx, [request], MoneyRequestState.PAID, locked)
    return PaidRequest(replace(request, state=MoneyRequestState.PAID, ended_at=tx.now, remind_at=None), movement_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndMoneyRequestCommand(Command):
    """The payer declines, or the requester cancels."""

    session_id: UUID = field(metadata=UNHASHED)
    money_request_id: UUID


@composite_verb(MoneyRequest)
async def decline_money_request(tx: Tx, command: EndMoneyRequestCommand) -> MoneyRequest | Refusal | Unauthenticated:
    """End it unpaid. Refuses MoneyRequestNotFound unless the caller is the one who was asked, then MoneyRequestEnded; declining again is told the same."""
    return await _end_by(tx, command, MoneyRequestState.DECLINED)


@composite_verb(MoneyRequest)
async def cancel_money_request(tx: Tx, command: EndMoneyRequestCommand) -> MoneyRequest | Refusal | Unauthenticated:
    """Call it off. Refuses MoneyRequestNotFound unless the caller has asked, then MoneyRequestEnded; cancelling again is told the same."""
    return await _end_by(tx, command, MoneyRequestState.CANCELLED)


@composite_verb(MoneyRequest)
async def remind_of_money_request(tx: Tx, command: EndMoneyRequestCommand) -> MoneyRequest | Refusal | Unauthenticated:
    """Remind the payer. Refuses MoneyRequestNotFound unless the caller has asked, then MoneyRequestEnded, then ReminderTooSoon."""
    (alive,) = await customers.check_sessions(tx, [command.session_id], [command.owner_id])
    if not alive:
        return Unauthenticated()
    found, locked = await lock(tx, [command.money_request_id])
    request = found.get(command.money_request_id)
    if request is None or request.requester_id != command.owner_id:
        raise MoneyRequestNotFound
    refused = await _refused_if_ended(tx, request, locked)
    if refused is not None:
        return refused
    check_reminder(request.reminded_at, tx.now)
    return remind(tx, request)


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepMoneyRequestsCommand(Command):
    """Without a request id: what has been written down is not due again."""


@dataclass(frozen=True, slots=True)
class MoneyRequestsSwept:
    expired: int
    reminded: int


@composite_verb(MoneyRequestsSwept)
async def sweep_money_requests(tx: Tx, command: SweepMoneyRequestsCommand) -> MoneyRequestsSwept:
    """Write down requests that have expired, and remind of those that nobody has paid for three days, a few hundred at most."""
    expired_ids = await money_requests.list_expired(tx, tx.now, SWEPT_MAX)
    remind_ids = await money_requests.list_to_remind(tx, tx.now, SWEPT_MAX)
    found, locked = await lock(tx, sorted({*expired_ids, *remind_ids}))
    still = [one for one in found.values() if one.state is MoneyRequestState.OPEN]
    expired = [one for one in still if one.expires_at <= tx.now]
    if expired:
        touched = {one.split_id for one in expired}
        await end(tx, expired, MoneyRequestState.EXPIRED, {id_: split for id_, split in locked.items() if id_ in touched})
    reminded = [one for one in still if one.expires_at > tx.now and one.remind_at is not None and one.remind_at <= tx.now]
    for one in reminded:
        remind(tx, one)
    return MoneyRequestsSwept(len(expired), len(reminded))


def remind(tx: Tx, request: MoneyRequest) -> MoneyRequest:
    """Tell the payer again; after that the house does not remind by itself."""
    after = replace(request, reminded_at=tx.now, remind_at=None)
    money_requests.update_requests(tx, [after])
    tx.publish(MoneyRequestReminded(request.payer_id, request.requester_id, request.id, request.split_id))
    return after


async def _end_by(tx: Tx, command: EndMoneyRequestCommand, state: MoneyRequestState) -> MoneyRequest | Refusal | Unauthenticated:
    (alive,) = await customers.check_sessions(tx, [command.session_id], [command.owner_id])
    if not alive:
        return Unauthenticated()
    found, locked = await lock(tx, [command.money_request_id])
    request = found.get(command.money_request_id)
    if request is None or command.owner_id != (request.payer_id if state is MoneyRequestState.DECLINED else request.requester_id):
        raise MoneyRequestNotFound
    if request.state is state:
        return request
    refused = await _refused_if_ended(tx, request, locked)
    if refused is not None:
        return refused
    await end(tx, [request], state, locked)
    return replace(request, state=state, ended_at=tx.now, remind_at=None)


async def _refused_if_ended(tx: Tx, request: MoneyRequest, locked: dict[UUID, Split]) -> Refusal | None:
    """MoneyRequestEnded where it has ended. An expiry that nobody has written down is written down, and kept."""
    try:
        check_open(request.state, request.expires_at, tx.now)
    except MoneyRequestEnded as refusal:
        if request.state is MoneyRequestState.OPEN:
            await end(tx, [request], MoneyRequestState.EXPIRED, locked)
        return refusal
    return None


async def _pay(tx: Tx, request: MoneyRequest, limits: tuple[ledger.Limit, ...]) -> None:
    """One movement from payer to requester, counted in the payer's limits. Raises what the ledger refuses."""
    asset = request.amount.asset
    await open_wallets(tx, [(request.requester_id, asset)])
    accounts = wallet_account_id(request.payer_id, asset), wallet_account_id(request.requester_id, asset)
    movement = ledger.PlannedMovement(movement_id_of(request), MONEY_REQUEST, *accounts, request.amount, limits)
    (verdict,) = await ledger.post(tx, [(request.split_id or request.id, [movement])])
    if isinstance(verdict, Refusal):
        raise verdict
    if request.note:
        await notes.insert_notes(tx, [(movement.id, request.note)])
