"""Topping up in the schema's language: what the app sends, and every answer it may get."""

from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from gateway.embedded import Instance
from resolvers.context import Viewer
from resolvers.permissions import Permission
from resolvers.schema import build_schema
from tests.domains.wallet.top_ups import Customer, House, house_with_channel, own_database
from tests.integrations.running import Sandbox, running_sandbox
from tests.resolvers import asking

SCHEMA = build_schema()

TOP_UP = """
mutation ($input: TopUpInput!) { topUp(input: $input) { __typename ... on Problem { message }
    ... on TopUp { id state amount { amount currency } channel reference refusalCode settledAt account { id balance { amount } } } } }
"""
SEEN = "query ($id: ID!) { topUp(id: $id) { id state reference refusalCode account { balance { amount currency } } } }"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(migrated: Instance, sandbox: Sandbox) -> AsyncIterator[House]:
    with own_database(migrated, "top_up_resolvers") as dsn:
        async with house_with_channel(dsn, sandbox) as opened:
            yield opened


async def ask(house: House, customer: Customer, document: str, language: str = "en", **variables: Any) -> Any:
    """The root field's answer."""
    viewer = Viewer(customer.id, customer.session_id, frozenset({Permission.PUBLIC, Permission.CUSTOMER}), language)
    return (await asking.ask(SCHEMA, house.database, viewer, document, **variables))["topUp"]


def an_input(amount: str, currency: str = "CNY", **more: Any) -> dict[str, Any]:
    return {"requestId": str(uuid4()), "amount": {"amount": amount, "currency": currency}, **more}


async def test_a_top_up_is_answered_pending_and_read_posted(house: House) -> None:
    customer, input_ = await house.customer(), an_input("12.34")
    answer = await ask(house, customer, TOP_UP, input=input_)
    assert answer == {
        "__typename": "TopUp",
        "id": input_["requestId"],
        "state": "PENDING",
        "amount": {"amount": "12.34", "currency": "CNY"},
        "channel": "sandbox",
        "reference": None,
        "refusalCode": None,
        "settledAt": None,
        "account": {"id": str(customer.account_id), "balance": {"amount": "0.00"}},
    }
    assert await ask(house, customer, TOP_UP, input=input_) == answer
    async with house.database.reading() as read:
        payload = await read.fetchval("SELECT payload FROM kernel_outbox WHERE payload ->> 'top_up_id' = $1", input_["requestId"])
    assert (payload["subject_id"], payload["amount_minor"]) == (str(customer.id), 1234)
    await house.charge_payload(payload)
    seen = await house.until(lambda: ask(house, customer, SEEN, id=input_["requestId"]), lambda found: found["state"] == "POSTED")
    assert (seen["account"], seen["reference"][:3]) == ({"balance": {"amount": "12.34", "currency": "CNY"}}, "SBX")


async def test_a_refusal_of_the_bank_is_read_with_its_code(house: House, sandbox: Sandbox) -> None:
    customer = await house.customer()
    top_up_ = await house.request(customer, 500)
    await sandbox.plan("refuse", charge_id=top_up_.id)
    await house.charge(top_up_)
    seen = await ask(house, customer, SEEN, id=str(top_up_.id))
    assert (seen["state"], seen["refusalCode"]) == ("REFUSED", "insufficient_funds")


async def test_a_mismatch_is_in_review_and_its_reason_is_not_shown(house: House, sandbox: Sandbox) -> None:
    customer = await house.customer()
    top_up_ = await house.request(customer, 500)
    await sandbox.plan("other_amount", charge_id=top_up_.id)
    await house.charge(top_up_)
    await house.ended(top_up_)
    seen = await ask(house, customer, SEEN, id=str(top_up_.id))
    assert (seen["state"], seen["refusalCode"]) == ("IN_REVIEW", None)


async def test_a_strangers_top_up_an_unknown_one_and_a_malformed_id_are_null(house: House) -> None:
    customer, stranger = await house.customer(), await house.customer()
    top_up_ = await house.request(customer, 500)
    assert [await ask(house, stranger, SEEN, id=id_) for id_ in (str(top_up_.id), str(uuid4()), "x")] == [None] * 3


@pytest.mark.parametrize(
    ("input_", "typename"),
    [
        (an_input("0"), "AmountOutOfRange"),
        (an_input("-5"), "AmountOutOfRange"),
        (an_input("50000.01"), "AmountOutOfRange"),
        (an_input("1.234"), "AmountMalformed"),
        (an_input("ten"), "AmountMalformed"),
        (an_input("5", "XXX"), "UnknownCurrency"),
        (an_input("5", "PTS"), "UnknownCurrency"),
        (an_input("5", "USD"), "AccountNotFound"),
        (an_input("5", channel="nowhere"), "ChannelNotFound"),
    ],
)
async def test_each_refusal_is_a_type_with_a_message_in_both_languages(house: House, input_: dict[str, Any], typename: str) -> None:
    customer = await house.customer()
    answers = [await ask(house, customer, TOP_UP, language, input=input_ | {"requestId": str(uuid4())}) for language in ("en", "zh")]
    assert [answer["__typename"] for answer in answers] == [typename] * 2
    assert answers[0]["message"].isascii() and not answers[1]["message"].isascii()


async def test_an_id_with_another_input_is_refused(house: House) -> None:
    customer, input_ = await house.customer(), an_input("5")
    await ask(house, customer, TOP_UP, input=input_)
    again = input_ | {"amount": {"amount": "6", "currency": "CNY"}}
    assert (await ask(house, customer, TOP_UP, input=again))["__typename"] == "IdReused"
