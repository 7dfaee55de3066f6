"""What a shop gives back though nobody here asked for it reaches the customer once; what it only says reaches nobody."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from domains import scenes
from domains.scenes.service.purchase import TakePurchasesCommand, take_purchases
from tests.domains.scenes.scene_house import Person, SceneHouse
from tests.domains.scenes.shopping import SHOP, find, paid, refund, refunds_of


async def give_back(bank: SceneHouse, order: scenes.Order, minor: int) -> UUID:
    """The shop's desk does it."""
    refund_id = uuid4()
    told = {"refund_id": str(refund_id), "payment_id": str(order.id), "amount_minor": minor, "currency": "CNY"}
    await bank.at_partner("/returns", told, SHOP)
    return refund_id


async def hear(bank: SceneHouse, person: Person) -> None:
    """The shop is asked what is new, and the worker does what follows."""
    await bank.later(timedelta(hours=6))
    await asyncio.gather(*(bank.run_jobs(person) for _ in range(3)))


async def say(bank: SceneHouse, person: Person, reference: str, *refunds: dict[str, Any]) -> None:
    """What a shop only says, whatever its books have."""
    link = await bank.find_link_of(person, SHOP)
    listed = {"reference": reference, "title": "Lamp", "amount_minor": 12_800, "currency": "CNY", "placed_at": "2026-11-25T00:00:00+00:00", "status": "paid"}
    command = TakePurchasesCommand(request_id=None, owner_id=person.id, link_id=link.id, listed=[{**listed, "offers": [], "refunds": list(refunds)}])
    await bank.database.write(take_purchases, command)
    for _ in range(2):
        await bank.run_jobs(person)
        await bank.later(timedelta(minutes=1))


async def test_what_the_shop_gives_back_by_itself_is_the_customers_once(bank: SceneHouse) -> None:
    person, purchase, order = await paid(bank)
    owed = await bank.owed(SHOP)
    first = await give_back(bank, order, 2_800)
    for _ in range(2):
        await hear(bank, person)
    assert (await bank.balance(person), await bank.owed(SHOP), await refunds_of(bank, purchase)) == ((10_000, 10_000), owed - 2_800, [("paid", 2_800)])
    assert (await find(bank, purchase)).state == "paid"
    # What the customer asks for goes beside it, and the rest comes by itself again.
    await refund(bank, person, purchase, 1_000)
    await bank.run_jobs(person)
    second = await give_back(bank, order, 9_000)
    for _ in range(2):
        await hear(bank, person)
    assert ((await find(bank, purchase)).state, await bank.balance(person)) == ("refunded", (20_000, 20_000))
    books = (await bank.at_partner("/books", scene=SHOP))["refunds"]
    mine = {one["refund_id"]: one["amount_minor"] for one in books if one["payment_id"] == str(order.id)}
    assert (len(mine), sum(mine.values()), mine[str(first)], mine[str(second)]) == (3, 12_800, 2_800, 9_000)
    assert await bank.facts(person, "SceneOrderRefunded") == ["SceneOrderRefunded"] * 3


async def test_what_is_no_refund_of_that_purchase_moves_nothing(bank: SceneHouse) -> None:
    person, purchase, order = await paid(bank)
    other, _, others_order = await paid(bank)
    before = await bank.balance(person), await bank.balance(other), await bank.owed(SHOP)
    told = {"refund_id": str(uuid4()), "payment_id": str(order.id), "amount_minor": 12_800}
    # Another customer's payment, one that there is not, more than was paid, and a purchase that is not known.
    await say(bank, person, purchase.reference, told | {"payment_id": str(others_order.id)})
    await say(bank, person, purchase.reference, told | {"payment_id": str(uuid4())})
    await say(bank, person, purchase.reference, told | {"amount_minor": 12_801})
    await say(bank, person, f"{person.login}-new", told)
    assert await refunds_of(bank, purchase) == []
    assert (await bank.balance(person), await bank.balance(other), await bank.owed(SHOP)) == before


async def test_a_number_of_another_refund_is_not_taken_again(bank: SceneHouse) -> None:
    person, purchase, order = await paid(bank)
    other, others_purchase, others_order = await paid(bank)
    refund_id = await give_back(bank, others_order, 5_000)
    await hear(bank, other)
    await say(bank, person, purchase.reference, {"refund_id": str(refund_id), "payment_id": str(order.id), "amount_minor": 5_000})
    assert await refunds_of(bank, purchase) == []
    assert (await refunds_of(bank, others_purchase), await bank.balance(person)) == ([("paid", 5_000)], (7_200, 7_200))
