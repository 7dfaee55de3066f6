"""What becomes of parcels by the clock: those that nobody heard of count as arrived, and carriers are asked for the others."""

import asyncio

from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import periodic, told_together
from domains.mall.ports import Carriers
from domains.mall.queries import parcels
from domains.mall.queries.parcels import Parcel
from domains.mall.service.parcels import EndDueParcelCommand, TellParcelCommand, end_due_parcel, tell_parcel, words_of

DUE_MAX = 500
"""Parcels that one run ends."""

ASKED_MAX, ASKED_AT_ONCE = 200, 16


@periodic("* * * * * */5")
async def end_due_parcels(database: Database) -> None:
    """Each in a transaction of its own. One that fails does not keep the others; its failure is raised at the end."""
    async with database.reading(single=True) as read:
        due = await parcels.list_due(read, DUE_MAX)
    with told_together("parcels that could not be ended") as attempt:
        for parcel_id in due:
            with attempt():
                await database.write(end_due_parcel, EndDueParcelCommand(request_id=None, owner_id=HOUSE_ID, parcel_id=parcel_id))


@periodic("* * * * * */10")
async def ask_carriers(database: Database) -> None:
    """Ask each carrier for its parcels that are due to be asked for: what it pushed and never came is heard of so. No transaction is open meanwhile."""
    carriers = database.ports.get(Carriers)
    if not carriers.names:
        return
    async with database.reading(single=True) as read:
        due = await parcels.list_asked(read, carriers.names, ASKED_MAX)
    gate = asyncio.Semaphore(ASKED_AT_ONCE)

    async def ask(parcel: Parcel) -> None:
        carrier = carriers.find(parcel.carrier)
        assert carrier is not None
        async with gate:
            words = await carrier.track(parcel.id, parcel.tracking_number)
        command = TellParcelCommand(request_id=None, owner_id=HOUSE_ID, parcel_id=parcel.id, carrier=parcel.carrier, words=words_of(words or ()))
        await database.write(tell_parcel, command)

    results = await asyncio.gather(*(ask(parcel) for parcel in due), return_exceptions=True)
    failures = [result for result in results if isinstance(result, Exception)]
    if failures:
        raise ExceptionGroup("parcels that could not be asked for", failures)
