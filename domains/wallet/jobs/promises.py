"""What promised transfers do by the clock: go or flow back when their time has come, and find the owners of phones that have registered. Senders are told
of what came back."""

from typing import Any
from uuid import UUID

from domains import customers
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.ids import derived_id
from domains.kernel.jobs import job, periodic, told_together
from domains.kernel.money import to_decimal
from domains.wallet.events.promises import PromiseReturned
from domains.wallet.queries import promises
from domains.wallet.rules.promises import CALLED_BACK
from domains.wallet.service.keep_promises import AddressPromisesCommand, EndPromiseCommand, address_waiting_promises, end_due_promise

MONEY_RETURNED = "money-returned"
"""The notice to a sender."""

DUE_MAX = 200
"""Promises that one run ends."""

PHONES_MAX = 500
"""Phones looked up in one transaction."""


@periodic("* * * * * */5")
async def end_due_promises(database: Database) -> None:
    """End those whose time has come, each in a transaction of its own. One that fails does not keep the others; its failure is raised at the end."""
    async with database.reading(single=True) as read:
        due = await promises.list_due(read, database.clock.now(), DUE_MAX)
    with told_together("promises that could not be ended") as attempt:
        for promise_id in due:
            with attempt():
                await database.write(end_due_promise, EndPromiseCommand(request_id=None, owner_id=HOUSE_ID, promise_id=promise_id))


@periodic("* * * * *")
async def address_promises(database: Database) -> None:
    """Look for the owners of all phones for which money waits."""
    after: bytes | None = b""
    while after is not None:
        command = AddressPromisesCommand(request_id=None, owner_id=HOUSE_ID, after=after, most=PHONES_MAX)
        after = (await database.write(address_waiting_promises, command)).last


@job(PromiseReturned)
async def tell_senders(database: Database, payload: dict[str, Any]) -> None:
    """Tell a sender that the money came back, unless they took it back themselves."""
    if payload["reason"] == CALLED_BACK:
        return
    sender_id, promise_id = UUID(payload["subject_id"]), UUID(payload["promise_id"])
    async with database.reading(single=True) as read:
        (promise,) = await promises.find_promises(read, [promise_id], [sender_id])
    if promise is not None:
        said = {"amount": to_decimal(promise.amount), "currency": promise.amount.asset.code, "reason": payload["reason"]}
        await customers.notices.tell_customer(database, sender_id, derived_id(promise_id, "returned"), MONEY_RETURNED, said)
