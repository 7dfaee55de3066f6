"""Merchants with a balance, a channel that pays it out as it is told, and what the worker does."""

from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from domains import ledger, wallet
from domains.kernel.assets import CNY
from domains.kernel.database import Database
from domains.kernel.money import Amount
from domains.wallet.jobs.withdrawals import pay_out as pay_channel
from tests.domains.ledger.conftest import move, post
from tests.domains.wallet.risks import RIGHT
from tests.domains.wallet.tills import Shop, shop

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
BALANCE = 10_000


class Answer(NamedTuple):
    state: wallet.ChannelState
    reference: str | None = None
    amount: Amount | None = None
    reason: str | None = None


class Bank:
    """A channel that does as it is told."""

    name = "bank"

    def __init__(self) -> None:
        self.refuses = False
        self.paid: dict[UUID, Amount] = {}
        self.told: list[str | None] = []

    def fee_minor(self, direction: wallet.Direction, amount: Amount) -> int:
        return 0

    async def charge(self, charge_id: UUID, amount: Amount) -> Answer:
        raise NotImplementedError

    async def ask(self, charge_id: UUID) -> Answer:
        raise NotImplementedError

    async def pay_out(self, pay_out_id: UUID, amount: Amount, to: str | None = None) -> Answer:
        if self.refuses:
            return Answer("refused", reason="account_closed")
        self.paid[pay_out_id] = amount
        self.told.append(to)
        return await self.ask_pay_out(pay_out_id)

    async def ask_pay_out(self, pay_out_id: UUID) -> Answer:
        return Answer("succeeded", f"B{pay_out_id}", self.paid[pay_out_id]) if pay_out_id in self.paid else Answer("absent")


async def settled_shop(house: Database, minor: int = BALANCE) -> Shop:
    """A merchant with that much in its balance."""
    one, source = await shop(house), uuid4()
    async with house.transaction() as tx:
        await ledger.open_accounts(tx, [ledger.NewAccount(source, source, "house", CNY, may_go_negative=True)])
    await post(house, move(source, wallet.merchant_balance_id(one.merchant_id), minor))
    return one


def asking(one: Shop, minor: int, **more: Any) -> wallet.merchants.RequestMerchantPayOutCommand:
    named = {"request_id": uuid4(), "owner_id": one.owner.id, "session_id": one.owner.session_id, "merchant_id": one.merchant_id, "pin": RIGHT}
    return wallet.merchants.RequestMerchantPayOutCommand(**{**named, "amount": Amount(minor, CNY), **more})


async def pay_out(house: Database, one: Shop, minor: int, **more: Any) -> wallet.merchants.MerchantPayOut:
    return await house.write(wallet.merchants.request_merchant_pay_out, asking(one, minor, **more))


async def run_job(house: Database, pay_out_id: UUID) -> None:
    """What the worker does, with the fact's own payload."""
    async with house.reading() as read:
        payload = await read.fetchval(
            "SELECT payload FROM kernel_outbox WHERE name = 'WithdrawalRequested' AND payload ->> 'withdrawal_id' = $1", str(pay_out_id)
        )
    await pay_channel(house, payload)


async def run_jobs(house: Database) -> None:
    async with house.reading() as read:
        rows = await read.fetch("SELECT payload FROM kernel_outbox WHERE name = 'WithdrawalRequested'")
    for row in rows:
        await pay_channel(house, row["payload"])


async def balance(house: Database, one: Shop) -> tuple[int, int]:
    """Posted and available."""
    async with house.reading() as read:
        found = (await ledger.find_accounts(read, [id_ := wallet.merchant_balance_id(one.merchant_id)]))[id_]
    return found.posted.minor, found.available.minor


async def pay_outs(house: Database, one: Shop) -> list[wallet.merchants.MerchantPayOut]:
    async with house.reading() as read:
        (page,) = await wallet.merchants.list_merchant_pay_outs(read, [one.merchant_id], 20, None)
    return page.items


async def facts(house: Database, one: Shop) -> list[str]:
    async with house.reading() as read:
        return [row["name"] for row in await read.fetch("SELECT name FROM kernel_outbox WHERE subject_id = $1 ORDER BY id", one.merchant_id)]
