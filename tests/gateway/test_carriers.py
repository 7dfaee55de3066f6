"""A carrier over real HTTP: what it pushes out of order, doubled, late, forged or never, the parcel stands by what happened last."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import orjson
import pytest
import pytest_asyncio
import uvicorn
from starlette.applications import Starlette

from domains import mall
from domains.kernel.database import Database
from domains.mall.jobs.parcels import ask_carriers
from gateway.carriers import CarrierPushes, carrier_routes
from integrations.carriers import SandboxCarrier
from integrations.http import Bounds
from integrations.sandbox.keys import SANDBOX_API_KEY, SANDBOX_WEBHOOK_SECRET, push_secret
from integrations.signatures import signed_headers
from tests.domains.mall.mall_house import MallHouse
from tests.domains.mall.parcels import send
from tests.integrations.running import Sandbox, running_sandbox

SECRET = push_secret(SANDBOX_WEBHOOK_SECRET, "carrier")
QUICK = Bounds(connect=1.0, total=2.0, retry_pause=0.01)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@asynccontextmanager
async def serving(database: Database, carrier: list[SandboxCarrier]) -> AsyncIterator[str]:
    """The door on a port of its own; the carrier is put into the list once the port is known."""
    app = Starlette(routes=list(carrier_routes(lambda: CarrierPushes(database, carrier))))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan="off"))
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await task


class Delivery:
    """A parcel on its way, its carrier, and the door to which that pushes."""

    def __init__(self, house: MallHouse, sandbox: Sandbox, door: str, parcel_id: UUID, order_id: UUID, number: str) -> None:
        self.house, self.sandbox, self.door = house, sandbox, door
        self.parcel_id, self.order_id, self.number = parcel_id, order_id, number

    async def ask(self) -> None:
        """Ask for it now, however recently it was."""
        self.house.database.clock.advance(timedelta(hours=2))
        await self.sandbox.set_clock(self.house.database.clock.now())
        await ask_carriers(self.house.database)

    async def plan(self, fault: str, count: int = 1) -> None:
        assert (await self.sandbox.send("POST", "/carrier/faults", {"fault": fault, "count": count})).status_code == 204

    async def happen(self, status: str, **more: Any) -> None:
        assert (await self.sandbox.send("POST", f"/carrier/parcels/{self.number}/events", {"status": status, **more})).status_code == 202

    async def words(self) -> list[str]:
        async with self.house.database.reading(single=True) as read:
            return [one.kind for one in (await mall.fulfilment.list_words(read, [self.parcel_id]))[0]]

    async def state(self) -> str:
        async with self.house.database.reading(single=True) as read:
            return (await mall.fulfilment.find_parcels(read, [self.parcel_id]))[self.parcel_id].state.value

    async def told(self, words: list[str]) -> None:
        """Wait until exactly those words were told: pushes come when they come."""
        async with asyncio.timeout(60):
            while await self.words() != words:
                await asyncio.sleep(0.02)


@pytest_asyncio.fixture
async def delivery(fresh_database: Database, sandbox: Sandbox) -> AsyncIterator[Delivery]:
    wired: list[SandboxCarrier] = []
    house = await MallHouse.open(fresh_database)
    async with serving(fresh_database, wired) as door:
        push_url = f"{door}/webhooks/carriers/sandbox"
        async with SandboxCarrier(f"{sandbox.url}/carrier", api_key=SANDBOX_API_KEY, secrets=[SECRET], push_url=push_url, bounds=QUICK) as carrier:
            wired.append(carrier)
            fresh_database.ports.get(mall.fulfilment.Carriers)._by_name["sandbox"] = carrier
            shop, buyer = await house.shop(), await house.buyer()
            mug = await house.stocked(shop)
            (order_id,) = (await house.order(buyer, {mug.id: 1})).order_ids
            number = f"SF{uuid4().hex[:12].upper()}"
            parcel = await send(house, shop, order_id, {1: 1}, "sandbox", number)
            yield Delivery(house, sandbox, door, parcel.parcel_id, order_id, number)
            await sandbox.send("DELETE", "/carrier/faults")


async def test_what_is_pushed_out_of_order_or_doubled_is_taken_up_once_by_its_own_time(delivery: Delivery) -> None:
    await delivery.ask()
    await delivery.plan("out_of_order")
    await delivery.happen("COLLECTED")
    await delivery.plan("doubled")
    await delivery.happen("IN_TRANSIT", id="one")
    await delivery.happen("IN_TRANSIT", id="one")
    await delivery.told(["collected", "moving"])
    await delivery.plan("out_of_order")
    await delivery.happen("OUT_FOR_DELIVERY")
    await delivery.happen("DELIVERED")
    await delivery.told(["collected", "moving", "arriving", "delivered"])
    assert await delivery.state() == "delivered"
    assert (await delivery.house.find(delivery.order_id)).state is mall.OrderState.DELIVERED


async def test_what_is_never_pushed_is_heard_of_by_asking(delivery: Delivery) -> None:
    await delivery.ask()
    await delivery.plan("missing", 2)
    await delivery.happen("COLLECTED")
    await delivery.happen("DELIVERED")
    assert await delivery.words() == []
    for fault in ("server_error", "unavailable", "not_json"):
        await delivery.sandbox.send("DELETE", "/carrier/faults")
        await delivery.plan(fault, 3)
        await delivery.ask()
        assert (await delivery.state(), await delivery.words()) == ("sent", []), fault
    await delivery.sandbox.send("DELETE", "/carrier/faults")
    await delivery.ask()
    assert (await delivery.state(), await delivery.words()) == ("delivered", ["collected", "delivered"])


async def test_a_word_that_nobody_knows_is_noted_and_a_push_that_is_forged_or_old_is_not_read(delivery: Delivery) -> None:
    await delivery.ask()
    for fault in ("wrong_signature", "old_timestamp"):
        await delivery.plan(fault)
        await delivery.happen("DELIVERED", id=fault)
    await delivery.happen("TELEPORTED", id="odd")
    await delivery.told(["noted"])
    assert await delivery.state() == "sent"


async def test_the_door_refuses_what_it_does_not_know(delivery: Delivery) -> None:
    now = int(delivery.house.database.clock.now().timestamp())
    event = {"id": "1", "status": "DELIVERED", "happened_at": "2026-01-01T00:00:00+00:00"}
    right = {"reference": str(delivery.parcel_id), "events": [event]}
    async with httpx.AsyncClient(base_url=delivery.door, trust_env=False) as client:

        async def push(body: bytes, carrier: str = "sandbox", secret: str = SECRET) -> tuple[int, dict[str, Any]]:
            answer = await client.post(f"/webhooks/carriers/{carrier}", content=body, headers=signed_headers(secret, f"msg_{uuid4().hex}", now, body))
            return answer.status_code, answer.json()

        foreign = push_secret(SANDBOX_WEBHOOK_SECRET, "another")
        assert await push(orjson.dumps(right), secret=foreign) == (401, {"error": {"code": "signature_invalid"}})
        assert await push(orjson.dumps(right), "pigeons") == (404, {"error": {"code": "carrier_not_found"}})
        assert await push(orjson.dumps({**right, "reference": str(uuid4())})) == (404, {"error": {"code": "parcel_not_found"}})
        for odd in (b"", b"[]", b"{}", orjson.dumps({**right, "events": 7}), orjson.dumps({**right, "reference": "x"})):
            assert await push(odd) == (400, {"error": {"code": "push_invalid"}})
        assert await push(orjson.dumps({**right, "events": [{}, 7, {**event, "happened_at": "noon"}, {**event, "id": "\0"}]})) == (200, {"state": "sent"})
    assert await delivery.words() == []
