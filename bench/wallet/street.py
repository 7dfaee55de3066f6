"""A street to measure: customers with money and tokens, and merchants with printed codes."""

import asyncio
from dataclasses import dataclass
from uuid import UUID, uuid4

from domains import customers, ledger, wallet
from domains.kernel.assets import CNY
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount

CUSTOMERS = 512
MERCHANTS = 64
BANK = derived_id(HOUSE_ID, "bench bank")


@dataclass(frozen=True)
class Payer:
    id: UUID
    session_id: UUID
    token: str


@dataclass(frozen=True)
class Street:
    """Who pays, and what the codes say."""

    payers: list[Payer]
    codes: list[str]


async def furnish(database: Database, customers_count: int = CUSTOMERS, merchants_count: int = MERCHANTS) -> Street:
    """Sign customers in, give them money, and open merchants."""
    made = [await customers.make_development_customer(database, f"137{number:08d}") for number in range(customers_count)]
    async with database.transaction() as tx:
        await ledger.open_accounts(tx, [ledger.NewAccount(BANK, HOUSE_ID, "bench_bank", CNY, may_go_negative=True)])
        await wallet.open_wallets(tx, [(one.customer_id, CNY) for one in made])
        gifts = [
            (gift := uuid4(), [ledger.PlannedMovement(gift, "gift", BANK, wallet.wallet_account_id(one.customer_id, CNY), Amount(10**7, CNY))]) for one in made
        ]
        await ledger.post(tx, gifts)
    operator_id = await customers.create_operator(database, "bench", ["operator:merchants"])
    await customers.make_operator_token(database, operator_id)
    async with database.reading() as read:
        session_id = await read.fetchval("SELECT id FROM customers_session WHERE owner_id = $1", operator_id)
    owner = made[0]
    codes = await asyncio.gather(*(_open(database, operator_id, session_id, owner) for _ in range(merchants_count)))
    return Street([Payer(one.customer_id, one.session_id, one.tokens.access_token) for one in made], list(codes))


async def _open(database: Database, operator_id: UUID, session_id: UUID, owner: customers.DevelopmentCustomer) -> str:
    """A merchant; the text of its printed code."""
    opened = await database.write(
        wallet.open_merchant,
        wallet.OpenMerchantCommand(
            request_id=uuid4(),
            owner_id=operator_id,
            session_id=session_id,
            customer_id=owner.customer_id,
            name="面馆",
            latin_name="NOODLES",
            city="上海",
            latin_city="SHANGHAI",
            category="5812",
            asset="CNY",
            fee_bps=60,
        ),
    )
    making = wallet.MakeCodeCommand(request_id=uuid4(), owner_id=owner.customer_id, session_id=owner.session_id, shop_id=opened.shop_id, label="1")
    code = await database.write(wallet.make_static_code, making)
    async with database.reading() as read:
        merchant = (await wallet.find_merchants(read, [opened.merchant_id]))[opened.merchant_id]
    return wallet.static_code_text(merchant.shown, code.code_id)
