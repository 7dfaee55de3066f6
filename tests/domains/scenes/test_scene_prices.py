"""What a scene's customers pay in the mall: only who has an account linked there, and an order goes by the scene that its quote named."""

from uuid import uuid4

import pytest

from domains import mall, scenes
from domains.kernel.errors import IdReused
from tests.domains.mall.mall_house import MallHouse, MallShop
from tests.domains.scenes.scene_house import POWER, WATER, Person, SceneHouse


async def priced(house: MallHouse, shop: MallShop, **prices: int) -> mall.Variant:
    """Ten mugs at 30.00, and at those prices for who comes from a scene."""
    told = {f"scene:{name.replace('_', '-')}": minor for name, minor in prices.items()}
    (variant,) = await house.variants(await house.goods(shop, mall.VariantTerms(f"SKU-{uuid4().hex[:12]}", {}, 3_000, prices=told)))
    await house.receive(shop, variant.id, 10)
    return variant


async def in_cart(bank: SceneHouse, person: Person, variant: mall.Variant, units: int = 2) -> None:
    named = {"owner_id": person.id, "session_id": person.session_id, "variant_id": variant.id, "units": units}
    await bank.database.write(mall.set_cart_line, mall.SetCartLineCommand(request_id=None, **named))


async def cart(bank: SceneHouse, person: Person, scene: str | None = None) -> mall.CartQuote:
    async with bank.database.reading() as read:
        (found,) = await mall.find_carts(read, [person.id], scene)
    return found.quote


async def place(house: MallHouse, person: Person, variant: mall.Variant, quote_hash: str, scene: str | None) -> mall.CheckedOut:
    return await house.database.write(mall.place_mall_order, house.command(person, {variant.id: 2}, quote_hash, fundings=(), scene=scene))  # type: ignore[arg-type]


def told(quote: mall.CartQuote) -> tuple[int, mall.SceneVisit | None]:
    return quote.shops[0].total.minor, quote.visit


async def test_who_is_of_the_scene_and_comes_from_it_pays_its_price(bank: SceneHouse) -> None:
    house, person = await MallHouse.open(bank.database), await bank.person()
    mug = await priced(house, await house.shop(), morning_water=2_400)
    await bank.linked(person)
    await in_cart(bank, person, mug)

    ordinary, quoted = await cart(bank, person), await cart(bank, person, WATER)

    assert told(ordinary) == (6_000, None)
    assert told(quoted) == (4_800, mall.SceneVisit(WATER, ""))
    assert ordinary.hash != quoted.hash
    placed = await place(house, person, mug, quoted.hash, WATER)
    (line,) = await house.lines(placed.order_ids[0])
    assert (placed.total.minor, line.price_minor) == (4_800, 2_400)


async def test_an_unknown_and_an_unlinked_scene_give_ordinary_prices_and_say_why(bank: SceneHouse) -> None:
    house, person, member = await MallHouse.open(bank.database), await bank.person(), await bank.person()
    mug = await priced(house, await house.shop(), morning_water=2_400)
    await bank.linked(member)
    await in_cart(bank, person, mug)

    ordinary = await cart(bank, person)
    for scene, reason in ((WATER, "not_linked"), ("no-such-scene", "unknown_scene"), ("\x00", "unknown_scene"), ("", "unknown_scene")):
        quoted = await cart(bank, person, scene)
        assert told(quoted) == (6_000, mall.SceneVisit(scene, reason))
        assert quoted.hash == ordinary.hash
    assert (await place(house, person, mug, ordinary.hash, WATER)).total.minor == 6_000


async def test_a_scene_that_makes_nothing_cheaper_says_so(bank: SceneHouse) -> None:
    house, person = await MallHouse.open(bank.database), await bank.person()
    mug = await priced(house, await house.shop(), evening_power=2_400)
    await bank.linked(person)
    await in_cart(bank, person, mug)
    quoted = await cart(bank, person, WATER)
    assert told(quoted) == (6_000, mall.SceneVisit(WATER, "no_price"))
    assert quoted.hash == (await cart(bank, person)).hash


async def test_the_quote_of_a_scene_is_no_ones_who_is_not_of_it_or_names_none_or_has_left_it(bank: SceneHouse) -> None:
    house, person, stranger = await MallHouse.open(bank.database), await bank.person(), await bank.person()
    mug = await priced(house, await house.shop(), morning_water=2_400, evening_power=2_400)
    link = await bank.linked(person)
    await in_cart(bank, person, mug)
    quoted, ordinary = await cart(bank, person, WATER), await cart(bank, person)

    for somebody, scene in ((stranger, WATER), (person, None), (person, POWER)):
        with pytest.raises(mall.PriceChanged) as changed:
            await place(house, somebody, mug, quoted.hash, scene)
        assert changed.value.quote_hash == ordinary.hash
    await bank.database.write(scenes.unlink_partner, scenes.LinkCommand(request_id=uuid4(), owner_id=person.id, link_id=link.id))
    with pytest.raises(mall.PriceChanged):
        await place(house, person, mug, quoted.hash, WATER)
    assert await house.free(mug.id) == 10
    assert told(await cart(bank, person, WATER)) == (6_000, mall.SceneVisit(WATER, "not_linked"))


async def test_each_of_many_carts_has_the_prices_of_its_own_customer(bank: SceneHouse) -> None:
    house, person, stranger = await MallHouse.open(bank.database), await bank.person(), await bank.person()
    mug = await priced(house, await house.shop(), morning_water=2_400)
    await bank.linked(person)
    for one in (person, stranger):
        await in_cart(bank, one, mug)
    async with bank.database.reading() as read:
        carts = await mall.find_carts(read, [person.id, stranger.id, person.id], WATER)
    assert [one.quote.shops[0].total.minor for one in carts] == [4_800, 6_000, 4_800]


async def test_a_repeat_with_another_scene_is_another_order_and_refused(bank: SceneHouse) -> None:
    house, person = await MallHouse.open(bank.database), await bank.person()
    mug = await priced(house, await house.shop(), morning_water=2_400)
    await bank.linked(person)
    await in_cart(bank, person, mug)
    id_ = uuid4()
    command = house.command(person, {mug.id: 2}, (await cart(bank, person, WATER)).hash, fundings=(), scene=WATER, request_id=id_)  # type: ignore[arg-type]
    assert await house.database.write(mall.place_mall_order, command) == await house.database.write(mall.place_mall_order, command)
    other = house.command(person, {mug.id: 2}, command.quote_hash, fundings=(), scene=POWER, request_id=id_)  # type: ignore[arg-type]
    with pytest.raises(IdReused):
        await house.database.write(mall.place_mall_order, other)
    assert await house.free(mug.id) == 8


async def test_a_scene_costs_one_statement_and_none_where_none_is_named(bank: SceneHouse) -> None:
    house, person = await MallHouse.open(bank.database), await bank.person()
    mug = await priced(house, await house.shop(), morning_water=2_400)
    await bank.linked(person)
    await in_cart(bank, person, mug)
    counts = []
    for scene in (None, "no-such-scene", WATER):
        with bank.database.counting() as statements:
            quoted = await cart(bank, person, scene)
        with bank.database.counting() as placing:
            await place(house, person, mug, quoted.hash, scene)
        await in_cart(bank, person, mug)
        counts.append((len(statements), len(placing)))
    (read, placed), unknown, named = counts
    assert unknown == (read, placed)
    assert named == (read + 1, placed + 1)
    assert placed <= 12
