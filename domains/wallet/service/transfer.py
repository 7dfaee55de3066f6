"""Move money from one customer to another."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domains import customers, ledger
from domains.kernel.clock import business_date
from domains.kernel.commands import UNHASHED, Command, batched_verb
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.accounts import wallet_account_id
from domains.wallet.queries import notes
from domains.wallet.rules.transfers import check_transfer, limits_of
from domains.wallet.service.open import open_wallets

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
    parties = await customers.find_parties(tx, [(one.owner_id, one.session_id) for one in commands], [(one.target_id, one.target_phone) for one in commands])
    outcomes: list[Transferred | Refusal | Unauthenticated | None] = [None] * len(commands)
    journals: list[tuple[UUID, list[ledger.PlannedMovement]]] = []
    planned: list[int] = []
    for index, (command, (sender, target_id)) in enumerate(zip(commands, parties, strict=True)):
        if sender is None:
            outcomes[index] = Unauthenticated()
            continue
        try:
            check_transfer(command.amount, command.note, sender.tier, command.owner_id, target_id, command.pin)
        except Refusal as refusal:
            outcomes[index] = refusal
            continue
        assert target_id is not None
        planned.append(index)
        journals.append(_plan(tx, command, sender.tier, target_id))
    if journals:
        verdicts = await _post(tx, journals, [(parties[index][1], commands[index].amount) for index in planned])
        for index, verdict in zip(planned, verdicts, strict=True):
            outcomes[index] = _outcome(verdict, parties[index][1])
        await _keep_notes(tx, [(commands[index], outcomes[index]) for index in planned])
    return outcomes  # type: ignore[return-value]


def _plan(tx: Tx, command: TransferCommand, tier: str, target_id: UUID) -> tuple[UUID, list[ledger.PlannedMovement]]:
    assert command.request_id is not None
    asset = command.amount.asset
    movement = ledger.PlannedMovement(
        derived_id(command.request_id, "transfer"),
        "transfer",
        wallet_account_id(command.owner_id, asset),
        wallet_account_id(target_id, asset),
        command.amount,
        limits_of(tier, asset, business_date(tx.now)),
    )
    return command.request_id, [movement]


async def _post(tx: Tx, journals: list[tuple[UUID, list[ledger.PlannedMovement]]], targets: list[tuple[UUID | None, Amount]]) -> list[ledger.Verdict]:
    """Post; where a recipient has no wallet of that currency yet, open it and post those journals again."""
    verdicts = await ledger.post(tx, journals)
    lacking = [
        index
        for index, verdict in enumerate(verdicts)
        if isinstance(verdict, ledger.AccountNotFound) and verdict.account_id == journals[index][1][0].credit_account_id
    ]
    if lacking:
        await open_wallets(tx, [(target_id, amount.asset) for target_id, amount in (targets[index] for index in lacking) if target_id is not None])
        for index, verdict in zip(lacking, await ledger.post(tx, [journals[index] for index in lacking]), strict=True):
            verdicts[index] = verdict
    return verdicts


def _outcome(verdict: ledger.Verdict, target_id: UUID | None) -> Transferred | Refusal:
    if isinstance(verdict, Refusal):
        return verdict
    (posted,) = verdict
    assert target_id is not None
    return Transferred(posted.id, posted.debit.account_id, posted.debit.sequence, target_id, posted.amount, posted.debit.balance_after, posted.booked_at)


async def _keep_notes(tx: Tx, told: list[tuple[TransferCommand, object]]) -> None:
    written = [(outcome.movement_id, command.note) for command, outcome in told if isinstance(outcome, Transferred) and command.note]
    if written:
        await notes.insert_notes(tx, written)
