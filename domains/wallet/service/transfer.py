"""Move money from one customer to another."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domains import customers, ledger
from domains.kernel.commands import UNHASHED, Command, batched_verb
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.accounts import wallet_account_id
from domains.wallet.errors.risk import HeldForReview
from domains.wallet.queries import notes
from domains.wallet.queries.payees import note_first_paid
from domains.wallet.rules.scenes import Scene
from domains.wallet.rules.transfers import check_transfer
from domains.wallet.service.judge_risk import Judged, RiskAsk, judge_risk, keep_decisions, keep_reviews, limits_for, plan_judged, tell_held
from domains.wallet.service.open import new_wallet, post_and_open

TRANSFER = "transfer"
"""The kind of its movements."""

NO_PIN = customers.PinProof(customers.PinVerdict.ABSENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferCommand(Command):
    """`owner_id` sends `amount` to a customer named by id or by phone number (exactly one of the two)."""

    session_id: UUID = field(metadata=UNHASHED)
    target_id: UUID | None = None
    target_phone: str | None = None
    amount: Amount
    note: str = ""
    pin: customers.PinProof = field(default=NO_PIN, metadata=UNHASHED)


@dataclass(frozen=True, slots=True)
class Transferred:
    """The money has moved. `balance_after` is the sender's."""

    movement_id: UUID
    account_id: UUID
    sequence: int
    target_id: UUID
    amount: Amount
    balance_after: Amount
    booked_at: datetime


@batched_verb(Transferred)
async def transfer(tx: Tx, commands: list[TransferCommand]) -> list[Transferred | Refusal | Unauthenticated]:
    """Refuses in the order of rules/transfers.py. Unauthenticated when the session has ended: then nothing is stored under the id."""
    parties = await customers.lock_parties(tx, [(one.owner_id, one.session_id) for one in commands], [(one.target_id, one.target_phone) for one in commands])
    outcomes: list[Transferred | Refusal | Unauthenticated | None] = [None] * len(commands)
    asks: dict[int, RiskAsk] = {}
    for index, (command, (sender, target_id)) in enumerate(zip(commands, parties, strict=True)):
        if sender is None:
            outcomes[index] = Unauthenticated()
            continue
        try:
            check_transfer(command.amount, command.note, sender.tier, command.owner_id, target_id, command.pin)
        except Refusal as refusal:
            outcomes[index] = refusal
            continue
        assert target_id is not None and command.request_id is not None
        asks[index] = RiskAsk(
            *(command.request_id, Scene.TRANSFER, sender, target_id, command.amount, command.pin), movement_id=derived_id(command.request_id, TRANSFER)
        )
    if asks:
        await _move(tx, commands, dict(zip(asks, await judge_risk(tx, list(asks.values())), strict=True)), outcomes)
    return outcomes  # type: ignore[return-value]


async def _move(tx: Tx, commands: list[TransferCommand], judged: dict[int, Judged], outcomes: list[Transferred | Refusal | Unauthenticated | None]) -> None:
    """Post what may go, hold what staff are to look at, and write down why."""
    for index, one in judged.items():
        outcomes[index] = one.refusal
    going = {index: one for index, one in judged.items() if one.refusal is None}
    journals = [_plan(tx, one) for one in going.values()]
    targets = [new_wallet(one.ask.counterparty_id, one.ask.amount.asset) for one in going.values()]
    verdicts = await post_and_open(tx, journals, {account.id: account for account in targets}) if journals else []
    for (index, one), verdict in zip(going.items(), verdicts, strict=True):
        outcomes[index] = _outcome(tx, verdict, one)
    moved = [one for index, one in going.items() if isinstance(outcomes[index], Transferred)]
    held = [one for index, one in going.items() if isinstance(outcomes[index], HeldForReview)]
    keep_decisions(tx, list(judged.values()), [one.ask.id for one in moved], [one.ask.id for one in held])
    keep_reviews(tx, held)
    note_first_paid(tx, [(one.ask.sender.id, one.ask.counterparty_id) for one in moved if one.is_first])
    kept = {one.ask.id for one in (*moved, *held)}
    await notes.insert_notes(tx, [(derived_id(id_, TRANSFER), one.note) for one in commands if (id_ := one.request_id) in kept and id_ and one.note])


def _plan(tx: Tx, judged: Judged) -> tuple[UUID, list[ledger.PlannedMovement | ledger.PlannedHold]]:
    ask, asset = judged.ask, judged.ask.amount.asset
    movement = ledger.PlannedMovement(
        derived_id(ask.id, TRANSFER),
        TRANSFER,
        wallet_account_id(ask.sender.id, asset),
        wallet_account_id(ask.counterparty_id, asset),
        ask.amount,
        limits_for(tx, judged, to_payee=True),
    )
    return ask.id, [plan_judged(tx, judged, movement)]


def _outcome(tx: Tx, verdict: ledger.Verdict, judged: Judged) -> Transferred | Refusal:
    if isinstance(verdict, Refusal):
        return verdict
    ask = judged.ask
    if judged.is_held:
        return tell_held(tx, judged)
    (posted,) = verdict
    return Transferred(
        posted.id, posted.debit.account_id, posted.debit.sequence, ask.counterparty_id, posted.amount, posted.debit.balance_after, posted.booked_at
    )
