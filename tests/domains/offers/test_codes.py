"""Codes: hung once at a place, assigned anew without a new print, withdrawn; and a customer's own to share."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from domains import offers
from domains.kernel.database import Database
from domains.kernel.errors import Refusal, Unauthenticated
from domains.offers import Kind, PlacementKind
from tests.domains.offers.staff import Staff, address, scan
from tests.domains.wallet.people import person


async def share(database: Database, owner: Any, kind: Kind, id_: Any, **more: Any) -> offers.OfferCode:
    named = {"request_id": uuid4(), "owner_id": owner.id, "session_id": owner.session_id, "kind": kind, "product_id": id_, **more}
    return await database.write(offers.share_product, offers.ShareProductCommand(**named))


async def test_a_wall_shows_its_codes_by_slot(database: Database, staff: Staff) -> None:
    wall = await staff.wall(2, 2)
    tea, fund = await staff.register(Kind.GOODS, uuid4(), "Tea"), await staff.register(Kind.FUND, uuid4(), "Fund")
    for slot, product in ((4, tea), (1, fund)):
        await staff.hang(product, PlacementKind.SLOT, f"第{slot}格", wall_id=wall.id, slot=slot)
    async with database.reading() as read:
        (slots,) = await offers.list_slots(read, [wall.id])
        page = await offers.list_walls(read, 1, None)
    assert [(slot.number, slot.code.placement.label, slot.product) for slot in slots] == [(1, "第1格", fund), (4, "第4格", tea)]
    assert page.items == [wall]


async def test_a_slot_holds_one_code_and_is_free_again_when_that_is_withdrawn(database: Database, staff: Staff) -> None:
    wall, tea = await staff.wall(), await staff.register(Kind.GOODS, uuid4(), "Tea")
    at = {"placement": PlacementKind.SLOT, "wall_id": wall.id, "slot": 12}
    hung = await asyncio.gather(*(staff.hang(tea, **at) for _ in range(8)), return_exceptions=True)
    (first,) = [one for one in hung if isinstance(one, offers.OfferCode)]
    assert [type(one) for one in hung if one is not first] == [offers.PlacementNotFound] * 7
    await staff.withdraw(first)
    second = await staff.hang(tea, **at)
    assert (second.placement.id, second.id != first.id) == (first.placement.id, True)
    with pytest.raises(offers.CodeUnknown):
        await scan(database, await address(database, first))


async def test_the_same_print_leads_to_another_product_once_assigned(database: Database, staff: Staff) -> None:
    tea, coffee = await staff.register(Kind.GOODS, uuid4(), "Tea"), await staff.register(Kind.GOODS, uuid4(), "Coffee")
    code = await staff.hang(tea)
    printed = await address(database, code)
    assert (await scan(database, printed)).target == tea
    assigned = await staff.assign(code, coffee)
    assert (await address(database, assigned), (await scan(database, printed)).target) == (printed, coffee)


async def test_a_customer_shares_a_product_under_one_code_and_themselves_alone(database: Database, staff: Staff) -> None:
    tea = await staff.register(Kind.GOODS, uuid4(), "Tea")
    one, other = await person(database), await person(database)
    codes = await asyncio.gather(*(share(database, one, *tea.key) for _ in range(8)))
    assert len({code.id for code in codes}) == 1
    assert (await share(database, other, *tea.key)).id != codes[0].id
    mine = await share(database, one, Kind.PERSON, one.id)
    found = await scan(database, await address(database, mine), other.id)
    assert isinstance(found.target, offers.ScannedPerson)
    assert (found.kind, found.target.customer_id, found.actions) == (Kind.PERSON, one.id, (offers.Action.TRANSFER,))
    for kind, id_ in ((Kind.PERSON, other.id), (Kind.GOODS, uuid4())):
        with pytest.raises(offers.ProductNotFound):
            await share(database, one, kind, id_)
    with pytest.raises(Unauthenticated):
        await share(database, one, *tea.key, session_id=other.session_id)


async def test_what_breaks_a_rule_is_refused_and_hangs_nothing(database: Database, staff: Staff) -> None:
    tea, gone, wall = await staff.register(Kind.GOODS, uuid4(), "Tea"), await staff.register(Kind.GOODS, uuid4(), "Old"), await staff.wall(2, 2)
    await staff.retire(*gone.key)
    shared = await share(database, await person(database), *tea.key)
    slot = {"placement": PlacementKind.SLOT, "wall_id": wall.id}
    today = database.clock.today()
    refused: list[tuple[type[Refusal], Any]] = [
        (offers.PlacementMalformed, lambda: staff.hang(tea, label="")),
        (offers.PlacementMalformed, lambda: staff.hang(tea, label="a" * 41)),
        (offers.PlacementMalformed, lambda: staff.hang(tea, PlacementKind.SHARE)),
        (offers.PlacementMalformed, lambda: staff.hang(tea, PlacementKind.POSTER, slot=1)),
        (offers.CodeExpiryOutOfRange, lambda: staff.hang(tea, last_day=today - timedelta(days=1))),
        (offers.CodeExpiryOutOfRange, lambda: staff.hang(tea, last_day=date(2099, 1, 1))),
        (offers.ProductNotFound, lambda: staff.hang(gone)),
        (offers.PlacementNotFound, lambda: staff.hang(tea, slot=0, **slot)),
        (offers.PlacementNotFound, lambda: staff.hang(tea, slot=5, **slot)),
        (offers.PlacementNotFound, lambda: staff.hang(tea, PlacementKind.SLOT, slot=1, wall_id=uuid4())),
        (offers.PlacementNotFound, lambda: staff.hang(tea, **slot)),
        (offers.CodeUnknown, lambda: staff.assign(shared, tea)),
        (offers.CodeUnknown, lambda: staff.withdraw(shared)),
        (offers.WallMalformed, lambda: staff.wall(0, 1)),
        (offers.WallMalformed, lambda: staff.wall(1, 21)),
        (offers.WallMalformed, lambda: staff.wall(title_zh="")),
    ]
    for refusal, attempt in refused:
        with pytest.raises(refusal):
            await attempt()
    async with database.reading() as read:
        assert await offers.list_slots(read, [wall.id]) == [[]]
