"""What is asked of us, by the app's own documents."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from bench.mall.caller import Call, Line, Unexpected
from bench.mall.house import House
from bench.mall.shelves import VARIANTS_EACH, WORDS
from bench.wallet.street import Payer
from domains import mall, wallet
from gateway.trusted import read_live_manifests

PAGES = 50
CARTS, CART_LINES, ORDER_LINES = 64, 10, 5
DELIVERY = {"name": "王小明", "phone": "13800000000", "province": "上海市", "city": "上海市", "street": "世纪大道 100 号"}


class OurCalls:
    """The operations, over a house that is furnished."""

    def __init__(self, house: House) -> None:
        self._house = house
        (manifest,) = read_live_manifests()[:1]
        self._ids = {one.name: one.id for one in manifest.documents.values()}
        self._after: list[str | None] = [None]

    def first_question(self) -> dict[str, object]:
        """What is asked until the server answers."""
        return {"documentId": self._ids["MallCategories"], "variables": {}}

    async def prepare(self, line: Line) -> dict[str, Call]:
        """The operations by name. Walks the pages once, so that each can be asked for by its cursor."""
        await self._house.sign_in_again()
        while len(self._after) < PAGES:
            page = await self._ask(line, self._house.payers[0], "GoodsOnSale", first=20, after=self._after[-1])
            self._after.append(page["goodsOnSale"]["pageInfo"]["endCursor"])
        return {"browse": self.browse, "product": self.product, "search": self.search, "cart": self.cart, "order": self.order}

    async def browse(self, line: Line, turn: int) -> None:
        page = await self._ask(line, self._payer(turn), "GoodsOnSale", first=20, after=self._after[turn % PAGES])
        _check(len(page["goodsOnSale"]["nodes"]) == 20, page)

    async def product(self, line: Line, turn: int) -> None:
        ids = self._house.product_ids
        told = await self._ask(line, self._payer(turn), "GoodsPage", id=str(ids[turn * 37 % len(ids)]))
        _check(len(told["goods"]["variants"]) == VARIANTS_EACH, told)

    async def search(self, line: Line, turn: int) -> None:
        found = await self._ask(line, self._payer(turn), "SearchGoods", text=WORDS[turn % len(WORDS)], first=20)
        _check(len(found["searchGoods"]["found"]["nodes"]) == 20, found)

    async def cart(self, line: Line, turn: int) -> None:
        variant = self._house.variant_ids[turn // CARTS % CART_LINES]
        await self._put(line, self._house.payers[1 + turn % CARTS], str(variant))

    async def order(self, line: Line, turn: int) -> None:
        """Five lines into an empty cart, the cart with its quote, the order paid from the wallet: seven requests."""
        buyers = self._house.payers[1 + CARTS :]
        buyer, ids = buyers[turn % len(buyers)], self._house.variant_ids
        lines = [str(ids[(turn * 31 + 7 * place) % len(ids)]) for place in range(ORDER_LINES)]
        for one in lines:
            await self._put(line, buyer, one)
        await self.place(line, buyer, lines, await self.quote(line, buyer))

    async def steps(self, line: Line) -> dict[str, Callable[[], Awaitable[object]]]:
        """The two requests that end an order, each to be made once in this order, of a cart that is filled now."""
        buyer, lines = self._house.payers[-1], [str(one) for one in self._house.variant_ids[:ORDER_LINES]]
        for one in lines:
            await self._put(line, buyer, one)
        hash_ = await self.quote(line, buyer)
        return {"quote": lambda: self.quote(line, buyer), "place": lambda: self.place(line, buyer, lines, hash_)}

    async def place_by_verb(self) -> int:
        """Statements of the verb alone that places and pays an order of five lines, without what the answer then tells of it."""
        database, buyer = self._house.database, self._house.payers[-2]
        wanted = dict.fromkeys(self._house.variant_ids[:ORDER_LINES], 1)
        async with database.reading() as read:
            quoted = await mall.quote_lines(read, wanted, "basic")
        who = {"owner_id": buyer.id, "session_id": buyer.session_id}
        told = {"lines": tuple(wanted.items()), "quote_hash": quoted.hash, "delivery": mall.Delivery(**DELIVERY), "fundings": (wallet.Funding(wallet.WALLET),)}
        command = mall.PlaceMallOrderCommand(request_id=uuid4(), **who, **told)  # type: ignore[arg-type]
        with database.counting() as statements:
            await database.write(mall.place_mall_order, command)
        return len(statements)

    async def quote(self, line: Line, buyer: Payer) -> str:
        cart = await self._ask(line, buyer, "MallCart")
        _check(len(cart["mallCart"]["lines"]) == ORDER_LINES, cart)
        return str(cart["mallCart"]["quote"]["hash"])

    async def place(self, line: Line, buyer: Payer, variant_ids: list[str], quote_hash: str) -> None:
        told = {"lines": [{"variantId": one, "units": 1} for one in variant_ids], "quoteHash": quote_hash, "delivery": DELIVERY}
        answer = await self._ask(line, buyer, "PlaceMallOrder", input={"requestId": str(uuid4()), "fundings": [{"source": "wallet"}], **told})
        placed = answer["placeMallOrder"]
        _check(placed["__typename"] == "CheckedOut" and placed["state"] == "PAID", answer)

    async def _put(self, line: Line, buyer: Payer, variant_id: str) -> None:
        told = await self._ask(line, buyer, "SetCartLine", input={"variantId": variant_id, "units": 1})
        _check(told["setCartLine"]["__typename"] == "CartChanged", told)

    async def _ask(self, line: Line, payer: Payer, document: str, **variables: object) -> dict[str, Any]:
        return await line.ask({"documentId": self._ids[document], "variables": variables}, payer.token)  # type: ignore[no-any-return]

    def _payer(self, turn: int) -> Payer:
        return self._house.payers[turn % len(self._house.payers)]


def _check(is_right: bool, answer: object) -> None:
    if not is_right:
        raise Unexpected(str(answer)[:500])
