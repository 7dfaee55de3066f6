"""A house with payment channels: its own database, its door for callbacks on a real socket, and jobs that tests call themselves."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from secrets import randbelow
from typing import Any, TypeVar
from uuid import UUID, uuid4

import psycopg
import uvicorn
from starlette.applications import Starlette

from domains import customers, ledger, wallet
from domains.kernel.assets import CNY, Asset
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.kernel.money import Amount
from domains.wallet.jobs.top_ups import ask_channels, charge_channel
from domains.wallet.jobs.withdrawals import ask_channels_for_pay_outs, pay_out
from gateway.embedded import Instance
from gateway.webhooks import ChannelCallbacks, webhook_routes
from integrations.channels.answers import Fee
from integrations.http import Bounds
from tests.conftest import wired_ports
from tests.integrations.running import QUICK, Sandbox
from tests.patience import patience

T = TypeVar("T")

RIGHT = customers.PinProof(customers.PinVerdict.RIGHT, 5)
SECOND = "sandbox-two"

_numbers = count(randbelow(10**8))


@dataclass(frozen=True)
class Customer:
    id: UUID
    session_id: UUID
    account_id: UUID


@dataclass(frozen=True)
class House:
    """What a test does to a house. `callback_url` is its door."""

    database: Database
    sandbox: Sandbox
    callback_url: str

    async def customer(self, asset: Asset = CNY, minor: int = 0, **more: Any) -> Customer:
        """Somebody signed in, with a wallet that holds that much."""
        made = await customers.make_development_customer(self.database, f"+86137{next(_numbers) % 10**8:08d}", **more)
        opened = await self.database.write(wallet.open_wallet, wallet.OpenWalletCommand(request_id=uuid4(), owner_id=made.customer_id, asset=asset.code))
        customer = Customer(made.customer_id, made.session_id, opened.account_id)
        if minor:
            least = wallet.FillForDevelopmentCommand(request_id=None, owner_id=made.customer_id, customer_id=made.customer_id, least=Amount(minor, asset))
            await self.database.write(wallet.fill_for_development, least)
        return customer

    async def request(self, customer: Customer, minor: int, *, id_: UUID | None = None, asset: Asset = CNY, channel: str | None = None) -> wallet.TopUp:
        command = wallet.RequestTopUpCommand(
            request_id=id_ or uuid4(), owner_id=customer.id, session_id=customer.session_id, amount=Amount(minor, asset), channel=channel
        )
        return await self.database.write(wallet.request_top_up, command)

    async def charge(self, top_up: wallet.TopUp) -> None:
        """What the worker does after TopUpRequested, with that fact's own payload."""
        async with self.database.reading() as read:
            payload = await read.fetchval("SELECT payload FROM kernel_outbox WHERE name = 'TopUpRequested' AND payload ->> 'top_up_id' = $1", str(top_up.id))
        await self.charge_payload(payload)

    async def charge_payload(self, payload: dict[str, Any]) -> None:
        await charge_channel(self.database, payload)

    async def withdraw(self, customer: Customer, minor: int, *, id_: UUID | None = None, asset: Asset = CNY, **more: Any) -> wallet.Withdrawal:
        command = wallet.RequestWithdrawalCommand(
            request_id=id_ or uuid4(), owner_id=customer.id, session_id=customer.session_id, amount=Amount(minor, asset), **{"pin": RIGHT, **more}
        )
        return await self.database.write(wallet.request_withdrawal, command)

    async def pay_out(self, withdrawal: wallet.Withdrawal) -> None:
        """What the worker does after WithdrawalRequested, with that fact's own payload."""
        async with self.database.reading() as read:
            payload = await read.fetchval("SELECT payload FROM kernel_outbox WHERE payload ->> 'withdrawal_id' = $1 ORDER BY id", str(withdrawal.id))
        await self.pay_out_payload(payload)

    async def pay_out_payload(self, payload: dict[str, Any]) -> None:
        await pay_out(self.database, payload)

    async def find_out(self, withdrawal: wallet.Withdrawal) -> wallet.Withdrawal:
        async with self.database.reading() as read:
            (found,) = await wallet.find_withdrawals(read, [withdrawal.id], [withdrawal.customer_id])
        assert found is not None
        return found

    async def paid(self, withdrawal: wallet.Withdrawal) -> wallet.Withdrawal:
        """The withdrawal once it has ended; within two seconds."""
        return await self.until(lambda: self.find_out(withdrawal), lambda found: found.settled_at is not None)

    async def available(self, customer: Customer) -> int:
        async with self.database.reading() as read:
            return (await ledger.find_accounts(read, [customer.account_id]))[customer.account_id].available.minor

    async def paid_by_channel(self, asset: Asset = CNY, channel: str = "sandbox") -> int:
        """Zero before the channel was used."""
        async with self.database.reading() as read:
            found = await ledger.find_accounts(read, [id_ := wallet.pay_out_account_id(channel, asset)])
        return found[id_].posted.minor if id_ in found else 0

    async def ask_later(self, by: timedelta = timedelta(seconds=3)) -> None:
        """Let time pass in the house and at the sandbox, then do what the worker does by the clock."""
        self.database.clock.advance(by)
        await self.sandbox.set_clock(self.database.clock.now())
        await ask_channels(self.database)
        await ask_channels_for_pay_outs(self.database)

    async def find(self, top_up: wallet.TopUp) -> wallet.TopUp:
        async with self.database.reading() as read:
            (found,) = await wallet.find_top_ups(read, [top_up.id], [top_up.customer_id])
        assert found is not None
        return found

    async def ended(self, top_up: wallet.TopUp) -> wallet.TopUp:
        """The top-up once it has ended; within two seconds."""
        return await self.until(lambda: self.find(top_up), lambda found: found.settled_at is not None)

    async def until(self, look: Callable[[], Awaitable[T]], is_so: Callable[[T], bool]) -> T:
        """What is seen once it is so; within two seconds."""
        async with patience():
            while not is_so(found := await look()):
                await asyncio.sleep(0.01)
        return found

    async def balance(self, customer: Customer) -> int:
        return await self.posted(customer.account_id)

    async def posted(self, account_id: UUID) -> int:
        async with self.database.reading() as read:
            return (await ledger.find_accounts(read, [account_id]))[account_id].posted.minor

    async def owed_by_channel(self, asset: Asset = CNY, channel: str = "sandbox") -> int:
        """Zero before the channel was used."""
        async with self.database.reading() as read:
            found = await ledger.find_accounts(read, [id_ := wallet.channel_account_id(channel, asset)])
        return found[id_].posted.minor if id_ in found else 0

    async def count_movements(self, customer: Customer) -> int:
        async with self.database.reading() as read:
            (entries,) = await ledger.list_entries(read, [customer.account_id], [2**62], 50)
        return len(entries)

    async def facts(self, order: wallet.TopUp | wallet.Withdrawal) -> list[str]:
        """Names of the facts about a top-up or withdrawal itself, in order."""
        async with self.database.reading() as read:
            statement = "SELECT name FROM kernel_outbox WHERE coalesce(payload ->> 'top_up_id', payload ->> 'withdrawal_id') = $1 ORDER BY id"
            rows = await read.fetch(statement, str(order.id))
        return [row["name"] for row in rows]

    async def everything(self) -> list[tuple[object, ...]]:
        """Every top-up, withdrawal, hold, account and number of movements: to see that nothing changed."""
        async with self.database.reading() as read:
            top_ups = await read.fetch("SELECT * FROM wallet_top_up ORDER BY id")
            withdrawals = await read.fetch("SELECT * FROM wallet_withdrawal ORDER BY id")
            holds = await read.fetch("SELECT * FROM ledger_hold ORDER BY id")
            accounts = await read.fetch("SELECT * FROM ledger_account ORDER BY id")
            movements = await read.fetch("SELECT count(*) FROM ledger_movement")
        return [tuple(row) for row in (*top_ups, *withdrawals, *holds, *accounts, *movements)]


@contextmanager
def own_database(migrated: Instance, name: str) -> Iterator[str]:
    """The app's DSN of an empty, migrated database for the tests of one module."""
    with psycopg.connect(migrated.dsn(database="postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE pristine OWNER scenebank_owner")
        connection.execute(f"GRANT CONNECT ON DATABASE {name} TO scenebank_app")
        yield migrated.dsn(user="scenebank_app", database=name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@asynccontextmanager
async def house_with_channel(dsn: str, sandbox: Sandbox, *, second: bool = False, bounds: Bounds = QUICK) -> AsyncIterator[House]:
    """Everything wired as the gateway does it; with `second`, also the sandbox's second channel, which is the dearer one up to 100 yuan."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        door = f"http://127.0.0.1:{listening.getsockname()[1]}/webhooks/channels"
        async with AsyncExitStack() as stack:
            fees = Fee(per_ten_thousand=10)
            channels = [await stack.enter_async_context(sandbox.channel(f"{door}/sandbox", bounds, fees={"in": fees, "out": fees}))]
            if second:
                fees = Fee(fixed_minor=10)
                other = sandbox.channel(f"{door}/{SECOND}", bounds, path="channel-two", name=SECOND, fees={"in": fees, "out": fees})
                channels.append(await stack.enter_async_context(other))
            billing = wallet.bills.BillingChannels(channels)
            ports = {**wired_ports(), wallet.FundingChannels: wallet.FundingChannels(channels), wallet.bills.BillingChannels: billing}
            database = await Database.open(dsn, Clock(), ports=ports, write_connections=8, read_connections=4)
            callbacks = ChannelCallbacks(database, channels)
            app = Starlette(routes=webhook_routes(lambda: callbacks))
            server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", timeout_graceful_shutdown=1))
            serving = asyncio.create_task(server.serve(sockets=[listening]))
            try:
                await sandbox.set_clock(database.clock.now())
                yield House(database, sandbox, f"{door}/sandbox")
            finally:
                server.should_exit = True
                await serving
                await database.close()
