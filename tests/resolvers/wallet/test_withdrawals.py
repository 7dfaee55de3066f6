"""Withdrawing in the schema's language: what the app sends, and every answer it may get."""

from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from domains import customers
from gateway.embedded import Instance
from resolvers.context import Viewer
from resolvers.permissions import Permission
from resolvers.schema import build_schema
from tests.domains.wallet.top_ups import Customer, House, house_with_channel, own_database
from tests.integrations.running import Sandbox, running_sandbox
from tests.resolvers import asking

SCHEMA = build_schema()
PIN = "482913"

WITHDRAW = """
mutation ($input: WithdrawInput!) { withdraw(input: $input) { __typename ... on Problem { message }
    ... on Withdrawal { id state amount { amount currency } channel reference refusalCode settledAt account { id balance { amount } available { amount } } } } }
"""
SEEN = "query ($id: ID!) { withdrawal(id: $id) { id state reference refusalCode account { balance { amount } available { amount } } } }"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(migrated: Instance, sandbox: Sandbox) -> AsyncIterator[House]:
    with own_database(migrated, "withdrawal_resolvers") as dsn:
        async with house_with_channel(dsn, sandbox) as opened:
            yield opened


async def ask(house: House, customer: Customer, document: str, language: str = "en", **variables: Any) -> Any:
    """The root field's answer."""
    viewer = Viewer(customer.id, customer.session_id, frozenset({Permission.PUBLIC, Permission.CUSTOMER}), language)
    (answer,) = (await asking.ask(SCHEMA, house.database, viewer, document, **variables)).values()
    return answer


def an_input(amount: str, currency: str = "CNY", **more: Any) -> dict[str, Any]:
    return {"requestId": str(uuid4()), "amount": {"amount": amount, "currency": currency}, **more}


async def test_a_withdrawal_is_answered_pending_with_the_money_held_and_read_posted(house: House) -> None:
    customer, input_ = await house.customer(minor=2_000), an_input("12.34")
    answer = await ask(house, customer, WITHDRAW, input=input_)
    assert answer == {
        "__typename": "Withdrawal",
        "id": input_["requestId"],
        "state": "PENDING",
        "amount": {"amount": "12.34", "currency": "CNY"},
        "channel": "sandbox",
        "reference": None,
        "refusalCode": None,
        "settledAt": None,
        "account": {"id": str(customer.account_id), "balance": {"amount": "20.00"}, "available": {"amount": "7.66"}},
    }
    assert await ask(house, customer, WITHDRAW, input=input_) == answer
    await house.ask_later()
    async with house.database.reading() as read:
        payload = await read.fetchval("SELECT payload FROM kernel_outbox WHERE payload ->> 'withdrawal_id' = $1", input_["requestId"])
    assert (payload["subject_id"], payload["amount_minor"]) == (str(customer.id), 1234)
    await house.pay_out_payload(payload)
    seen = await house.until(lambda: ask(house, customer, SEEN, id=input_["requestId"]), lambda found: found["state"] == "POSTED")
    assert seen["account"] == {"balance": {"amount": "7.66"}, "available": {"amount": "7.66"}}


async def test_a_refusal_and_a_mismatch_are_read_as_such(house: House, sandbox: Sandbox) -> None:
    customer = await house.customer(minor=2_000)
    states = []
    for fault in ("refuse", "other_amount"):
        withdrawal = await house.withdraw(customer, 500)
        await sandbox.plan(fault, charge_id=withdrawal.id)
        await house.pay_out(withdrawal)
        await house.paid(withdrawal)
        seen = await ask(house, customer, SEEN, id=str(withdrawal.id))
        states.append((seen["state"], seen["refusalCode"]))
    assert states == [("RETURNED", "account_closed"), ("IN_REVIEW", None)]


async def test_a_strangers_withdrawal_an_unknown_one_and_a_malformed_id_are_null(house: House) -> None:
    customer, stranger = await house.customer(minor=1_000), await house.customer()
    withdrawal = await house.withdraw(customer, 500)
    assert [await ask(house, stranger, SEEN, id=id_) for id_ in (str(withdrawal.id), str(uuid4()), "x")] == [None] * 3


@pytest.mark.parametrize(
    ("input_", "typename"),
    [
        (an_input("0"), "AmountOutOfRange"),
        (an_input("1.234"), "AmountMalformed"),
        (an_input("5", "XXX"), "UnknownCurrency"),
        (an_input("5", "PTS"), "UnknownCurrency"),
        (an_input("5", "USD"), "AccountNotFound"),
        (an_input("5", channel="nowhere"), "ChannelNotFound"),
        (an_input("2000.01"), "TransferTooLarge"),
        (an_input("201"), "PinRequired"),
        (an_input("201", pin="111111"), "PinWrong"),
        (an_input("900", pin=PIN), "InsufficientFunds"),
    ],
)
async def test_each_refusal_is_a_type_with_a_message_in_both_languages(house: House, input_: dict[str, Any], typename: str) -> None:
    customer = await house.customer(minor=30_000)
    await customers.set_pin(house.database.write, customer.id, customer.session_id, PIN)
    answers = [await ask(house, customer, WITHDRAW, language, input=input_ | {"requestId": str(uuid4())}) for language in ("en", "zh")]
    assert [answer["__typename"] for answer in answers] == [typename] * 2
    assert answers[0]["message"].isascii() and not answers[1]["message"].isascii()
    assert await house.available(customer) == 30_000
