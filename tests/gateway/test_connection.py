"""What the server does on one connection: whole requests, pieces, pipelines, slow heads, hang-ups."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, cast

import pytest

from gateway.server import serving
from tests.gateway.graphql.conftest import free_port

HEAD = b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"


class Echo:
    """Answers with what it was told, as one piece or several."""

    def __init__(self) -> None:
        self.scopes: list[dict[str, Any]] = []
        self.hung_up = asyncio.Event()
        self.pieces = 1
        self.headers: list[tuple[bytes, bytes]] = []
        self.length: int | None = None

    async def __call__(self, scope: dict[str, Any], receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
        self.scopes.append(scope)
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body", False):
                break
        if body == b"wait":
            assert (await receive())["type"] == "http.disconnect"
            self.hung_up.set()
            return
        if body == b"fail":
            raise RuntimeError("secret")
        length = len(body) if self.length is None else self.length
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % length), *self.headers]})
        if body == b"late failure":
            raise RuntimeError("secret")
        for number in range(self.pieces):
            part = body[number * len(body) // self.pieces : (number + 1) * len(body) // self.pieces]
            await send({"type": "http.response.body", "body": part, "more_body": number < self.pieces - 1})


class Client:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    def send(self, data: bytes) -> None:
        self.writer.write(data)

    def post(self, body: bytes) -> None:
        self.send(HEAD % len(body) + body)

    async def answer(self) -> tuple[int, dict[str, str], bytes]:
        async with asyncio.timeout(5):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
            return int(head[0].split()[1]), headers, await self.reader.readexactly(int(headers["content-length"]))


@asynccontextmanager
async def connected(echo: Echo, **options: Any) -> AsyncIterator[Client]:
    port = free_port()
    async with serving(echo, port, lifespan="off", **options):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            yield Client(reader, writer)
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()


async def test_whole_requests_are_answered_one_after_the_other_on_one_connection() -> None:
    echo = Echo()
    async with connected(echo) as client:
        for body in (b"one", b"", b"three"):
            client.post(body)
            status, headers, answered = await client.answer()
            assert (status, answered) == (200, body)
            assert "date" in headers
    scope = echo.scopes[0]
    assert (scope["method"], scope["path"], scope["raw_path"], scope["query_string"]) == ("POST", "/graphql", b"/graphql", b"")
    assert (b"content-type", b"application/json") in scope["headers"]


async def test_a_body_in_pieces_reaches_the_application_as_it_comes() -> None:
    echo = Echo()
    async with connected(echo) as client:
        client.send(HEAD % 9)
        await asyncio.sleep(0.05)
        client.send(b"abc")
        await asyncio.sleep(0.05)
        assert echo.scopes, "the application must be able to give up waiting"
        client.send(b"defghi")
        assert (await client.answer())[2] == b"abcdefghi"
        client.post(b"next")
        assert (await client.answer())[2] == b"next"


async def test_a_head_in_pieces_is_one_request() -> None:
    async with connected(Echo()) as client:
        whole = HEAD % 2 + b"hi"
        for part in (whole[:20], whole[20:-1], whole[-1:]):
            client.send(part)
            await asyncio.sleep(0.03)
        assert (await client.answer())[2] == b"hi"


async def test_pipelined_requests_are_answered_in_order() -> None:
    async with connected(Echo()) as client:
        client.send(b"".join(HEAD % 1 + b"%d" % number for number in range(5)))
        assert [(await client.answer())[2] for _ in range(5)] == [b"%d" % number for number in range(5)]


async def test_an_answer_in_pieces_arrives_whole() -> None:
    echo = Echo()
    echo.pieces = 3
    async with connected(echo) as client:
        client.post(b"abcdefghi")
        assert (await client.answer())[2] == b"abcdefghi"


async def test_paths_with_a_query_or_an_escape_are_read_as_ever() -> None:
    echo = Echo()
    async with connected(echo) as client:
        client.send(b"GET /a%20b?c=d HTTP/1.1\r\nhost: x\r\n\r\n")
        assert (await client.answer())[0] == 200
    assert (echo.scopes[0]["path"], echo.scopes[0]["query_string"]) == ("/a b", b"c=d")


async def test_an_expectation_is_met_before_the_body_comes() -> None:
    async with connected(Echo()) as client:
        client.send((HEAD % 2).replace(b"host: x", b"host: x\r\nexpect: 100-continue"))
        assert b"100 Continue" in await client.reader.readuntil(b"\r\n\r\n")
        client.send(b"hi")
        assert (await client.answer())[2] == b"hi"


@pytest.mark.parametrize("change", [(b"host: x", b"host: x\r\nconnection: close"), (b"HTTP/1.1", b"HTTP/1.0")])
async def test_a_caller_that_keeps_no_connection_gets_its_answer_and_the_end(change: tuple[bytes, bytes]) -> None:
    async with connected(Echo()) as client:
        client.send((HEAD % 2).replace(*change) + b"hi")
        _, headers, body = await client.answer()
        assert (headers["connection"], body) == ("close", b"hi")
        assert await client.reader.read() == b""


async def test_what_is_not_http_is_refused() -> None:
    async with connected(Echo()) as client:
        client.send(b"\x16\x03\x01 hello\r\n\r\n")
        assert b"400" in await client.reader.readline()
        await client.reader.read()


async def test_an_application_that_waits_learns_that_the_caller_hung_up() -> None:
    echo = Echo()
    async with connected(echo) as client:
        client.post(b"wait")
        await asyncio.sleep(0.05)
        client.writer.close()
        async with asyncio.timeout(3):
            await echo.hung_up.wait()


@pytest.mark.parametrize("body", [b"fail", b"late failure"])
async def test_a_bug_is_answered_with_500_and_no_word_of_it(body: bytes) -> None:
    async with connected(Echo()) as client:
        client.post(body)
        status, headers, answered = await client.answer()
        assert (status, headers["connection"], answered) == (500, "close", b"Internal Server Error")


async def test_a_line_break_in_a_header_splits_no_answer() -> None:
    echo = Echo()
    echo.headers = [(b"x-note", b"a\r\nset-cookie: b=c")]
    async with connected(echo) as client:
        client.post(b"hi")
        status, headers, _ = await client.answer()
        assert status == 500
        assert "set-cookie" not in headers


async def test_a_wrong_length_is_never_sent_as_if_it_were_right() -> None:
    echo = Echo()
    echo.length = 5
    async with connected(echo) as client:
        client.post(b"hi")
        async with asyncio.timeout(3):
            assert (await client.reader.read()).endswith(b"\r\n\r\nhi")


async def test_a_connection_that_sends_no_whole_head_is_closed_after_a_while() -> None:
    async with connected(Echo(), timeout_keep_alive=1) as client:
        client.post(b"hi")
        await client.answer()
        client.send(HEAD[:20])
        async with asyncio.timeout(4):
            assert await client.reader.read() == b""


@pytest.mark.parametrize("path", [b"/graphql", b"/graphql?a=b"])
async def test_a_body_that_never_ends_is_not_waited_for_for_ever(path: bytes) -> None:
    async with connected(Echo(), timeout_keep_alive=1) as client:
        client.send((HEAD % 9).replace(b"/graphql", path) + b"abc")
        async with asyncio.timeout(4):
            assert await client.reader.read() == b""


async def test_an_answer_may_take_longer_than_a_body() -> None:
    echo = Echo()
    async with connected(echo, timeout_keep_alive=1) as client:
        client.send(HEAD % 4)
        await asyncio.sleep(0.3)
        client.send(b"wait")
        await asyncio.sleep(2.2)
        assert not echo.hung_up.is_set()


async def test_a_connection_in_use_is_not_closed() -> None:
    async with connected(Echo(), timeout_keep_alive=1) as client:
        for _ in range(6):
            client.post(b"hi")
            assert (await client.answer())[2] == b"hi"
            await asyncio.sleep(0.4)


@pytest.mark.parametrize("asked_for", [b"h2c", b"websocket"])
async def test_an_upgrade_that_is_not_to_be_had_is_passed_over_and_its_body_is_no_request(asked_for: bytes) -> None:
    echo = Echo()
    body = b"GET /other HTTP/1.1\r\nhost: x\r\n\r\n"
    async with connected(echo) as client:
        asking = (HEAD % len(body)).replace(b"host: x", b"host: x\r\nconnection: keep-alive, upgrade\r\nupgrade: " + asked_for)
        client.send(asking + body[:9])
        await asyncio.sleep(0.05)
        client.send(body[9:])
        assert (await client.answer())[2] == body
        client.send(asking + body + HEAD % 4 + b"next")
        assert [(await client.answer())[2] for _ in range(2)] == [body, b"next"]
    assert [scope["path"] for scope in echo.scopes] == ["/graphql"] * 3


@pytest.mark.parametrize("piece", [b"x-a: b\r\n", b"x"])
async def test_a_head_without_end_is_refused(piece: bytes) -> None:
    async with connected(Echo()) as client:
        client.send((HEAD % 2)[:-2] + b"x-long: ")
        for _ in range(8):
            client.send(piece * (8192 // len(piece)))
            await client.writer.drain()
            await asyncio.sleep(0.05)
        async with asyncio.timeout(3):
            assert b" 431 " in await client.reader.readline()


async def test_a_long_body_is_no_long_head() -> None:
    async with connected(Echo()) as client:
        client.post(b"x" * 500_000)
        assert len((await client.answer())[2]) == 500_000


async def test_a_trailer_adds_no_header_and_has_an_end() -> None:
    echo = Echo()
    chunked = HEAD.replace(b"content-length: %d", b"transfer-encoding: chunked") + b"2\r\nhi\r\n0\r\nauthorization: Bearer x\r\n"
    async with connected(echo) as client:
        client.send(chunked + b"\r\n")
        assert (await client.answer())[2] == b"hi"
        assert b"authorization" not in dict(echo.scopes[0]["headers"])
        client.send(chunked)
        with contextlib.suppress(ConnectionError):
            for _ in range(12):
                client.send(b"x-a: b\r\n" * 1024)
                await client.writer.drain()
                await asyncio.sleep(0.01)
            async with asyncio.timeout(3):
                assert await client.reader.read() == b""


async def test_an_answer_before_an_expected_body_ends_the_connection() -> None:
    async def refuse(scope: dict[str, Any], receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
        await send({"type": "http.response.start", "status": 413, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    async with connected(cast(Echo, refuse)) as client:
        client.send((HEAD % 2).replace(b"host: x", b"host: x\r\nexpect: 100-continue"))
        assert (await client.answer())[0] == 413
        async with asyncio.timeout(3):
            assert await client.reader.read() == b""
