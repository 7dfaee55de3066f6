"""What a caller reads of an error, and what the log keeps."""

from __future__ import annotations

from typing import Any

import strawberry
from graphql import GraphQLError
from structlog.testing import capture_logs

from gateway.graphql import Documents, GraphQLCoreExecutor, Masker
from gateway.graphql.documents import OperationRequest
from tests.gateway.graphql.conftest import Served
from tests.gateway.graphql.world import A_PHONE, DatabaseAway, explain


def fail() -> str | None:
    raise RuntimeError("the same")


@strawberry.type
class Item:
    name: str | None = strawberry.field(resolver=fail)


@strawberry.type
class ListQuery:
    @strawberry.field
    def items(self) -> list[Item]:
        return [Item() for _ in range(50)]


async def errors_of(served: Served, query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await served.post(query)).json()["errors"]
    return found


async def test_a_bug_is_masked_with_an_id_that_is_in_the_log_with_its_traceback(served: Served) -> None:
    with capture_logs() as logs:
        (error,) = await errors_of(served, "{ broken }")
    error_id = error["extensions"]["errorId"]
    assert error["extensions"] == {"code": "INTERNAL", "errorId": error_id}
    assert error["path"] == ["broken"]
    assert error_id in error["message"]
    assert "secret" not in str(error)
    (line,) = [line for line in logs if line["event"] == "graphql_error_masked"]
    assert (line["error_id"], line["path"]) == (error_id, "broken")
    assert "in broken\n    raise RuntimeError" in line["exception"]
    assert A_PHONE not in str(logs)


async def test_a_stored_value_that_graphql_core_quotes_is_masked_too(served: Served) -> None:
    (error,) = await errors_of(served, "{ lying }")
    assert error["extensions"]["code"] == "INTERNAL"
    assert "stored" not in str(error)


async def test_our_own_codes_pass_with_their_message(served: Served) -> None:
    with capture_logs() as logs:
        (error,) = await errors_of(served, "{ forbidden }")
    assert (error["message"], error["extensions"]) == ("Not for you.", {"code": "FORBIDDEN"})
    assert logs == []


async def test_a_known_failure_is_explained_and_retryable(served: Served) -> None:
    (error,) = await errors_of(served, "{ away }")
    assert (error["message"], error["extensions"]) == ("Try again in a moment.", {"code": "UNAVAILABLE", "retryable": True})


async def test_a_wrong_argument_found_while_running_is_the_callers_to_read(served: Served) -> None:
    answer = await served.post("query($n: String) { hello(name: $n) }", variables={"n": None})
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert answer.status_code == 200


async def test_an_error_of_a_required_field_nulls_the_data_and_is_still_200(served: Served) -> None:
    answer = await served.post("{ required }")
    assert (answer.status_code, answer.json()["data"]) == (200, None)


async def test_equal_failures_of_one_list_share_an_id_and_one_log_line() -> None:
    schema = strawberry.Schema(ListQuery)
    operation = Documents(schema._schema).prepare(OperationRequest("{ items { name } }"), introspection=False)
    with capture_logs() as logs:
        answer = await GraphQLCoreExecutor(schema, Masker()).execute(operation, None, None)
    assert answer.body.count(b'"INTERNAL"') == 50
    assert len(logs) == 1


def test_an_exception_that_only_looks_like_ours_is_masked() -> None:
    class Disguised(Exception):
        extensions = {"code": "FORBIDDEN", "secret": "13800138000"}  # noqa: RUF012

    error = GraphQLError("secret", path=["field"], original_error=Disguised("secret"))
    (formatted,) = Masker().field_errors([error])
    assert formatted["extensions"].keys() == {"code", "errorId"}
    assert formatted["extensions"]["code"] == "INTERNAL"
    assert "secret" not in str(formatted)


def test_a_refusal_outside_any_field_is_masked_or_explained_alike() -> None:
    masker = Masker(explain)
    assert masker.refusal(ValueError("secret")).status == 500
    assert b"secret" not in masker.refusal(ValueError("secret")).body
    away = masker.refusal(DatabaseAway())
    assert (away.status, away.code) == (503, "UNAVAILABLE")
    limited = masker.refusal(GraphQLError("Slow down.", extensions={"code": "RATE_LIMITED", "retryAfterSeconds": 3}))
    assert (limited.status, limited.errors[0]["extensions"]) == (429, {"code": "RATE_LIMITED", "retryAfterSeconds": 3})
