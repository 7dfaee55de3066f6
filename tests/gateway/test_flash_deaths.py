"""A gateway is killed in the middle of a flash sale, and another goes on: every unit is sold once, to one person each."""

import asyncio
import os
import signal
import sys
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from domains import customers
from domains.kernel.database import Database
from tests.conftest import TEST_KEY
from tests.domains.mall.flash_house import Flash
from tests.domains.mall.mall_house import ADDRESS, MallHouse
from tests.gateway.graphql.conftest import free_port

PROJECT = Path(__file__).parents[2]
BUYERS, UNITS = 120, 20
JOIN = """mutation ($input: JoinFlashSaleInput!) { joinFlashSale(input: $input) { __typename ... on Problem { message }
    ... on FlashSaleJoined { joinedAt place { place } } } }"""
Dsn = Callable[[str], str]


async def test_a_gateway_killed_in_the_middle_of_a_flash_sale_changes_nothing(fresh_dsn: Dsn, fresh_database: Database, tmp_path: Path) -> None:
    house = await MallHouse.open(fresh_database)
    sale = await Flash.open(house, UNITS, shelf=UNITS)
    buyers = [Buyer(sale, await customers.make_development_customer(fresh_database, f"+86135{number:08d}")) for number in range(BUYERS)]
    async with gateways(fresh_dsn("scenebank_app"), tmp_path) as (first, second):
        joining = [asyncio.create_task(buyer.join(first)) for buyer in buyers[: BUYERS // 3]]
        await asyncio.gather(*joining)
        await sale.deal()
        joining = [asyncio.create_task(buyer.join(first)) for buyer in buyers[BUYERS // 3 :]]
        await asyncio.wait(joining, return_when=asyncio.FIRST_COMPLETED)
        first.kill()
        await asyncio.gather(*joining)
        before = {buyer: buyer.told for buyer in buyers if buyer.told is not None}
        assert len(before) > BUYERS // 3

        # Nobody knows what became of theirs but those who were answered: all ask again, with the ids that they kept.
        await asyncio.gather(*(buyer.join(second) for buyer in buyers))
        await sale.deal()

        assert [one.told["__typename"] for one in buyers if one.told is not None] == ["FlashSaleJoined"] * BUYERS
        assert {buyer: buyer.told["joinedAt"] for buyer in before if buyer.told} == {buyer: told["joinedAt"] for buyer, told in before.items()}
        assert await sale.counts() == (UNITS, UNITS, BUYERS)
        assert await sale.slots() == (0, UNITS, 0)
        async with fresh_database.reading() as read:
            places = [row[0] for row in await read.fetch("SELECT place FROM mall_flash_place WHERE sale_id = $1 ORDER BY place", sale.sale.id)]
        assert places == list(range(1, BUYERS + 1))
        await house.check_books()

        again = buyers[0]
        again.request_id = uuid4()
        await again.join(second)
        assert again.told is not None
        assert again.told["__typename"] == "FlashPlaceHeld"


class Buyer:
    """A customer with a token, who keeps the id of the request."""

    def __init__(self, sale: Flash, made: customers.DevelopmentCustomer) -> None:
        self.sale_id, self.token, self.request_id = str(sale.sale.id), made.tokens.access_token, uuid4()
        self.told: dict[str, Any] | None = None

    async def join(self, gateway: "Gateway") -> None:
        """Ask; whoever hears nothing knows nothing more than before."""
        where = ADDRESS._asdict()
        input_ = {"requestId": str(self.request_id), "saleId": self.sale_id, "delivery": where}
        try:
            answer = await gateway.http.post(
                "/graphql", json={"query": JOIN, "variables": {"input": input_}}, headers={"authorization": f"Bearer {self.token}"}
            )
        except httpx.TransportError:
            return
        body = answer.json()
        if body.get("data") is not None:
            self.told = body["data"]["joinFlashSale"]


class Gateway:
    """A server of the house as a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process, http: httpx.AsyncClient) -> None:
        self.process, self.http = process, http

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)

    async def ready(self) -> None:
        async with asyncio.timeout(180):
            while True:
                try:
                    if (await self.http.get("/readyz")).status_code == 200:
                        return
                except httpx.TransportError:
                    pass
                await asyncio.sleep(0.1)


@asynccontextmanager
async def gateways(dsn: str, folder: Path) -> AsyncIterator[tuple[Gateway, Gateway]]:
    """Two of them, on one database."""
    both = [await started(dsn, folder / name) for name in ("first", "second")]
    try:
        for one in both:
            await one.ready()
        yield both[0], both[1]
    finally:
        for one in both:
            await one.http.aclose()
            if one.process.returncode is None:
                one.kill()
            await one.process.wait()


async def started(dsn: str, folder: Path) -> Gateway:
    folder.mkdir()
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": dsn,
        "SCENEBANK_DATA": str(folder),
        "SCENEBANK_KEYS": f"test:{b64encode(TEST_KEY).decode()}",
        "SCENEBANK_ENVIRONMENT": "development",
        "SCENEBANK_PORT": str(port),
        "SCENEBANK_LOG_LEVEL": "error",
    }
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "gateway.cli", "serve", cwd=PROJECT, env=environment)
    limits = httpx.Limits(max_connections=BUYERS)
    return Gateway(process, httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60, limits=limits))
