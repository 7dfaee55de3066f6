"""Merchants with shops, codes and cashiers, made by the house's own verbs; and what the merchants' accounts hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from domains import customers, ledger, wallet
from domains.kernel.assets import CNY, Asset
from domains.kernel.database import Database
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from tests.conftest import wired_ports
from tests.domains.ledger.conftest import move, post
from tests.domains.wallet.people import Person, person


@dataclass(frozen=True)
class Shop:
    """A merchant's first shop with a printed code, and its owner at the desk."""

    merchant_id: UUID
    shop_id: UUID
    code: str
    code_id: UUID
    owner: Person
    asset: Asset


async def staff(database: Database) -> tuple[UUID, UUID]:
    """A member of staff and their session."""
    operator_id = await customers.create_operator(database, "王经理", ["operator:merchants"])
    await customers.make_operator_token(database, operator_id)
    async with database.reading() as read:
        session_id = await read.fetchval("SELECT id FROM customers_session WHERE owner_id = $1", operator_id)
    return operator_id, session_id


async def shop(database: Database, *, fee_bps: int = 60, takes_tips: bool = False, asset: Asset = CNY, owner: Person | None = None) -> Shop:
    """A merchant with one shop and a printed code."""
    owner = owner or await person(database)
    operator_id, session_id = await staff(database)
    command = wallet.OpenMerchantCommand(
        request_id=uuid4(),
        owner_id=operator_id,
        session_id=session_id,
        customer_id=owner.id,
        name="老王面馆",
        latin_name="LAOWANG NOODLES",
        city="上海",
        latin_city="SHANGHAI",
        category="5812",
        asset=asset.code,
        fee_bps=fee_bps,
        takes_tips=takes_tips,
    )
    made = await database.write(wallet.open_merchant, command)
    code_id, text = await printed_code(database, owner, made.merchant_id, made.shop_id)
    return Shop(made.merchant_id, made.shop_id, text, code_id, owner, asset)


async def printed_code(database: Database, owner: Person, merchant_id: UUID, shop_id: UUID) -> tuple[UUID, str]:
    """One more code, and its text."""
    command = wallet.MakeCodeCommand(request_id=uuid4(), owner_id=owner.id, session_id=owner.session_id, shop_id=shop_id, label="一号台")
    made = await database.write(wallet.make_static_code, command)
    async with database.reading() as read:
        merchant = (await wallet.find_merchants(read, [merchant_id]))[merchant_id]
    return made.code_id, wallet.static_code_text(merchant.shown, made.code_id)


async def share_profit(database: Database, one: Shop, *parties: tuple[Shop, int]) -> None:
    """Share every later payment to a merchant, in hundredths of a percent."""
    operator_id, session_id = await staff(database)
    told = tuple((party.merchant_id, share) for party, share in parties)
    command = wallet.ShareProfitCommand(request_id=uuid4(), owner_id=operator_id, session_id=session_id, merchant_id=one.merchant_id, parties=told)
    await database.write(wallet.share_profit, command)


async def order(database: Database, one: Shop, minor: int, *, life_seconds: int = 300, reference: str = "A-1") -> UUID:
    """Ask for an amount."""
    command = wallet.PlaceOrderCommand(
        request_id=uuid4(),
        owner_id=one.owner.id,
        session_id=one.owner.session_id,
        shop_id=one.shop_id,
        amount=Amount(minor, one.asset),
        reference=reference,
        life_seconds=life_seconds,
    )
    return (await database.write(wallet.place_merchant_order, command)).order_id


def paying(payer: Person, one: Shop | UUID, minor: int | None = None, *, tip: int | None = None, asset: Asset = CNY, **more: Any) -> wallet.PayCommand:
    """A command with a fresh id unless `request_id` is given: to a shop by its printed code, or for an order by its id."""
    amount = None if minor is None else Amount(minor, asset)
    purchase = bought(one, amount, None if tip is None else Amount(tip, asset))
    return wallet.PayCommand(**{"request_id": uuid4(), "owner_id": payer.id, "session_id": payer.session_id, "purchase": purchase, **more})


def bought(one: Shop | UUID, amount: Amount | None = None, tip: Amount | None = None) -> wallet.Purchase:
    if isinstance(one, UUID):
        return wallet.Purchase(order_id=one, amount=amount, tip=tip)
    return wallet.Purchase(code=one.code, amount=amount, tip=tip)


async def pay(database: Database, payer: Person, one: Shop | UUID, minor: int | None = None, **more: Any) -> wallet.Paid:
    return await database.write(wallet.pay, paying(payer, one, minor, **more))


def refunding(one: Shop, payment_id: UUID, minor: int, **more: Any) -> wallet.RefundCommand:
    """The owner's command, with a fresh id unless `request_id` is given."""
    values = {"request_id": uuid4(), "owner_id": one.owner.id, "session_id": one.owner.session_id, "payment_id": payment_id}
    return wallet.RefundCommand(**{**values, "amount": Amount(minor, one.asset), **more})


async def refund(database: Database, one: Shop, payment_id: UUID, minor: int, **more: Any) -> wallet.Refund:
    return await database.write(wallet.refund_payment, refunding(one, payment_id, minor, **more))


async def settle(database: Database, one: Shop, day: date) -> wallet.Settlement:
    return await database.write(
        wallet.settle_merchant, wallet.SettleMerchantCommand(request_id=None, owner_id=one.owner.id, merchant_id=one.merchant_id, day=day)
    )


async def held(database: Database, one: Shop) -> tuple[int, int]:
    """What a merchant has collected and was not settled, and its balance."""
    ids = [wallet.collected_account_id(one.merchant_id), wallet.merchant_balance_id(one.merchant_id)]
    async with database.reading() as read:
        found = await ledger.find_accounts(read, ids)
    return found[ids[0]].posted.minor, found[ids[1]].posted.minor


async def fees(database: Database, asset: Asset = CNY) -> int:
    """What the house earned by settling."""
    async with database.reading() as read:
        return (await ledger.find_accounts(read, [id_ := wallet.merchant_fee_id(asset)]))[id_].posted.minor


class GiftSource:
    """A second source of money for tests: a gift card of the customer's."""

    name = "gift"

    async def draw(self, tx: Tx, draws: Sequence[wallet.Draw]) -> list[wallet.Drawn | Refusal]:
        return [wallet.Drawn(gift_account_id(one.customer_id)) for one in draws]

    async def took(self, tx: Tx, taken: Sequence[tuple[wallet.Draw, wallet.Drawn]]) -> None:
        """The ledger has it all."""

    async def give_back(self, tx: Tx, draws: Sequence[wallet.Draw]) -> list[wallet.Drawn | Refusal]:
        return [wallet.Drawn(gift_account_id(one.customer_id)) for one in draws]

    async def keep(self, tx: Tx, customer_id: UUID, payment_id: UUID, kept_minor: int) -> int | None:
        return None


def gift_account_id(customer_id: UUID) -> UUID:
    return derived_id(customer_id, "gift")


async def give_card(database: Database, someone: Person, minor: int) -> None:
    """A gift card with that much on it."""
    house, card = uuid4(), gift_account_id(someone.id)
    async with database.transaction() as tx:
        accounts = [ledger.NewAccount(house, house, "house", CNY, may_go_negative=True), ledger.NewAccount(card, someone.id, "gift", CNY)]
        await ledger.open_accounts(tx, accounts)
    await post(database, move(house, card, minor))


def ports_with_gifts() -> dict[type, object]:
    """What the gateway wires, and the gift cards."""
    return wired_ports() | {wallet.FundingSources: wallet.FundingSources([wallet.WalletSource(), GiftSource()])}
