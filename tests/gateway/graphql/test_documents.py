"""Documents: what is cached, what is trusted, what is refused, on every transport alike."""

from __future__ import annotations

import hashlib
from typing import Any

import httpx
import pytest
from graphql import DocumentNode, GraphQLError

from gateway.graphql import Documents, RequestRefused
from gateway.graphql.documents import OperationRequest
from tests.gateway.graphql.conftest import Serve, Served
from tests.gateway.graphql.test_sockets import client
from tests.gateway.graphql.world import schema

HELLO = "query Hello { hello }"
COUNT = "subscription Count { count(to: 1) }"


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


TRUSTED = {sha(text): text for text in (HELLO, COUNT)}


def documents(**options: Any) -> Documents:
    return Documents(schema._schema, **options)


def prepare(store: Documents, query: str | None = None, document_id: str | None = None, name: str | None = None) -> Any:
    return store.prepare(OperationRequest(query, document_id, name), introspection=True)


def code_of(store: Documents, *request: Any) -> str:
    with pytest.raises(RequestRefused) as refused:
        prepare(store, *request)
    return refused.value.code


def test_the_same_text_gives_the_same_operation_with_its_plan() -> None:
    store = documents()
    first = prepare(store, HELLO)
    first.plan = "compiled"
    assert prepare(store, HELLO) is first
    assert prepare(store, HELLO, None, "Hello") is first
    assert (first.kind, first.name, first.document_id, first.trusted) == ("query", "Hello", sha(HELLO), False)


def test_each_operation_of_a_document_is_its_own() -> None:
    store = documents()
    text = "query A { hello } mutation B { pay }"
    assert [prepare(store, text, None, name).kind for name in ("A", "B")] == ["query", "mutation"]
    assert code_of(store, text) == "OPERATION_NOT_FOUND"
    assert code_of(store, text, None, "C") == "OPERATION_NOT_FOUND"


def test_an_anonymous_operation_is_not_found_by_a_name() -> None:
    assert code_of(documents(), "{ hello }", None, "Hello") == "OPERATION_NOT_FOUND"


def test_the_cache_is_bounded_in_number_and_the_least_used_goes_first() -> None:
    store = documents(cached_max=2)
    a, b = prepare(store, "{ a: hello }"), prepare(store, "{ b: hello }")
    assert prepare(store, "{ a: hello }") is a
    prepare(store, "{ c: hello }")
    assert prepare(store, "{ a: hello }") is a
    assert prepare(store, "{ b: hello }") is not b


def test_the_cache_is_bounded_in_bytes() -> None:
    store = documents(cached_bytes_max=10_000)
    for number in range(50):
        prepare(store, f"{{ a{number}: hello }} # {'x' * 1000}")
    assert sum(map(len, store._cached)) == store._cached_bytes <= 10_000
    prepare(store, "{ hello } #" + "x" * 20_000)
    assert (len(store._cached), store._cached_bytes) == (0, 0)


def test_what_does_not_validate_leaves_nothing_behind() -> None:
    store = documents()
    for number in range(20):
        assert code_of(store, f"{{ nope{number} }}") == "GRAPHQL_VALIDATION_FAILED"
    assert (len(store._cached), store._cached_bytes) == (0, 0)


def test_limits_are_checked_once_a_document_before_validation() -> None:
    seen: list[DocumentNode] = []

    def check(document: DocumentNode) -> None:
        seen.append(document)
        if len(document.definitions) > 1:
            raise GraphQLError("Too many definitions.", extensions={"code": "TOO_COMPLEX", "limit": 1})

    store = documents(check_limits=check)
    prepare(store, HELLO)
    prepare(store, HELLO)
    assert len(seen) == 1
    assert code_of(store, "query A { nope } query B { nope }") == "TOO_COMPLEX"
    assert code_of(store, "{ nope }") == "GRAPHQL_VALIDATION_FAILED"


def test_a_trusted_id_is_found_with_or_without_its_prefix() -> None:
    store = documents(trusted=TRUSTED)
    operation = prepare(store, None, sha(HELLO))
    assert operation.trusted
    assert prepare(store, None, f"sha256:{sha(HELLO)}") is operation
    assert prepare(store, HELLO, sha(HELLO)) is operation
    assert code_of(store, None, sha("other")) == "PERSISTED_QUERY_NOT_FOUND"
    assert code_of(store, "{ hello }", sha(HELLO)) == "BAD_REQUEST"
    assert not prepare(store, HELLO).trusted


def test_trusted_documents_are_never_evicted() -> None:
    store = documents(trusted=TRUSTED, cached_max=1)
    operation = prepare(store, None, sha(HELLO))
    for number in range(5):
        prepare(store, f"{{ a{number}: hello }}")
    assert prepare(store, None, sha(HELLO)) is operation


@pytest.mark.parametrize("query", [HELLO, "{ hello }", COUNT, "{ __typename }"])
async def test_with_trusted_only_no_text_runs_on_any_transport(serve: Serve, query: str) -> None:
    served: Served = await serve(documents={"trusted": TRUSTED, "trusted_only": True}, batch_max=2)

    def code(answer: httpx.Response) -> str:
        body = answer.json()
        return str((body[0] if isinstance(body, list) else body)["errors"][0]["extensions"]["code"])

    assert code(await served.post(query)) == "DOCUMENT_NOT_TRUSTED"
    assert code(await served.http.get("", params={"query": query})) == "DOCUMENT_NOT_TRUSTED"
    assert code(await served.http.post("", json=[{"query": query}])) == "DOCUMENT_NOT_TRUSTED"
    for accept in ("text/event-stream", "multipart/mixed"):
        assert '"DOCUMENT_NOT_TRUSTED"' in (await served.http.post("", json={"query": query}, headers={"accept": accept})).text
    token = {"x-graphql-event-stream-token": (await served.http.put("")).text}
    single = await served.http.post("", json={"query": query, "extensions": {"operationId": "1"}}, headers=token)
    assert code(single) == "DOCUMENT_NOT_TRUSTED"
    async with client(served) as socket:
        await socket.run("1", query)
        assert (await socket.hear())["payload"][0]["extensions"]["code"] == "DOCUMENT_NOT_TRUSTED"
    assert served.world.ledger.calls == []
    assert served.world.ledger.counted == 0


async def test_with_trusted_only_ids_run_on_every_transport(serve: Serve) -> None:
    served: Served = await serve(documents={"trusted": TRUSTED, "trusted_only": True})
    data = {"data": {"hello": "hello world"}}
    persisted = {"persistedQuery": {"version": 1, "sha256Hash": sha(HELLO)}}
    assert (await served.http.post("", json={"documentId": sha(HELLO)})).json() == data
    assert (await served.http.post("", json={"extensions": persisted})).json() == data
    assert (await served.http.get("", params={"documentId": sha(HELLO)})).json() == data
    streamed = await served.http.post("", json={"documentId": sha(COUNT)}, headers={"accept": "text/event-stream"})
    assert '{"data":{"count":1}}' in streamed.text
    async with client(served) as socket:
        await socket.tell(id="1", type="subscribe", payload={"documentId": sha(COUNT)})
        assert (await socket.hear())["payload"] == {"data": {"count": 1}}
