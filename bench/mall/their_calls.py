"""What is asked of Saleor, as a storefront asks it: without signing in, but for the payment, which its payment app tells of."""

from base64 import b64encode
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

import asyncpg

from bench.mall.caller import Call, Line, Unexpected
from bench.mall.our_calls import CART_LINES, CARTS, ORDER_LINES, PAGES
from bench.mall.saleor import CHANNEL, Saleor
from bench.mall.shelves import VARIANTS_EACH, WORDS

LISTED = """edges { node { id name category { name } thumbnail(size: 256) { url } pricing { priceRange { start { gross { amount currency } } } } } }
pageInfo { hasNextPage endCursor }"""
BROWSE = f'query Browse($after: String) {{ products(first: 20, after: $after, channel: "{CHANNEL}") {{ {LISTED} }} }}'
SEARCH = f'query Search($text: String!) {{ products(first: 20, search: $text, channel: "{CHANNEL}") {{ {LISTED} }} }}'
PRODUCT = f"""query Page($id: ID!) {{ product(id: $id, channel: "{CHANNEL}") {{ id name description category {{ name }} media {{ url(size: 512) }}
variants {{ id sku name quantityAvailable pricing {{ price {{ gross {{ amount currency }} }} }} }} }} }}"""
ADD = """mutation Add($id: ID!, $lines: [CheckoutLineInput!]!) { checkoutLinesAdd(id: $id, lines: $lines) { checkout { id } errors { field message code } } }"""
CREATE = """mutation Create($input: CheckoutCreateInput!) { checkoutCreate(input: $input) { checkout { id } errors { field message code } } }"""
OPTIONS = "mutation Options($id: ID!) { deliveryOptionsCalculate(id: $id) { deliveries { id } errors { message code } } }"
DELIVER = """mutation Deliver($id: ID!, $method: ID!) { checkoutDeliveryMethodUpdate(id: $id, deliveryMethodId: $method) {
checkout { id totalPrice { gross { amount currency } } } errors { field message code } } }"""
PAY = """mutation Pay($id: ID!, $transaction: TransactionCreateInput!) { transactionCreate(id: $id, transaction: $transaction) {
transaction { id } errors { field message code } } }"""
COMPLETE = """mutation Complete($id: ID!) { checkoutComplete(id: $id) { order { id number isPaid } errors { field message code } } }"""
ADDRESS = {
    **{"firstName": "Ming", "lastName": "Wang", "streetAddress1": "600 Montgomery Street", "city": "San Francisco", "countryArea": "CA"},
    **{"postalCode": "94111", "country": "US", "phone": "+14155550132"},
}


class TheirCalls:
    """The operations, over a Saleor that is filled."""

    def __init__(self, saleor: Saleor) -> None:
        self._token, self._dsn = saleor.app_token, saleor.dsn
        self._products: list[str] = []
        self._variants: list[str] = []
        self._carts: list[str] = []
        self._after: list[str | None] = [None]
        self._payments = count()

    async def prepare(self, line: Line) -> dict[str, Call]:
        """The operations by name. Walks the pages once, and makes the carts that lines are added to."""
        connection = await asyncpg.connect(self._dsn)
        try:
            self._products = [_global_id("Product", row[0]) for row in await connection.fetch("SELECT id FROM product_product ORDER BY slug")]
            self._variants = [_global_id("ProductVariant", row[0]) for row in await connection.fetch("SELECT id FROM product_productvariant ORDER BY sku")]
        finally:
            await connection.close()
        while len(self._after) < PAGES:
            page = await self._ask(line, BROWSE, after=self._after[-1])
            self._after.append(page["products"]["pageInfo"]["endCursor"])
        while len(self._carts) < CARTS:
            self._carts.append(await self.create(line, []))
        return {"browse": self.browse, "product": self.product, "search": self.search, "cart": self.cart, "order": self.order}

    async def browse(self, line: Line, turn: int) -> None:
        page = await self._ask(line, BROWSE, after=self._after[turn % PAGES])
        _check(len(page["products"]["edges"]) == 20, page)

    async def product(self, line: Line, turn: int) -> None:
        told = await self._ask(line, PRODUCT, id=self._products[turn * 37 % len(self._products)])
        _check(len(told["product"]["variants"]) == VARIANTS_EACH, told)

    async def search(self, line: Line, turn: int) -> None:
        found = await self._ask(line, SEARCH, text=WORDS[turn % len(WORDS)])
        _check(len(found["products"]["edges"]) == 20, found)

    async def cart(self, line: Line, turn: int) -> None:
        lines = [{"quantity": 1, "variantId": self._variants[turn // CARTS % CART_LINES]}]
        _well((await self._ask(line, ADD, id=self._carts[turn % CARTS], lines=lines))["checkoutLinesAdd"])

    async def order(self, line: Line, turn: int) -> None:
        """A checkout with five lines and both addresses, its delivery, its payment, the order: five requests."""
        checkout = await self.create(line, [self._variants[(turn * 31 + 7 * place) % len(self._variants)] for place in range(ORDER_LINES)])
        await self.pay(line, checkout, await self.deliver(line, checkout))
        await self.complete(line, checkout)

    async def steps(self, line: Line) -> dict[str, Callable[[], Awaitable[object]]]:
        """The request that ends an order, to be made once, of a checkout that is paid now."""
        checkout = await self.create(line, self._variants[:ORDER_LINES])
        await self.pay(line, checkout, await self.deliver(line, checkout))
        return {"place": lambda: self.complete(line, checkout)}

    async def create(self, line: Line, variants: list[str]) -> str:
        told: dict[str, Any] = {"channel": CHANNEL, "email": "ming@example.com", "shippingAddress": ADDRESS, "billingAddress": ADDRESS}
        told |= {"lines": [{"quantity": 1, "variantId": one} for one in variants]}
        return str(_well((await self._ask(line, CREATE, input=told))["checkoutCreate"])["checkout"]["id"])

    async def deliver(self, line: Line, checkout: str) -> float:
        """Choose the first way that is offered; what all comes to."""
        offered = _well((await self._ask(line, OPTIONS, id=checkout))["deliveryOptionsCalculate"])["deliveries"]
        chosen = _well((await self._ask(line, DELIVER, id=checkout, method=offered[0]["id"]))["checkoutDeliveryMethodUpdate"])
        return float(chosen["checkout"]["totalPrice"]["gross"]["amount"])

    async def pay(self, line: Line, checkout: str, amount: float) -> None:
        """The payment app says that the money was taken: no payment provider is asked."""
        told = {"name": "Card", "pspReference": f"bench-{next(self._payments)}", "amountCharged": {"amount": amount, "currency": "USD"}}
        _well((await line.ask({"query": PAY, "variables": {"id": checkout, "transaction": told}}, self._token))["transactionCreate"])

    async def complete(self, line: Line, checkout: str) -> None:
        told = _well((await self._ask(line, COMPLETE, id=checkout))["checkoutComplete"])
        _check(told["order"] is not None and told["order"]["isPaid"], told)

    async def _ask(self, line: Line, query: str, **variables: object) -> dict[str, Any]:
        return await line.ask({"query": query, "variables": variables})  # type: ignore[no-any-return]


def _global_id(kind: str, id_: int) -> str:
    return b64encode(f"{kind}:{id_}".encode()).decode()


def _well(result: dict[str, Any]) -> dict[str, Any]:
    _check(not result["errors"], result)
    return result


def _check(is_right: bool, answer: object) -> None:
    if not is_right:
        raise Unexpected(str(answer)[:500])
