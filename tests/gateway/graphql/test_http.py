"""POST and GET as the GraphQL-over-HTTP specification says, on a real server."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from tests.gateway.graphql.conftest import Serve, Served

RESPONSE_JSON = "application/graphql-response+json; charset=utf-8"
PLAIN_JSON = "application/json; charset=utf-8"


def code(answer: httpx.Response) -> str:
    """The code of the only error; an answer that refuses has no data."""
    body = answer.json()
    assert "data" not in body
    (error,) = body["errors"]
    return str(error["extensions"]["code"])


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        (None, PLAIN_JSON),
        ("*/*", PLAIN_JSON),
        ("application/*", PLAIN_JSON),
        ("application/json", PLAIN_JSON),
        ("application/graphql-response+json", RESPONSE_JSON),
        ("application/graphql-response+json; charset=utf-8, application/json; charset=utf-8", RESPONSE_JSON),
        ("application/json, application/graphql-response+json;q=0.9", PLAIN_JSON),
        ("application/graphql-response+json, text/event-stream, multipart/mixed", RESPONSE_JSON),
    ],
)
async def test_a_query_is_answered_in_the_media_type_that_is_preferred(served: Served, accept: str | None, content_type: str) -> None:
    async with httpx.AsyncClient(headers={"accept": accept} if accept else {}) as client:
        if accept is None:
            del client.headers["accept"]
        answer = await client.post(f"http://127.0.0.1:{served.port}/graphql", json={"query": "{ hello }"})
    assert (answer.status_code, answer.headers["content-type"], answer.json()) == (200, content_type, {"data": {"hello": "hello world"}})
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("accept", ["text/html", "image/png", "application/json;q=0", "application/json; charset=utf-16", "application/json;q=zero"])
async def test_a_media_type_that_is_not_served_is_406_and_nothing_runs(served: Served, accept: str) -> None:
    answer = await served.post("{ hello }", accept)
    assert (answer.status_code, code(answer), served.world.ledger.calls) == (406, "NOT_ACCEPTABLE", [])


async def test_variables_and_the_operation_name_choose_what_runs(served: Served) -> None:
    query = "query A { hello } query B($number: Int!) { doubled(number: $number) }"
    answer = await served.post(query, operationName="B", variables={"number": 21})
    assert answer.json() == {"data": {"doubled": 42}}


@pytest.mark.parametrize(
    ("request_body", "expected"),
    [
        ({"query": "{"}, "GRAPHQL_PARSE_FAILED"),
        ({"query": "{ nope }"}, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": "query A { hello } query B { hello }"}, "OPERATION_NOT_FOUND"),
        ({"query": "query A { hello }", "operationName": "B"}, "OPERATION_NOT_FOUND"),
        ({"query": "fragment F on Query { hello }"}, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": "query($n: Int!) { doubled(number: $n) }", "variables": {"n": "x"}}, "BAD_USER_INPUT"),
        ({"query": "query($n: Int!) { doubled(number: $n) }"}, "BAD_USER_INPUT"),
        ({"documentId": "unknown"}, "PERSISTED_QUERY_NOT_FOUND"),
        ({"query": "{" + " a" * 2001 + "}"}, "GRAPHQL_PARSE_FAILED"),
        ({"query": "{a" * 999 + "}" * 999}, "GRAPHQL_PARSE_FAILED"),
        ({"query": '{ hello(name: "\\ud800") }'}, "GRAPHQL_PARSE_FAILED"),
    ],
)
async def test_a_document_or_variables_at_fault_are_400_or_200_by_media_type(served: Served, request_body: dict[str, Any], expected: str) -> None:
    modern = await served.http.post("", json=request_body, headers={"accept": "application/graphql-response+json"})
    legacy = await served.http.post("", json=request_body, headers={"accept": "application/json"})
    assert (modern.status_code, code(modern)) == (400, expected)
    assert (legacy.status_code, code(legacy)) == (200, expected)
    assert served.world.ledger.calls == []


async def test_a_validation_message_is_told_without_suggestions(served: Served) -> None:
    answer = await served.post("{ hellp }")
    assert answer.json()["errors"][0]["message"] == "Cannot query field 'hellp' on type 'Query'."


@pytest.mark.parametrize(
    ("value", "parameter"),
    [
        ({"query": 1}, "query"),
        ({"query": "{ hello }", "variables": "{}"}, "variables"),
        ({"query": "{ hello }", "variables": []}, "variables"),
        ({"query": "{ hello }", "operationName": {}}, "operationName"),
        ({"query": "{ hello }", "extensions": 0}, "extensions"),
        ({"documentId": 7}, "documentId"),
        ({"extensions": {"persistedQuery": {"version": 1}}}, "extensions.persistedQuery"),
    ],
)
@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
async def test_a_parameter_of_a_wrong_type_is_400_and_named(served: Served, accept: str, value: dict[str, Any], parameter: str) -> None:
    answer = await served.http.post("", json=value, headers={"accept": accept})
    assert (answer.status_code, code(answer)) == (400, "BAD_REQUEST")
    assert answer.json()["errors"][0]["message"].startswith(f"`{parameter}` must be ")


async def test_get_runs_a_query_with_variables(served: Served) -> None:
    answer = await served.http.get("", params={"query": "query($n: Int!) { doubled(number: $n) }", "variables": '{"n": 4}'})
    assert (answer.status_code, answer.json()) == (200, {"data": {"doubled": 8}})


async def test_get_never_runs_a_mutation(served: Served) -> None:
    for accept in ("application/json", "application/graphql-response+json"):
        answer = await served.http.get("", params={"query": "mutation { pay }"}, headers={"accept": accept})
        assert (answer.status_code, answer.headers["allow"], code(answer)) == (405, "POST", "METHOD_NOT_ALLOWED")
    streamed = await served.http.get("", params={"query": "mutation { pay }"}, headers={"accept": "text/event-stream"})
    assert '"METHOD_NOT_ALLOWED"' in streamed.text
    assert served.world.ledger.calls == []


@pytest.mark.parametrize(
    "query_string", ["", "query=%ff%fe", "variables={}", "query={hello}&query={hello}", "query={hello}&variables={", "&".join(f"p{n}=" for n in range(11))]
)
async def test_a_query_string_that_holds_no_request_is_400(served: Served, query_string: str) -> None:
    answer = await served.http.get(f"?{query_string}")
    assert (answer.status_code, code(answer)) == (400, "BAD_REQUEST")


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "OPTIONS"])
async def test_another_method_is_405(served: Served, method: str) -> None:
    answer = await served.http.request(method, "")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json; charset=utf-16",
        "text/plain; application/json",
        "",
    ],
)
async def test_a_body_that_a_browser_sends_without_asking_is_415(served: Served, content_type: str) -> None:
    answer = await served.http.post("", content=b'{"query": "mutation { pay }"}', headers={"content-type": content_type})
    assert (answer.status_code, code(answer), served.world.ledger.calls) == (415, "UNSUPPORTED_MEDIA_TYPE", [])


async def test_a_subscription_over_plain_http_is_told_which_transports_serve_it(served: Served) -> None:
    answer = await served.post("subscription { count(to: 1) }", accept="application/json")
    assert (answer.status_code, code(answer)) == (406, "NOT_ACCEPTABLE")
    assert "text/event-stream" in answer.json()["errors"][0]["message"]


async def test_forged_credentials_are_401_with_a_challenge(served: Served) -> None:
    answer = await served.http.post("", json={"query": "{ hello }"}, headers={"authorization": "Bearer forged"})
    assert (answer.status_code, code(answer), served.world.ledger.calls) == (401, "UNAUTHENTICATED", [])
    assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'


async def test_an_authenticator_without_its_database_is_503_and_retryable(served: Served) -> None:
    answer = await served.http.post("", json={"query": "{ hello }"}, headers={"authorization": "Bearer database-away"})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]) == (503, {"code": "UNAVAILABLE", "retryable": True})


async def test_a_caller_who_may_not_introspect_is_refused_also_through_fragments(served: Served) -> None:
    stranger = {"authorization": "Bearer stranger"}
    for query in ("{ __schema { queryType { name } } }", '{ ...F } fragment F on Query { hello type: __type(name: "Query") { name } }'):
        answer = await served.http.post("", json={"query": query}, headers={**stranger, "accept": "application/graphql-response+json"})
        assert (answer.status_code, code(answer)) == (400, "INTROSPECTION_DISABLED")
        assert (await served.post(query)).status_code == 200
    plain = await served.http.post("", json={"query": '{ __typename hello(name: "__schema") }'}, headers=stranger)
    assert plain.json()["data"]["__typename"] == "Query"


async def test_the_request_id_is_taken_over_or_made(served: Served) -> None:
    own = await served.http.post("", json={"query": "{ requestId }"}, headers={"x-request-id": "abc-1.2_3"})
    assert (own.headers["x-request-id"], own.json()["data"]["requestId"]) == ("abc-1.2_3", "abc-1.2_3")
    made = [await served.http.post("", json={"query": "{ requestId }"}, headers={"x-request-id": bad}) for bad in ("a b", "x" * 129)]
    ids = {answer.headers["x-request-id"] for answer in made}
    assert len(ids) == 2
    assert ids.isdisjoint({"a b", "x" * 129})


async def test_a_batch_is_refused_unless_it_is_switched_on(served: Served, serve: Serve) -> None:
    batch = [{"query": "{ hello }"}, {"query": "{ nope }"}, {"query": "subscription { count(to: 1) }"}]
    refused = await served.http.post("", json=batch)
    assert (refused.status_code, code(refused), served.world.ledger.calls) == (400, "BAD_REQUEST", [])
    allowing = await serve(batch_max=99)
    answers = (await allowing.http.post("", json=batch)).json()
    assert answers[0] == {"data": {"hello": "hello world"}}
    assert [answer["errors"][0]["extensions"]["code"] for answer in answers[1:]] == ["GRAPHQL_VALIDATION_FAILED", "BAD_REQUEST"]
    for size in (0, 11):
        assert (await allowing.http.post("", json=batch[:1] * size)).status_code == 400


async def test_drain_waits_for_what_runs_and_takes_no_new_stream(serve: Serve) -> None:
    served: Served = await serve()
    paying = asyncio.create_task(served.post("mutation { pay(slowly: true) }"))
    while served.world.ledger.calls != ["pay"]:
        await asyncio.sleep(0.01)
    assert await served.world.endpoint.drain(0.05) is False
    stream = await served.post("subscription { count(to: 1) }", accept="text/event-stream")
    assert (stream.status_code, code(stream)) == (503, "UNAVAILABLE")
    served.world.ledger.gate.set()
    assert await served.world.endpoint.drain(5) is True
    assert (await paying).json() == {"data": {"pay": "paid"}}


async def test_browsers_get_graphiql_in_development_and_nothing_comes_from_elsewhere(served: Served, serve: Serve) -> None:
    browser = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    assert (await served.http.get("", headers=browser)).status_code == 400
    development = await serve(console=True)
    page = await development.http.get("", headers=browser)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    for asset, content_type in (("graphiql.min.js", "text/javascript"), ("graphiql.min.css", "text/css"), ("console.js", "text/javascript")):
        assert f"?asset={asset}" in page.text
        assert (await development.http.get(f"?asset={asset}")).headers["content-type"].startswith(content_type)
    assert "http://" not in page.text
    assert "https://" not in page.text
    assert (await development.http.get("?asset=../../settings.py")).status_code == 400
    assert (await development.http.get("", params={"query": "{ hello }"}, headers=browser)).json() == {"data": {"hello": "hello world"}}
