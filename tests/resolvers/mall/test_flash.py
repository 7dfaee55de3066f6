"""Flash sales in the schema's language: the queue as each viewer sees it, live and asked for, and every refusal as a type."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
import strawberry

from domains.kernel import queries
from domains.kernel.database import Database
from domains.kernel.relay import Relay
from gateway.hub import Hub
from resolvers.context import Context, Viewer
from resolvers.permissions import Permission
from tests.domains.mall.flash_house import PRICE, Flash
from tests.domains.mall.mall_house import ADDRESS, MallHouse
from tests.domains.wallet.people import Person
from tests.resolvers import asking
from tests.resolvers.wallet.conftest import viewer_of

SEEN = """query ($id: ID!) { flashSale(id: $id) { id price { amount } units unsoldUnits payMinutes state waiting
    mine { state place ahead order { checkoutId state total { amount } } } } }"""
JOIN = """mutation ($input: JoinFlashSaleInput!) { joinFlashSale(input: $input) { __typename ... on Problem { message }
    ... on FlashSaleJoined { saleId place { state place ahead order { id } } } } }"""
ANNOUNCE = """mutation ($input: AnnounceFlashSaleInput!) { announceFlashSale(input: $input) { __typename ... on Problem { message }
    ... on FlashSale { id units unsoldUnits state } } }"""
FOR_SHOP = ANNOUNCE.replace("announceFlashSale(", "announceFlashSaleForShop(")
CANCEL = "mutation ($input: FlashSaleInput!) { cancelFlashSale(input: $input) { __typename ... on Problem { message } ... on FlashSale { state } } }"
STOP = CANCEL.replace("cancelFlashSale(", "stopFlashSale(")
PAY = "mutation ($input: PayMallOrdersInput!) { payMallOrders(input: $input) { __typename ... on CheckedOut { state } } }"
LIST = "query ($shopId: ID!) { flashSales(shopId: $shopId) { id mine { place } } }"
AWAIT = """mutation ($input: StockNoticeInput!) { askForStock(input: $input) { __typename ... on Problem { message } ... on StockNotice { variantId } } }"""
DROP = "mutation ($input: StockNoticeInput!) { dropStockNotice(input: $input) { __typename ... on StockNoticeDropped { variantId } } }"
CHANGED = """subscription ($saleId: ID!, $since: Cursor) { flashSaleChanged(saleId: $saleId, since: $since) {
    cursor sale { state mine { state ahead order { state } } } } }"""
DELIVERY = dict(ADDRESS._asdict())


def joining(sale: Flash, **more: Any) -> dict[str, Any]:
    return {"requestId": str(uuid4()), "saleId": str(sale.sale.id), "delivery": DELIVERY, **more}


def announcing(sale: Flash, **more: Any) -> dict[str, Any]:
    now = sale.database.clock.now()
    times = {"startsAt": now.isoformat(), "endsAt": (now + timedelta(hours=1)).isoformat()}
    ids = {"requestId": str(uuid4()), "shopId": str(sale.shop.id), "variantId": str(sale.variant.id)}
    return {**ids, **times, "price": {"amount": "9.90", "currency": "CNY"}, "units": 2, **more}


class Asking:
    """Asks the real schema over the shared database."""

    def __init__(self, schema: strawberry.Schema, database: Database) -> None:
        self.schema, self.database = schema, database

    async def __call__(self, someone: Person | Viewer, document: str, language: str = "en", **variables: Any) -> Any:
        viewer = someone if isinstance(someone, Viewer) else viewer_of(someone, language)
        (answer,) = (await asking.ask(self.schema, self.database, viewer, document, **variables)).values()
        return answer


@pytest.fixture
def ask(schema: strawberry.Schema, database: Database) -> Asking:
    return Asking(schema, database)


@pytest.fixture
async def house(database: Database) -> MallHouse:
    return await MallHouse.open(database)


async def test_a_customer_joins_sees_their_place_and_pays_when_it_is_their_turn(house: MallHouse, ask: Asking, by_day: None) -> None:
    sale = await Flash.open(house, 1, shelf=1)
    first, second, onlooker = [await house.buyer(10_000) for _ in range(3)]
    joined = [await ask(one, JOIN, input=joining(sale)) for one in (first, second)]
    assert [one["place"] for one in joined] == [
        {"state": "WAITING", "place": 1, "ahead": 0, "order": None},
        {"state": "WAITING", "place": 2, "ahead": 1, "order": None},
    ]
    await sale.deal()
    seen = [await ask(one, SEEN, id=str(sale.sale.id)) for one in (first, second, onlooker)]
    order_id = str((await sale.place(first)).order_id)
    assert seen[0] == {
        "id": str(sale.sale.id),
        "price": {"amount": "9.90"},
        "units": 1,
        "unsoldUnits": 1,
        "payMinutes": 15,
        "state": "ANNOUNCED",
        "waiting": 1,
        "mine": {"state": "TURN", "place": 1, "ahead": 0, "order": {"checkoutId": order_id, "state": "PLACED", "total": {"amount": "9.90"}}},
    }
    assert [one["mine"] for one in seen[1:]] == [{"state": "WAITING", "place": 2, "ahead": 0, "order": None}, None]
    assert await ask(first, PAY, input={"requestId": str(uuid4()), "checkoutId": order_id}) == {"__typename": "CheckedOut", "state": "PAID"}
    assert await house.balance(first) == 10_000 - PRICE
    assert (await ask(onlooker, JOIN, input=joining(sale)))["__typename"] == "FlashSaleSoldOut"
    await sale.deal()
    after = await ask(second, SEEN, id=str(sale.sale.id))
    assert (after["state"], after["unsoldUnits"], after["mine"]["state"]) == ("SOLD_OUT", 0, "MISSED")


@pytest.mark.parametrize(
    ("more", "typename"),
    [
        ({"saleId": "x"}, "FlashSaleNotFound"),
        ({"saleId": str(uuid4())}, "FlashSaleNotFound"),
        ({"delivery": DELIVERY | {"city": ""}}, "DeliveryMalformed"),
    ],
)
async def test_each_refusal_to_join_is_a_type_with_a_message_in_both_languages(house: MallHouse, ask: Asking, more: dict[str, Any], typename: str) -> None:
    sale, someone = await Flash.open(house), await house.buyer()
    answers = [await ask(someone, JOIN, language, input=joining(sale, **more)) for language in ("en", "zh")]
    assert [one["__typename"] for one in answers] == [typename] * 2
    assert answers[0]["message"].isascii() and not answers[1]["message"].isascii()
    assert await sale.counts() == (0, 0, 0)


async def test_too_early_too_late_and_twice_are_told_apart(house: MallHouse, ask: Asking) -> None:
    someone, now = await house.buyer(), house.database.clock.now()
    early = await Flash.open(house, starts_at=now + timedelta(minutes=5))
    assert (await ask(someone, JOIN, input=joining(early)))["__typename"] == "FlashSaleNotBegun"
    sale = await Flash.open(house)
    assert (await ask(someone, JOIN, input=joining(sale)))["__typename"] == "FlashSaleJoined"
    assert (await ask(someone, JOIN, input=joining(sale)))["__typename"] == "FlashPlaceHeld"
    cancelled = await ask(sale.shop.owner, CANCEL, input={"requestId": str(uuid4()), "saleId": str(sale.sale.id)})
    assert cancelled == {"__typename": "FlashSale", "state": "CANCELLED"}
    assert (await ask(await house.buyer(), JOIN, input=joining(sale)))["__typename"] == "FlashSaleOver"
    assert (await ask(someone, SEEN, id=str(sale.sale.id)))["mine"]["state"] == "MISSED"


@pytest.mark.parametrize(
    ("more", "typename"),
    [
        ({"units": 0}, "UnitsMalformed"),
        ({"units": 2_147_483_647}, "UnitsMalformed"),
        ({"units": 9}, "OutOfStock"),
        ({"price": {"amount": "0", "currency": "CNY"}}, "FlashSaleMalformed"),
        ({"price": {"amount": "30.01", "currency": "CNY"}}, "FlashSaleMalformed"),
        ({"price": {"amount": "9.90", "currency": "USD"}}, "CurrencyMismatch"),
        ({"payMinutes": 61}, "FlashSaleMalformed"),
        ({"variantId": str(uuid4())}, "GoodsNotFound"),
        ({"shopId": str(uuid4())}, "ShopNotFound"),
    ],
)
async def test_each_refusal_of_a_sale_is_a_type_with_a_message_in_both_languages(house: MallHouse, ask: Asking, more: dict[str, Any], typename: str) -> None:
    sale = await Flash.open(house, 2, shelf=10)
    answers = [await ask(sale.shop.owner, ANNOUNCE, language, input=announcing(sale, **more)) for language in ("en", "zh")]
    assert [one["__typename"] for one in answers] == [typename] * 2
    assert answers[0]["message"].isascii() and not answers[1]["message"].isascii()
    assert await house.free(sale.variant.id) == 8


async def test_shops_and_staff_announce_and_call_off_and_strangers_do_not(house: MallHouse, ask: Asking) -> None:
    sale, stranger = await Flash.open(house, 2, shelf=10), await house.buyer()
    staff = Viewer(house.staff["owner_id"], house.staff["session_id"], frozenset({Permission.PUBLIC, Permission.OPERATOR_MERCHANTS}), "en")
    made = [await ask(sale.shop.owner, ANNOUNCE, input=announcing(sale)), await ask(staff, FOR_SHOP, input=announcing(sale))]
    assert [(one["units"], one["unsoldUnits"], one["state"]) for one in made] == [(2, 2, "ANNOUNCED")] * 2
    assert (await ask(stranger, ANNOUNCE, input=announcing(sale)))["__typename"] == "ShopNotFound"
    listed = await ask(stranger, LIST, shopId=str(sale.shop.id))
    assert {one["id"] for one in listed} == {str(sale.sale.id), *(one["id"] for one in made)}
    off = {"requestId": str(uuid4()), "saleId": made[1]["id"]}
    assert (await ask(stranger, CANCEL, input=off))["__typename"] == "FlashSaleNotFound"
    assert await ask(staff, STOP, input=off | {"requestId": str(uuid4())}) == {"__typename": "FlashSale", "state": "CANCELLED"}
    assert (await ask(staff, STOP, input=off | {"requestId": str(uuid4())}))["__typename"] == "FlashSaleOver"
    assert await ask(stranger, SEEN, id="x") is None


async def test_a_customer_asks_to_be_told_and_thinks_better_of_it(house: MallHouse, ask: Asking) -> None:
    shop, someone = await house.shop(), await house.buyer()
    gone, there = await house.stocked(shop, 0), await house.stocked(shop, 1)

    def about(variant_id: Any) -> dict[str, str]:
        return {"requestId": str(uuid4()), "variantId": str(variant_id)}

    assert await ask(someone, AWAIT, input=about(gone.id)) == {"__typename": "StockNotice", "variantId": str(gone.id)}
    assert await ask(someone, "{ stockNotices { variantId } }") == [{"variantId": str(gone.id)}]
    refused = [await ask(someone, AWAIT, language, input=about(there.id)) for language in ("en", "zh")]
    assert [one["__typename"] for one in refused] == ["StockThere"] * 2
    assert refused[0]["message"].isascii() and not refused[1]["message"].isascii()
    assert (await ask(someone, AWAIT, input=about("x")))["__typename"] == "VariantUnavailable"
    assert (await ask(someone, DROP, input=about(gone.id)))["__typename"] == "StockNoticeDropped"
    assert await ask(someone, "{ stockNotices { variantId } }") == []


class Door:
    """A house with a relay that is stepped by hand and a hub that follows it."""

    def __init__(self, database: Database, schema: strawberry.Schema, hub: Hub) -> None:
        self.database, self.schema, self.hub = database, schema, hub
        self._relay = Relay(database, listeners={}, jobs={})
        self.contexts: list[Context] = []

    async def settle(self) -> None:
        while await self._relay.step():
            pass
        async with self.database.reading() as read:
            latest = await queries.latest_position(read)
        async with asyncio.timeout(30):
            while self.hub._position < latest:
                await asyncio.sleep(0.01)

    async def begin(self, someone: Person, sale: Flash, since: str | None = None) -> asyncio.Task[Any]:
        """Waiting for the next change, known to the hub."""
        context = Context(viewer_of(someone), self.database.read(), self.database.write, self.hub.listen)  # type: ignore[arg-type]
        self.contexts.append(context)
        before = self.hub.subscriber_count
        stream: Any = await self.schema.subscribe(CHANGED, {"saleId": str(sale.sale.id), "since": since}, context_value=context)

        async def heard() -> Any:
            async with asyncio.timeout(30):
                result = await anext(stream)
            assert result.errors is None, result.errors
            return result.data["flashSaleChanged"]

        task = asyncio.create_task(heard())
        async with asyncio.timeout(30):
            while since is None and self.hub.subscriber_count == before:
                await asyncio.sleep(0.01)
        return task


@pytest_asyncio.fixture
async def door(fresh_database: Database, fresh_dsn: Callable[[str], str], schema: strawberry.Schema) -> AsyncIterator[Door]:
    hub = Hub(fresh_database, fresh_dsn("scenebank_app"))
    await hub.start()
    opened = Door(fresh_database, schema, hub)
    yield opened
    await hub.drain()
    for context in opened.contexts:
        await context.read.close()


async def test_everybody_in_the_queue_hears_that_it_moved_with_their_own_place(door: Door) -> None:
    house = await MallHouse.open(door.database)
    sale = await Flash.open(house, 1, shelf=1)
    first, second, third = [await house.buyer(10_000) for _ in range(3)]
    for one in (first, second, third):
        await sale.join(one)
    await door.settle()
    waiting = [await door.begin(one, sale) for one in (first, third)]
    await sale.deal()
    await door.settle()
    turn, queued = await asyncio.gather(*waiting)
    assert turn["sale"] == {"state": "ANNOUNCED", "mine": {"state": "TURN", "ahead": 0, "order": {"state": "PLACED"}}}
    assert queued["sale"]["mine"] == {"state": "WAITING", "ahead": 1, "order": None}

    await house.pay(first, (await sale.place(first)).order_id)
    await sale.deal()
    await door.settle()
    missed = await (await door.begin(third, sale, queued["cursor"]))
    assert missed["sale"] == {"state": "SOLD_OUT", "mine": {"state": "MISSED", "ahead": 1, "order": None}}
