"""graphql-transport-ws, spoken by a plain WebSocket client to a real server."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.gateway.graphql.conftest import Serve, Served
from tests.patience import patience


class Client:
    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def tell(self, **message: Any) -> None:
        await self.connection.send(orjson.dumps(message).decode())

    async def hear(self) -> dict[str, Any]:
        async with patience():
            message: dict[str, Any] = orjson.loads(await self.connection.recv())
            return message

    async def run(self, id: str, query: str, **payload: Any) -> None:
        await self.tell(id=id, type="subscribe", payload={"query": query, **payload})

    async def close_code(self) -> int:
        """The code the server closes with; whatever it says before is skipped."""
        async with patience():
            try:
                while True:
                    await self.connection.recv()
            except ConnectionClosed as closed:
                assert closed.rcvd is not None
                return closed.rcvd.code


@asynccontextmanager
async def client(served: Served, *, init: dict[str, Any] | None = {}, **options: Any) -> AsyncIterator[Client]:  # noqa: B006
    options.setdefault("subprotocols", ["graphql-transport-ws"])
    async with connect(served.socket_url, ping_interval=None, proxy=None, **options) as connection:
        made = Client(connection)
        if init is not None:
            await made.tell(type="connection_init", payload=init)
            assert await made.hear() == {"type": "connection_ack"}
        yield made


async def streams(served: Served, number: int) -> None:
    async with patience():
        while served.world.ledger.open_streams != number:
            await asyncio.sleep(0.01)


async def test_a_query_a_mutation_and_a_subscription_run_side_by_side(served: Served) -> None:
    async with client(served, init={"authorization": "Bearer alice"}) as socket:
        await socket.run("q", "{ whoami }")
        assert await socket.hear() == {"id": "q", "type": "next", "payload": {"data": {"whoami": "alice"}}}
        assert await socket.hear() == {"id": "q", "type": "complete"}
        await socket.run("q", "mutation { pay }")
        assert await socket.hear() == {"id": "q", "type": "next", "payload": {"data": {"pay": "paid"}}}
        assert await socket.hear() == {"id": "q", "type": "complete"}
        await socket.run('s"é', "subscription($to: Int!) { count(to: $to) }", variables={"to": 2})
        told = [await socket.hear() for _ in range(3)]
        assert told == [
            {"id": 's"é', "type": "next", "payload": {"data": {"count": 1}}},
            {"id": 's"é', "type": "next", "payload": {"data": {"count": 2}}},
            {"id": 's"é', "type": "complete"},
        ]


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"query": "{"}, "GRAPHQL_PARSE_FAILED"),
        ({"query": "{ nope }"}, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": "subscription($n: Int!) { count(to: $n) }"}, "BAD_USER_INPUT"),
        ({"query": "query($n: Int!) { doubled(number: $n) }"}, "BAD_USER_INPUT"),
        ({"query": "subscription { refuses }"}, "RESUME_EXPIRED"),
        ({"query": 7}, "BAD_REQUEST"),
        ({}, "BAD_REQUEST"),
        ({"query": "{ hello }", "variables": []}, "BAD_REQUEST"),
        ({"documentId": "unknown"}, "PERSISTED_QUERY_NOT_FOUND"),
    ],
)
async def test_an_operation_that_does_not_run_is_an_error_message_and_the_socket_lives(served: Served, payload: dict[str, Any], code: str) -> None:
    async with client(served) as socket:
        await socket.tell(id="1", type="subscribe", payload=payload)
        message = await socket.hear()
        assert (message["id"], message["type"], message["payload"][0]["extensions"]["code"]) == ("1", "error", code)
        await socket.run("1", "{ hello }")
        assert (await socket.hear())["payload"] == {"data": {"hello": "hello world"}}


async def test_a_subscription_that_breaks_ends_with_a_masked_error(served: Served) -> None:
    async with client(served) as socket:
        await socket.run("1", "subscription { breaks }")
        assert (await socket.hear())["payload"] == {"data": {"breaks": 1}}
        message = await socket.hear()
        assert (message["type"], message["payload"][0]["extensions"]["code"]) == ("error", "INTERNAL")
        assert "secret" not in str(message)


async def test_complete_ends_a_subscription_and_frees_its_id(served: Served) -> None:
    async with client(served) as socket:
        await socket.run("1", "subscription { count(to: 9, every: 5) }")
        await streams(served, 1)
        await socket.tell(id="1", type="complete")
        await streams(served, 0)
        await socket.tell(id="never-started", type="complete")
        await socket.run("1", "{ hello }")
        assert (await socket.hear())["payload"] == {"data": {"hello": "hello world"}}


async def test_a_socket_that_goes_ends_its_subscriptions_but_not_its_mutation(serve: Serve) -> None:
    served: Served = await serve()
    async with client(served) as socket:
        await socket.run("1", "subscription { count(to: 9, every: 5) }")
        await socket.run("2", "mutation { pay(slowly: true) }")
        await streams(served, 1)
    await streams(served, 0)
    served.world.ledger.gate.set()
    async with patience():
        while served.world.ledger.calls != ["pay", "paid"]:
            await asyncio.sleep(0.01)


async def test_ping_is_answered_by_pong(served: Served) -> None:
    async with client(served, init=None) as socket:
        await socket.tell(type="ping", payload={"any": 1})
        assert await socket.hear() == {"type": "pong"}


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        (['{"id":"1","type":"subscribe","payload":{"query":"{ hello }"}}'], 4401),
        (['{"type":"connection_init"}', '{"type":"connection_init"}'], 4429),
        (['{"type":"connection_init","payload":[]}'], 4400),
        (['{"type":"connection_init","payload":{"authorization":"Bearer forged"}}'], 4403),
        (['{"type":"connection_init","payload":{"authorization":"Bearer database-away"}}'], 1013),
        (["no json"], 4400),
        (["[]"], 4400),
        (['{"type":7}'], 4400),
        (['{"type":"start"}'], 4400),
        ([b'{"type":"ping"}'], 4400),
        (['{"type":"connection_init"}', '{"type":"subscribe","payload":{"query":"{ hello }"}}'], 4400),
        (['{"type":"connection_init"}', '{"id":"","type":"subscribe","payload":{"query":"{ hello }"}}'], 4400),
        (['{"type":"connection_init"}', '{"id":"' + "x" * 129 + '","type":"subscribe","payload":{"query":"{ hello }"}}'], 4400),
        (['{"type":"connection_init"}', '{"id":"1","type":"subscribe","payload":null}'], 4400),
        (['{"type":"' + "\U0001f600" * 40 + '"}'], 4400),
        (
            [
                '{"type":"connection_init"}',
                *['{"id":"' + "中" * 128 + '","type":"subscribe","payload":{"query":"subscription { count(to: 9, every: 5) }"}}'] * 2,
            ],
            4409,
        ),
        (['{"type":"connection_init"}', *['{"id":"1","type":"subscribe","payload":{"query":"subscription { count(to: 9, every: 5) }"}}'] * 2], 4409),
        (['{"type":"ping","payload":"' + "x" * 256 * 1024 + '"}'], 1009),
    ],
)
async def test_who_leaves_the_protocol_is_closed_with_its_code(served: Served, messages: list[str | bytes], code: int) -> None:
    async with client(served, init=None) as socket:
        for message in messages:
            await socket.connection.send(message)
        assert await socket.close_code() == code
    await streams(served, 0)


async def test_a_socket_without_connection_init_is_closed_in_time(serve: Serve) -> None:
    served: Served = await serve(socket_init_timeout=0.2)
    started = time.monotonic()
    async with client(served, init=None) as socket:
        assert await socket.close_code() == 4408
    assert 0.2 <= time.monotonic() - started < 1


@pytest.mark.parametrize("subprotocols", [["graphql-ws"], None, ["mqtt"]])
async def test_another_subprotocol_is_turned_away(served: Served, subprotocols: list[str] | None) -> None:
    async with connect(served.socket_url, subprotocols=subprotocols, proxy=None) as connection:  # type: ignore[arg-type]
        assert await Client(connection).close_code() == 4406


async def test_a_page_of_a_foreign_origin_gets_no_handshake(serve: Serve) -> None:
    served: Served = await serve(allowed_origins=frozenset({"https://app.example"}))
    for origin in ("https://evil.example", "https://app.example.evil", "null"):
        with pytest.raises(InvalidStatus) as refused:
            async with client(served, origin=origin):
                pass
        assert refused.value.response.status_code == 403
    async with client(served, origin="https://app.example"), client(served):
        pass
    anywhere: Served = await serve(allowed_origins=frozenset({"*"}))
    async with client(anywhere, origin="http://localhost:5173"):
        pass


async def test_the_sixth_subscription_of_a_socket_is_refused_until_another_ends(served: Served) -> None:
    async with client(served) as socket:
        for number in range(5):
            await socket.run(str(number), "subscription { count(to: 9, every: 5) }")
        await socket.run("5", "subscription { count(to: 1) }")
        message = await socket.hear()
        assert (message["id"], message["type"], message["payload"][0]["extensions"]["code"]) == ("5", "error", "RATE_LIMITED")
        await socket.tell(id="0", type="complete")
        await streams(served, 4)
        await socket.run("5", "subscription { count(to: 1) }")
        assert (await socket.hear())["payload"] == {"data": {"count": 1}}
    await streams(served, 0)


async def test_operations_in_flight_on_one_socket_are_bounded(serve: Serve) -> None:
    served: Served = await serve(socket_operations_max=2)
    async with client(served) as socket:
        for number in range(4):
            await socket.run(str(number), "mutation { pay(slowly: true) }")
        # Only those beyond the bound are refused, also when all arrive at once.
        for id_ in ("2", "3"):
            message = await socket.hear()
            assert (message["id"], message["payload"][0]["extensions"]["code"]) == (id_, "RATE_LIMITED")
    served.world.ledger.gate.set()


async def test_a_socket_is_closed_with_4401_when_the_token_ends(serve: Serve) -> None:
    served: Served = await serve()
    served.world.callers.expires_at = time.time() + 0.4
    async with client(served) as socket:
        await socket.run("1", "subscription { count(to: 9, every: 5) }")
        assert await socket.close_code() == 4401
    assert time.time() - served.world.callers.expires_at < 0.5
    await streams(served, 0)


async def test_an_idle_socket_is_closed_and_a_busy_one_is_not(serve: Serve) -> None:
    served: Served = await serve(socket_idle_timeout=0.3)
    async with client(served) as idle, client(served) as busy:
        await busy.run("1", "subscription { count(to: 1, every: 0.8) }")
        assert await idle.close_code() == 1000
        assert (await busy.hear())["payload"] == {"data": {"count": 1}}


async def test_a_silent_peer_is_pinged_and_given_up(serve: Serve) -> None:
    served: Served = await serve(socket_ping_interval=0.1)
    async with client(served) as silent, client(served) as answering:
        await silent.run("1", "subscription { count(to: 9, every: 9) }")
        assert await silent.hear() == {"type": "ping"}
        for _ in range(6):
            assert await answering.hear() == {"type": "ping"}
            await answering.tell(type="pong")
        assert await silent.close_code() == 1013
    await streams(served, 0)


async def test_revocation_closes_the_sockets_concerned(serve: Serve) -> None:
    served: Served = await serve()
    async with client(served, init={"authorization": "Bearer alice"}) as alice, client(served, init={"authorization": "Bearer bob"}) as bob:
        await served.world.endpoint.revoke(lambda identity: identity.name == "alice")  # type: ignore[attr-defined]
        assert await alice.close_code() == 4401
        await bob.run("1", "{ whoami }")
        assert (await bob.hear())["payload"] == {"data": {"whoami": "bob"}}


async def test_drain_closes_sockets_with_1012_so_that_clients_subscribe_elsewhere(serve: Serve) -> None:
    served: Served = await serve()
    async with client(served) as socket:
        await socket.run("1", "subscription { count(to: 9, every: 5) }")
        await streams(served, 1)
        assert await served.world.endpoint.drain(1) is True
        assert await socket.close_code() == 1012
    await streams(served, 0)
    async with client(served, init=None) as late:
        assert await late.close_code() == 1013


async def test_a_reader_that_does_not_read_is_closed(serve: Serve) -> None:
    served: Served = await serve(send_timeout=0.3)
    async with client(served, max_queue=1) as socket:
        await socket.run("1", "subscription { blobs(size: 1000000) }")
        async with patience():
            while served.world.endpoint._sockets._open:
                await asyncio.sleep(0.02)
        socket.connection.transport.abort()
