"""What buyers, shops and staff do after a sale, by the mall's own verbs."""

from typing import Any
from uuid import UUID, uuid4

from domains import mall, wallet
from domains.kernel.assets import CNY
from domains.kernel.commands import HOUSE_ID
from domains.kernel.money import Amount
from tests.domains.mall.mall_house import PROVED, WALLET, MallHouse, MallShop
from tests.domains.wallet.people import Person


def yuan(minor: int) -> Amount:
    return Amount(minor, CNY)


async def family(house: MallHouse, shop: MallShop, *prices: int, units: int = 5) -> list[mall.Variant]:
    """Variants of one product at those prices, so many units of each on the shelf."""
    terms = [mall.VariantTerms(f"SKU-{uuid4().hex[:12]}", {"size": str(number)}, price) for number, price in enumerate(prices)]
    variants = await house.variants(await house.goods(shop, *terms))
    for one in variants:
        await house.receive(shop, one.id, units)
    return variants


class AfterSales:
    """Verbs by name, each with a fresh id unless `request_id` is given."""

    def __init__(self, house: MallHouse) -> None:
        self.house, self.database = house, house.database

    async def ship(self, shop: MallShop, order_id: UUID) -> Any:
        return await self.database.write(mall.ship_mall_order, mall.ShipMallOrderCommand(request_id=uuid4(), order_id=order_id, **shop.who))

    async def ask(self, buyer: Person, order_id: UUID, number: int, units: int, to: mall.Variant, price: int | None = None, **more: Any) -> Any:
        """Ask for an exchange at what the other variant costs; a difference comes from the wallet."""
        told = {"order_id": order_id, "number": number, "units": units, "variant_id": to.id}
        named = {"price": yuan(to.price.minor if price is None else price), "pin": PROVED, **who(buyer), **more}
        return await self.database.write(mall.after_sale.ask_exchange, mall.after_sale.AskExchangeCommand(**{"request_id": uuid4(), **told, **named}))

    async def decide_exchange(self, shop: MallShop, one: Any, is_accepted: bool = True, **more: Any) -> Any:
        named = {"request_id": uuid4(), "exchange_id": one.id, "is_accepted": is_accepted, **shop.who, **more}
        return await self.database.write(mall.after_sale.decide_exchange, mall.after_sale.DecideExchangeCommand(**named))

    async def withdraw_exchange(self, buyer: Person, one: Any) -> Any:
        named = {"request_id": uuid4(), "exchange_id": one.id, **who(buyer)}
        return await self.database.write(mall.after_sale.withdraw_exchange, mall.after_sale.WithdrawExchangeCommand(**named))

    async def claim(self, buyer: Person, order_id: UUID, number: int = 1) -> Any:
        named = {"request_id": uuid4(), "order_id": order_id, "number": number, **who(buyer)}
        return await self.database.write(mall.after_sale.claim_price_protection, mall.after_sale.ClaimPriceProtectionCommand(**named))

    async def refund_line(self, shop: MallShop, order_id: UUID, number: int, minor: int) -> Any:
        named = {"request_id": uuid4(), "order_id": order_id, "number": number, "amount": yuan(minor), **shop.who}
        return await self.database.write(mall.after_sale.refund_line, mall.after_sale.RefundLineCommand(**named))

    async def dispute(self, buyer: Person, order_id: UUID, minor: int, **more: Any) -> Any:
        named = {"request_id": uuid4(), "order_id": order_id, "asked": yuan(minor), "text": "杯子有裂纹", **who(buyer), **more}
        return await self.database.write(mall.after_sale.open_dispute, mall.after_sale.OpenDisputeCommand(**named))

    async def tell(self, someone: Person, one: Any, text: str = "包装完好", **more: Any) -> Any:
        named = {"request_id": uuid4(), "dispute_id": one.id, "text": text, **who(someone), **more}
        return await self.database.write(mall.after_sale.tell_dispute, mall.after_sale.TellDisputeCommand(**named))

    async def withdraw_dispute(self, buyer: Person, one: Any) -> Any:
        named = {"request_id": uuid4(), "dispute_id": one.id, **who(buyer)}
        return await self.database.write(mall.after_sale.withdraw_dispute, mall.after_sale.WithdrawDisputeCommand(**named))

    async def decide_dispute(self, one: Any, minor: int) -> Any:
        named = {"request_id": uuid4(), "dispute_id": one.id, "amount": yuan(minor), "text": "照片清楚", **self.house.staff}
        return await self.database.write(mall.after_sale.decide_dispute, mall.after_sale.DecideDisputeCommand(**named))

    async def reverse_dispute(self, one: Any) -> Any:
        named = {"request_id": uuid4(), "dispute_id": one.id, "text": "看错了", **self.house.staff}
        return await self.database.write(mall.after_sale.reverse_dispute, mall.after_sale.ReverseDisputeCommand(**named))

    async def carry_out(self, one: Any) -> Any:
        command = mall.after_sale.CarryOutDisputeCommand(request_id=None, owner_id=HOUSE_ID, dispute_id=one.id)
        return await self.database.write(mall.after_sale.carry_out_dispute, command)

    async def log(self, one: Any) -> list[tuple[str, str, int | None]]:
        async with self.database.reading(single=True) as read:
            (entries,) = await mall.after_sale.list_entries(read, [one])
        return [(entry.event.value, entry.by_role, entry.minor) for entry in entries]

    async def reprice(self, shop: MallShop, variant: mall.Variant, minor: int) -> None:
        """The variant costs that much from now on."""
        async with self.database.transaction() as tx:
            await tx.execute("UPDATE mall_variant SET price_minor = $2 WHERE id = $1", variant.id, minor)


def who(someone: Person) -> dict[str, UUID]:
    return {"owner_id": someone.id, "session_id": someone.session_id}


FROM_WALLET: dict[str, tuple[wallet.Funding, ...]] = {"fundings": WALLET}
