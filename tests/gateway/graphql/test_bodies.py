"""Bodies that are too long, too slow or no JSON, written byte by byte to a real server."""

from __future__ import annotations

import asyncio

import httpx
import orjson
import pytest

from tests.gateway.graphql.conftest import Serve, Served
from tests.patience import patience

LIMIT = 256 * 1024


async def raw(port: int, request: bytes, *, then: bytes = b"") -> tuple[int, dict[str, object]]:
    """Sends bytes as they are and reads one answer, without waiting for the server to close."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        await writer.drain()
        async with patience():
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            length = int(next(line for line in head.lower().split("\r\n") if line.startswith("content-length")).split(":")[1])
            body = await reader.readexactly(length)
        return int(head.split()[1]), orjson.loads(body) if body.startswith(b"{") else {}
    finally:
        writer.close()


def head(*more: str) -> bytes:
    return "\r\n".join(["POST /graphql HTTP/1.1", "host: x", "content-type: application/json", *more, "", ""]).encode()


def code(body: dict[str, object]) -> object:
    (error,) = body["errors"]  # type: ignore[attr-defined]
    return error["extensions"]["code"]


def padded(size: int) -> bytes:
    """A valid request of exactly this many bytes."""
    start, end = b'{"query": "{ hello }", "extensions": {"pad": "', b'"}}'
    return start + b"x" * (size - len(start) - len(end)) + end


async def test_a_body_at_the_limit_is_served_and_one_byte_more_is_413(served: Served) -> None:
    headers = {"content-type": "application/json"}
    assert (await served.http.post("", content=padded(LIMIT), headers=headers)).status_code == 200
    refused = await served.http.post("", content=padded(LIMIT + 1), headers=headers)
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]) == (413, {"code": "PAYLOAD_TOO_LARGE", "maxBytes": LIMIT})


async def test_a_body_announced_too_long_is_refused_before_it_is_sent(served: Served) -> None:
    status, body = await raw(served.port, head("content-length: 2000000"))
    assert (status, code(body)) == (413, "PAYLOAD_TOO_LARGE")


async def test_a_caller_that_sends_its_whole_body_first_reads_why_it_was_refused(served: Served) -> None:
    for _ in range(2):
        refused = await served.http.post("", content=padded(8_000_000), headers={"content-type": "application/json"})
        assert (refused.status_code, code(refused.json())) == (413, "PAYLOAD_TOO_LARGE")


async def test_a_chunked_body_is_read_up_to_the_limit_only(served: Served) -> None:
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    status, body = await raw(served.port, head("transfer-encoding: chunked") + chunk * 5)
    assert (status, code(body)) == (413, "PAYLOAD_TOO_LARGE")
    request = b'{"query": "{ hello }"}'
    whole = head("transfer-encoding: chunked") + b"8\r\n" + request[:8] + b"\r\n%x\r\n" % len(request[8:]) + request[8:] + b"\r\n0\r\n\r\n"
    assert await raw(served.port, whole) == (200, {"data": {"hello": "hello world"}})


@pytest.mark.parametrize("length", ["-1", "12x", "1e3", "99999999999999999999999"])
async def test_a_content_length_that_is_no_number_is_a_4xx(served: Served, length: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    writer.write(head(f"content-length: {length}") + b'{"query": "{ hello }"}')
    async with patience():
        status = int((await reader.readline()).split()[1])
    writer.close()
    assert status in {400, 413}
    assert served.world.ledger.calls == []


async def test_a_body_that_does_not_arrive_is_408(serve: Serve) -> None:
    served: Served = await serve(body_timeout=0.2)
    status, body = await raw(served.port, head("content-length: 100") + b'{"query"')
    assert (status, code(body)) == (408, "REQUEST_TIMEOUT")


async def test_a_caller_that_hangs_up_within_its_body_runs_nothing(served: Served) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", served.port)
    writer.write(head("content-length: 24") + b'{"query": "mutation')
    await writer.drain()
    writer.close()
    await asyncio.sleep(0.05)
    assert served.world.ledger.calls == []
    assert (await served.post("{ whoami }")).status_code == 200


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b'{"query": "{ hello }",}',
        b'{"query": "{ hello }"} trailing',
        b'{"query": "\xff\xfe"}',
        b'{"query": "\\ud800"}',
        b'{"query": "{ hello }", "variables": {"a": NaN}}',
        b'{"query": "{ hello }", "variables": {"a": Infinity}}',
        b'{"query": "{ hello }", "variables": ' + b'{"a":' * 2000 + b"1" + b"}" * 2001,
        b"[" * 100_000,
        b'\xef\xbb\xbf{"query": "{ hello }"}',
        b'"{ hello }"',
        b"null",
        b"17",
    ],
)
@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
async def test_a_body_that_is_no_json_object_is_400_without_data(served: Served, accept: str, content: bytes) -> None:
    answer: httpx.Response = await served.http.post("", content=content, headers={"content-type": "application/json", "accept": accept})
    assert (answer.status_code, code(answer.json()), "data" in answer.json()) == (400, "BAD_REQUEST", False)
    assert answer.headers["content-type"].startswith(accept)
    assert served.world.ledger.calls == []


async def test_variables_nested_as_deep_as_json_may_be_do_no_harm(served: Served) -> None:
    deep = b'{"query": "query($n: Int!) { doubled(number: $n) }", "variables": {"n": ' + b"[" * 1000 + b"]" * 1000 + b"}}"
    answer = await served.http.post("", content=deep, headers={"content-type": "application/json"})
    assert (answer.status_code, code(answer.json())) == (200, "BAD_USER_INPUT")


async def test_two_requests_on_one_connection_do_not_disturb_each_other(served: Served) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{served.port}/graphql", limits=httpx.Limits(max_connections=1)) as client:
        for _ in range(3):
            assert (await client.post("", content=b"{", headers={"content-type": "application/json"})).status_code == 400
            assert (await client.post("", json={"query": "{ hello }"})).json() == {"data": {"hello": "hello world"}}
