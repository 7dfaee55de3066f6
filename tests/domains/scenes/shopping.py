"""What customers do at outside shops."""

from typing import Any
from uuid import UUID, uuid4

from domains import scenes
from domains.kernel.assets import CNY
from domains.kernel.money import Amount
from domains.scenes import shops
from tests.domains.scenes.scene_house import RIGHT, Person, SceneHouse

SHOP, BOOKS = "lantern-shop", "harbour-books"


async def purchases_of(bank: SceneHouse, person: Person, scene: str | None = None) -> dict[str, shops.Purchase]:
    """By what follows the login in their references."""
    async with bank.database.reading(single=True) as read:
        (page,) = await shops.list_purchases(read, [person.id], [scene], 50, None)
    return {one.reference.removeprefix(f"{person.login}-"): one for one in page.items}


async def find(bank: SceneHouse, purchase: shops.Purchase) -> shops.Purchase:
    async with bank.database.reading(single=True) as read:
        (found,) = await shops.find_purchases(read, [purchase.id], [purchase.customer_id])
    assert found is not None
    return found


async def with_purchase(bank: SceneHouse, minor: int = 20_000, scene: str = SHOP) -> tuple[Person, shops.Purchase]:
    """Somebody with money who ordered a lantern of 128.00."""
    person = await bank.person(minor)
    await bank.linked(person, scene)
    return person, (await purchases_of(bank, person, scene))["1"]


async def pay(bank: SceneHouse, person: Person, purchase: shops.Purchase, *, id_: UUID | None = None, minor: int | None = None, **more: Any) -> scenes.Order:
    amount = purchase.amount if minor is None else Amount(minor, CNY)
    values: dict[str, Any] = {"session_id": person.session_id, "purchase_id": purchase.id, "amount": amount, "pin": RIGHT} | more
    return await bank.database.write(shops.pay_purchase, shops.PayPurchaseCommand(request_id=id_ or uuid4(), owner_id=person.id, **values))


async def paid(bank: SceneHouse, minor: int = 20_000) -> tuple[Person, shops.Purchase, scenes.Order]:
    """Somebody who has paid the lantern."""
    person, purchase = await with_purchase(bank, minor)
    order = await pay(bank, person, purchase)
    await bank.run_jobs(person)
    return person, await find(bank, purchase), await bank.find_order(order)


async def refund(bank: SceneHouse, person: Person, purchase: shops.Purchase, minor: int | None, *, id_: UUID | None = None, **more: Any) -> shops.Purchase:
    """Of None all of it."""
    amount = None if minor is None else Amount(minor, CNY)
    values: dict[str, Any] = {"session_id": person.session_id, "purchase_id": purchase.id, "amount": amount} | more
    return await bank.database.write(shops.refund_purchase, shops.RefundPurchaseCommand(request_id=id_ or uuid4(), owner_id=person.id, **values))


async def refunds_of(bank: SceneHouse, purchase: shops.Purchase) -> list[tuple[str, int]]:
    async with bank.database.reading(single=True) as read:
        (found,) = await shops.list_refunds(read, [purchase.id], [purchase.customer_id])
    return [(one.state.value, one.amount.minor) for one in found]


async def agree(
    bank: SceneHouse, person: Person, purchase: shops.Purchase, code: str = "three", total: int | None = None, *, id_: UUID | None = None, **more: Any
) -> shops.InstalmentPlan:
    amount = purchase.amount if total is None else Amount(total, CNY)
    values: dict[str, Any] = {"session_id": person.session_id, "purchase_id": purchase.id, "code": code, "total": amount, "pin": RIGHT} | more
    return await bank.database.write(shops.agree_instalments, shops.AgreeInstalmentsCommand(request_id=id_ or uuid4(), owner_id=person.id, **values))


async def parts_of(bank: SceneHouse, plan: shops.InstalmentPlan) -> tuple[shops.InstalmentPlan, list[shops.Instalment]]:
    async with bank.database.reading(single=True) as read:
        (found,) = await shops.find_plans(read, [plan.id], [plan.customer_id])
        (parts,) = await shops.list_parts(read, [plan.id], [plan.customer_id])
    assert found is not None
    return found, parts


async def pay_part(bank: SceneHouse, person: Person, plan: shops.InstalmentPlan, number: int, id_: UUID | None = None) -> scenes.Order:
    command = shops.PayInstalmentCommand(request_id=id_ or uuid4(), owner_id=person.id, session_id=person.session_id, plan_id=plan.id, number=number, pin=RIGHT)
    return await bank.database.write(shops.pay_instalment, command)
