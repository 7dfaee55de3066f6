"""Parcels for tests: sent, told of, and looked at."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from domains import mall
from domains.kernel.commands import HOUSE_ID
from domains.mall import fulfilment
from domains.mall.service.parcels import ParcelStanding
from tests.domains.mall.mall_house import MallHouse, MallShop
from tests.domains.wallet.people import Person


async def send(
    house: MallHouse, shop: MallShop, order_id: UUID, units: Mapping[int, int], carrier: str = "", number: str = "", request_id: UUID | None = None
) -> ParcelStanding:
    named = {"order_id": order_id, "units": tuple(units.items()), "carrier": carrier, "tracking_number": number}
    command = fulfilment.SendParcelCommand(request_id=request_id or uuid4(), **named, **shop.who)  # type: ignore[arg-type]
    return await house.database.write(fulfilment.send_parcel, command)


async def tell(house: MallHouse, parcel_id: UUID, *words: fulfilment.Word, carrier: str = "sandbox") -> ParcelStanding:
    command = fulfilment.TellParcelCommand(request_id=None, owner_id=HOUSE_ID, parcel_id=parcel_id, carrier=carrier, words=words)
    return await house.database.write(fulfilment.tell_parcel, command)


async def confirm(house: MallHouse, who: Person, parcel_id: UUID) -> ParcelStanding:
    command = fulfilment.ConfirmParcelCommand(request_id=uuid4(), owner_id=who.id, session_id=who.session_id, parcel_id=parcel_id)
    return await house.database.write(fulfilment.confirm_parcel, command)


async def parcels_of(house: MallHouse, order_id: UUID) -> list[fulfilment.Parcel]:
    async with house.database.reading(single=True) as read:
        return (await fulfilment.list_parcels(read, [order_id]))[0]


async def rights_of(house: MallHouse, who: Person) -> list[mall.ReviewRight]:
    async with house.database.reading(single=True) as read:
        return (await mall.find_review_rights(read, [who.id]))[0]


def word(id_: str, kind: str, at: datetime, place: str = "杭州") -> fulfilment.Word:
    return fulfilment.Word(id_, kind, at, place)
