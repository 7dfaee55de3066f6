"""Keep somebody to pay again, and keep them no more."""

from dataclasses import dataclass, field
from uuid import UUID

from domains import customers
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.transactions import Tx
from domains.wallet.errors.payees import PayeeNotFound
from domains.wallet.events.payees import PayeeRemoved, PayeeSaved
from domains.wallet.queries import payees
from domains.wallet.queries.payees import Payee
from domains.wallet.rules.payees import check_payee


@dataclass(frozen=True, slots=True, kw_only=True)
class SavePayeeCommand(Command):
    """`owner_id` keeps a customer, named by id or by phone number (exactly one of the two), under an alias."""

    session_id: UUID = field(metadata=UNHASHED)
    target_id: UUID | None = None
    target_phone: str | None = None
    alias: str = ""


@composite_verb(Payee)
async def save_payee(tx: Tx, command: SavePayeeCommand) -> Payee | Refusal | Unauthenticated:
    """Keep the payee, or change the alias of one that is kept. Refuses in the order of rules/payees.py."""
    ((sender, target_id),) = await customers.find_parties(tx, [(command.owner_id, command.session_id)], [(command.target_id, command.target_phone)])
    if sender is None:
        return Unauthenticated()
    # The lock on the customer keeps two at once from passing the bound together.
    await customers.lock_customers(tx, [command.owner_id])
    check_payee(command.alias, command.owner_id, target_id, await payees.count_others(tx, command.owner_id, target_id))
    assert target_id is not None
    saved = await payees.save_payee(tx, command.owner_id, target_id, command.alias)
    tx.publish(PayeeSaved(command.owner_id, None, target_id))
    return saved


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePayeeCommand(Command):
    """`owner_id` keeps that payee no more."""

    target_id: UUID


@composite_verb(Payee)
async def remove_payee(tx: Tx, command: RemovePayeeCommand) -> Payee | Refusal:
    """Keep it no more; when it was first paid is still known. Refuses PayeeNotFound."""
    removed = await payees.remove_payee(tx, command.owner_id, command.target_id)
    if removed is None:
        raise PayeeNotFound
    tx.publish(PayeeRemoved(command.owner_id, None, command.target_id))
    return removed
