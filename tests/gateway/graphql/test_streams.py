"""Server-sent events and multipart subscriptions, as their clients read them."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import httpx
import orjson
import pytest

from tests.gateway.graphql.conftest import Serve, Served
from tests.patience import patience

SSE = {"accept": "text/event-stream"}
MULTIPART = {"accept": "multipart/mixed;subscriptionSpec=1.0, application/json"}


def events(text: str) -> list[tuple[str, Any]]:
    """The events of a stream, with JSON where there is any; comments are left out."""
    found = []
    for block in text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.split("\n") if line and not line.startswith(":"))
        if lines:
            found.append((lines["event"], orjson.loads(lines["data"]) if lines["data"] else None))
    return found


async def streams_end(served: Served) -> None:
    async with patience():
        while served.world.ledger.open_streams:
            await asyncio.sleep(0.01)


async def test_a_subscription_over_sse_sends_each_event_and_completes(served: Served) -> None:
    answer = await served.http.post("", json={"query": "subscription { count(to: 2) }"}, headers=SSE)
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert events(answer.text) == [("next", {"data": {"count": 1}}), ("next", {"data": {"count": 2}}), ("complete", None)]


@pytest.mark.parametrize(("query", "data"), [("{ hello }", {"hello": "hello world"}), ("mutation { pay }", {"pay": "paid"})])
async def test_a_query_or_mutation_over_sse_is_one_event(served: Served, query: str, data: dict[str, str]) -> None:
    answer = await served.http.post("", json={"query": query}, headers=SSE)
    assert events(answer.text) == [("next", {"data": data}), ("complete", None)]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ nope }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription($n: Int!) { count(to: $n) }", "BAD_USER_INPUT"),
        ("subscription { refuses }", "RESUME_EXPIRED"),
        ("subscription { breaks }", "INTERNAL"),
    ],
)
async def test_a_refusal_over_sse_is_an_event_then_complete(served: Served, query: str, code: str) -> None:
    answer = await served.http.post("", json={"query": query}, headers=SSE)
    *before, (kind, body), last = events(answer.text)
    assert (answer.status_code, kind, body["errors"][0]["extensions"]["code"], last) == (200, "next", code, ("complete", None))
    assert len(before) == (1 if "breaks" in query else 0)
    assert "secret" not in answer.text


async def test_a_body_that_is_no_request_is_refused_before_any_stream(served: Served) -> None:
    answer = await served.http.post("", content=b"{", headers={**SSE, "content-type": "application/json"})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_REQUEST")
    forged = await served.http.post("", json={"query": "{ hello }"}, headers={**SSE, "authorization": "Bearer forged"})
    assert forged.status_code == 401


async def test_an_event_source_may_subscribe_by_get(served: Served) -> None:
    answer = await served.http.get("", params={"query": "subscription { count(to: 1) }"}, headers=SSE)
    assert events(answer.text) == [("next", {"data": {"count": 1}}), ("complete", None)]


async def test_a_client_that_accepts_json_and_events_gets_events_for_subscriptions_only(served: Served) -> None:
    both = {"accept": "application/graphql-response+json, application/json, text/event-stream, multipart/mixed"}
    assert (await served.http.post("", json={"query": "{ hello }"}, headers=both)).json() == {"data": {"hello": "hello world"}}
    streamed = await served.http.post("", json={"query": "subscription { count(to: 1) }"}, headers=both)
    assert streamed.headers["content-type"].startswith("text/event-stream")


async def test_the_first_event_arrives_before_the_second_exists(served: Served) -> None:
    for headers, first in ((SSE, b'data: {"data":{"count":1}}\n\n'), (MULTIPART, b'{"payload":{"data":{"count":1}}}\r\n--graphql')):
        request = {"query": "subscription { count(to: 2, every: 0.15) }"}
        async with served.http.stream("POST", "", json=request, headers=headers) as answer:
            seen = b""
            async for chunk in answer.aiter_raw():
                seen += chunk
                if first in seen:
                    break
            assert b'"count":2' not in seen
    await streams_end(served)


async def test_a_client_that_hangs_up_ends_its_subscription(served: Served) -> None:
    async with served.http.stream("POST", "", json={"query": "subscription { count(to: 9, every: 5) }"}, headers=SSE) as answer:
        await anext(answer.aiter_raw())
        async with patience():
            while not served.world.ledger.open_streams:
                await asyncio.sleep(0.01)
    await streams_end(served)


async def test_a_client_that_hangs_up_does_not_cancel_its_mutation(serve: Serve) -> None:
    served: Served = await serve()
    async with served.http.stream("POST", "", json={"query": "mutation { pay(slowly: true) }"}, headers=SSE) as answer:
        await anext(answer.aiter_raw())
        while served.world.ledger.calls != ["pay"]:
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    served.world.ledger.gate.set()
    async with patience():
        while served.world.ledger.calls != ["pay", "paid"]:
            await asyncio.sleep(0.01)


async def test_a_silent_stream_has_heartbeats(serve: Serve) -> None:
    served: Served = await serve(stream_heartbeat=0.05)
    request = {"query": "subscription { count(to: 1, every: 0.3) }"}
    assert (await served.http.post("", json=request, headers=SSE)).text.count(":\n\n") >= 4
    assert (await served.http.post("", json=request, headers=MULTIPART)).text.count("\r\n\r\n{}\r\n--graphql") >= 3


async def test_a_stream_ends_when_the_token_does(serve: Serve) -> None:
    served: Served = await serve()
    served.world.callers.expires_at = time.time() + 0.3
    for every in (5, 0.01):
        answer = await served.http.post("", json={"query": f"subscription {{ count(to: 500, every: {every}) }}"}, headers=SSE)
        (kind, body), last = events(answer.text)[-2:]
        assert (kind, body["errors"][0]["extensions"]["code"], last) == ("next", "UNAUTHENTICATED", ("complete", None))
    await streams_end(served)


async def test_drain_and_revocation_end_streams_without_completing_them(serve: Serve) -> None:
    served: Served = await serve()

    def stream(name: str) -> asyncio.Task[httpx.Response]:
        request = {"query": "subscription { count(to: 9, every: 5) }"}
        return asyncio.create_task(served.http.post("", json=request, headers={**SSE, "authorization": f"Bearer {name}"}))

    alice, bob = stream("alice"), stream("bob")
    async with patience():
        while served.world.ledger.open_streams < 2:
            await asyncio.sleep(0.01)
    await served.world.endpoint.revoke(lambda identity: identity.name == "alice")  # type: ignore[attr-defined]
    assert "complete" not in (await alice).text
    assert not bob.done()
    await served.world.endpoint.drain(1)
    assert "complete" not in (await bob).text
    await streams_end(served)


async def test_a_reader_that_does_not_read_is_cut_off(serve: Serve) -> None:
    served: Served = await serve(send_timeout=0.3)
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port, limit=1024)
    body = b'{"query": "subscription { blobs(size: 1000000) }"}'
    writer.write(
        b"POST /graphql HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(body) + body
    )
    await reader.readline()
    started = time.monotonic()
    async with patience():
        while served.world.endpoint._streams._open:
            await asyncio.sleep(0.02)
    assert time.monotonic() - started < 3
    writer.close()


async def test_multipart_parts_carry_payloads_and_end_with_the_boundary(served: Served) -> None:
    answer = await served.http.post("", json={"query": "subscription { count(to: 2) }"}, headers=MULTIPART)
    assert answer.headers["content-type"] == 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0'
    part = "\r\ncontent-type: application/json\r\n\r\n"
    payloads = [f'{part}{{"payload":{{"data":{{"count":{number}}}}}}}\r\n--graphql' for number in (1, 2)]
    assert answer.text == "--graphql" + "".join(payloads) + "--\r\n"


async def test_a_multipart_stream_that_breaks_tells_errors_beside_an_empty_payload(served: Served) -> None:
    answer = await served.http.post("", json={"query": "subscription { breaks }"}, headers=MULTIPART)
    last = orjson.loads(answer.text.split("\r\n\r\n")[-1].split("\r\n")[0])
    assert (last["payload"], last["errors"][0]["extensions"]["code"]) == (None, "INTERNAL")


async def test_the_single_connection_mode_carries_many_operations_on_one_stream(served: Served) -> None:
    token = (await served.http.put("")).text
    stream = {"x-graphql-event-stream-token": token}
    async with served.http.stream("GET", f"?token={token}", headers=SSE) as answer:
        assert (await served.http.get("", headers={**SSE, **stream})).status_code == 400
        for operation_id, query in (("a", "{ hello }"), ("b", "subscription { count(to: 9, every: 5) }"), ("c", "subscription { breaks }")):
            accepted = await served.http.post("", json={"query": query, "extensions": {"operationId": operation_id}}, headers=stream)
            assert accepted.status_code == 202
        repeated = await served.http.post("", json={"query": "{ hello }", "extensions": {"operationId": "b"}}, headers=stream)
        assert repeated.status_code == 400
        invalid = await served.http.post(
            "", json={"query": "{ nope }", "extensions": {"operationId": "d"}}, headers={**stream, "accept": "application/graphql-response+json"}
        )
        assert (invalid.status_code, invalid.json()["errors"][0]["extensions"]["code"]) == (400, "GRAPHQL_VALIDATION_FAILED")
        seen = ""
        async for chunk in answer.aiter_text():
            seen += chunk
            if seen.count("event: complete") == 2:
                break
        told = events(seen)
        assert ("next", {"id": "a", "payload": {"data": {"hello": "hello world"}}}) in told
        assert ("complete", {"id": "a"}) in told
        assert ("complete", {"id": "c"}) in told
        assert (await served.http.delete("?operationId=b", headers=stream)).status_code == 200
        await streams_end(served)
    async with patience():
        while (await served.http.post("", json={"query": "{ hello }", "extensions": {"operationId": "z"}}, headers=stream)).status_code != 400:
            await asyncio.sleep(0.01)
