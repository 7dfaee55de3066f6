"""Promised transfers, standing orders and payees in the schema's language: every answer the app may get."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from domains.kernel.database import Database
from tests.domains.wallet.people import PIN, Person, person
from tests.resolvers.wallet.conftest import Ask

PROMISE = """mutation ($input: PromiseTransferInput!) { promiseTransfer(input: $input) { __typename ... on Problem { message } ... on PromisedTransfer {
    id kind state returnReason amount { amount currency } note isOutgoing counterparty { maskedPhone } maskedPhone endedAt } } }"""
DECIDE = """mutation ($input: DecideOnPromiseInput!) { answer: %s(input: $input) { __typename ... on Problem { message }
    ... on PromisedTransfer { state returnReason isOutgoing counterparty { maskedPhone } } } }"""
ORDER = """mutation ($input: CreateStandingOrderInput!) { createStandingOrder(input: $input) { __typename ... on Problem { message }
    ... on StandingOrder { id state amount { amount } note target { maskedPhone } rhythm firstOn endsOn nextOn tryOn failures reason endedAt } } }"""
DECIDE_ORDER = """mutation ($input: DecideOnStandingOrderInput!) { answer: %s(input: $input) { __typename ... on Problem { message }
    ... on StandingOrder { state } } }"""
SAVE = """mutation ($input: SavePayeeInput!) { savePayee(input: $input) { __typename ... on Problem { message }
    ... on Payee { targetId alias firstPaidAt knownFrom party { maskedPhone } } } }"""
REMOVE = "mutation ($input: RemovePayeeInput!) { removePayee(input: $input) { __typename ... on Problem { message } } }"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def pair(database: Database) -> AsyncIterator[tuple[Person, Person]]:
    yield await person(database, 30_000, pin=PIN), await person(database)


def masked(someone: Person) -> str:
    return f"{someone.phone[3:6]}****{someone.phone[-4:]}"


def money(amount: str, currency: str = "CNY") -> dict[str, str]:
    return {"amount": amount, "currency": currency}


def a_promise(target: str, major: str = "1", **more: Any) -> dict[str, Any]:
    return {"requestId": str(uuid4()), "amount": money(major), "to": {"phone": target}, "kind": "ON_ACCEPTANCE", **more}


def an_order(target: str, amount: str = "1", **more: Any) -> dict[str, Any]:
    return {"requestId": str(uuid4()), "amount": money(amount), "to": {"phone": target}, "rhythm": "MONTHLY", "firstOn": "2099-01-31", "pin": PIN, **more}


async def test_a_promise_is_seen_from_both_sides_and_accepted(ask: Ask, pair: tuple[Person, Person]) -> None:
    sender, target = pair
    input_ = a_promise(target.phone, "12.34", note=" 房租\u202e ")
    answer = (await ask(sender, PROMISE, input=input_))["promiseTransfer"]
    assert answer == {
        "__typename": "PromisedTransfer",
        "id": input_["requestId"],
        "kind": "ON_ACCEPTANCE",
        "state": "WAITING",
        "returnReason": None,
        "amount": {"amount": "12.34", "currency": "CNY"},
        "note": "房租",
        "isOutgoing": True,
        "counterparty": {"maskedPhone": masked(target)},
        "maskedPhone": None,
        "endedAt": None,
    }
    seen = await ask(target, "query ($id: ID!) { promisedTransfer(id: $id) { isOutgoing counterparty { maskedPhone } } }", id=answer["id"])
    assert seen["promisedTransfer"] == {"isOutgoing": False, "counterparty": {"maskedPhone": masked(sender)}}
    decision = {"requestId": str(uuid4()), "id": answer["id"]}
    accepted = (await ask(target, DECIDE % "acceptTransfer", input=decision))["answer"]
    assert accepted == {
        "__typename": "PromisedTransfer",
        "state": "POSTED",
        "returnReason": None,
        "isOutgoing": False,
        "counterparty": {"maskedPhone": masked(sender)},
    }
    again = (await ask(sender, DECIDE % "callBackTransfer", input={"requestId": str(uuid4()), "id": answer["id"]}))["answer"]
    assert again == {"__typename": "PromiseEnded", "message": "This transfer has ended already."}


async def test_a_phone_of_nobody_is_shown_masked_and_a_promise_is_called_back(ask: Ask, pair: tuple[Person, Person]) -> None:
    sender, target = pair
    answer = (await ask(sender, PROMISE, input=a_promise("13912300001")))["promiseTransfer"]
    assert (answer["counterparty"], answer["maskedPhone"], answer["state"]) == (None, "139****0001", "WAITING")
    strangers = (await ask(target, DECIDE % "acceptTransfer", input={"requestId": str(uuid4()), "id": answer["id"]}))["answer"]
    assert strangers["__typename"] == "PromiseNotFound"
    back = (await ask(sender, DECIDE % "callBackTransfer", input={"requestId": str(uuid4()), "id": answer["id"]}))["answer"]
    assert (back["state"], back["returnReason"]) == ("RETURNED", "CALLED_BACK")
    malformed = (await ask(sender, DECIDE % "declineTransfer", input={"requestId": str(uuid4()), "id": "x"}))["answer"]
    assert malformed["__typename"] == "PromiseNotFound"


async def test_an_order_is_created_paused_resumed_and_stopped(ask: Ask, pair: tuple[Person, Person]) -> None:
    owner, target = pair
    input_ = an_order(target.phone, "12.34", endsOn="2099-12-31", note="房租")
    answer = (await ask(owner, ORDER, input=input_))["createStandingOrder"]
    assert answer == {
        "__typename": "StandingOrder",
        "id": input_["requestId"],
        "state": "ACTIVE",
        "amount": {"amount": "12.34"},
        "note": "房租",
        "target": {"maskedPhone": masked(target)},
        "rhythm": "MONTHLY",
        "firstOn": "2099-01-31",
        "endsOn": "2099-12-31",
        "nextOn": "2099-01-31",
        "tryOn": "2099-01-31",
        "failures": 0,
        "reason": None,
        "endedAt": None,
    }
    states = []
    for verb in ("pauseStandingOrder", "resumeStandingOrder", "stopStandingOrder", "stopStandingOrder"):
        told = (await ask(owner, DECIDE_ORDER % verb, input={"requestId": str(uuid4()), "id": answer["id"]}))["answer"]
        states.append(told.get("state") or told["__typename"])
    assert states == ["PAUSED", "ACTIVE", "STOPPED", "StandingOrderEnded"]
    strangers = (await ask(target, DECIDE_ORDER % "pauseStandingOrder", input={"requestId": str(uuid4()), "id": answer["id"]}))["answer"]
    assert strangers["__typename"] == "StandingOrderNotFound"
    seen = await ask(owner, "query ($id: ID!) { standingOrder(id: $id) { id } standingOrders(first: 5) { nodes { id } } }", id=answer["id"])
    assert seen == {"standingOrder": {"id": answer["id"]}, "standingOrders": {"nodes": [{"id": answer["id"]}]}}
    assert (await ask(target, "query ($id: ID!) { standingOrder(id: $id) { id } }", id=answer["id"]))["standingOrder"] is None


async def test_a_payee_is_kept_listed_and_removed(ask: Ask, pair: tuple[Person, Person]) -> None:
    owner, target = pair[1], pair[0]
    saved = (await ask(owner, SAVE, input={"requestId": str(uuid4()), "to": {"phone": target.phone}, "alias": "房东"}))["savePayee"]
    assert saved == {
        "__typename": "Payee",
        "targetId": str(target.id),
        "alias": "房东",
        "firstPaidAt": None,
        "knownFrom": None,
        "party": {"maskedPhone": masked(target)},
    }
    assert (await ask(owner, "{ payees { nodes { targetId } } }"))["payees"]["nodes"] == [{"targetId": str(target.id)}]
    removal = {"requestId": str(uuid4()), "targetId": str(target.id)}
    assert (await ask(owner, REMOVE, input=removal))["removePayee"] == {"__typename": "Payee"}
    gone = (await ask(owner, REMOVE, input=removal | {"requestId": str(uuid4())}))["removePayee"]
    assert gone == {"__typename": "PayeeNotFound", "message": "There is no such payee."}


REFUSED = [
    (PROMISE, a_promise("13912300001", "0"), "AmountOutOfRange"),
    (PROMISE, a_promise("13912300001", "1.234"), "AmountMalformed"),
    (PROMISE, a_promise("13912300001", amount=money("1", "XXX")), "UnknownCurrency"),
    (PROMISE, a_promise("13912300001", amount=money("1", "USD")), "AccountNotFound"),
    (PROMISE, a_promise("13912300001", kind="IN_TWO_HOURS"), "RecipientNotFound"),
    (PROMISE, a_promise("13912300001", "2000.01"), "TransferTooLarge"),
    (PROMISE, a_promise("13912300001", "201"), "PinRequired"),
    (PROMISE, a_promise("13912300001", "900", pin=PIN), "InsufficientFunds"),
    (PROMISE, a_promise("13912300001", note="x" * 141), "NoteTooLong"),
    (ORDER, an_order("13912300001"), "RecipientNotFound"),
    (ORDER, an_order("target", pin=None), "PinRequired"),
    (ORDER, an_order("target", "2000.01"), "TransferTooLarge"),
    (ORDER, an_order("target", firstOn="2020-01-01"), "StartsInThePast"),
    (ORDER, an_order("target", endsOn="2098-01-01"), "EndsBeforeStart"),
    (SAVE, {"requestId": "", "to": {"phone": "13912300001"}}, "RecipientNotFound"),
    (SAVE, {"requestId": "", "to": {"phone": "target"}, "alias": "x" * 21}, "AliasTooLong"),
]


@pytest.mark.parametrize(("document", "input_", "typename"), REFUSED, ids=[f"{number}-{typename}" for number, (_, _, typename) in enumerate(REFUSED)])
async def test_each_refusal_is_a_type_with_a_message_in_both_languages(
    ask: Ask, pair: tuple[Person, Person], document: str, input_: dict[str, Any], typename: str
) -> None:
    sender, target = pair
    to = {"phone": target.phone} if input_["to"]["phone"] == "target" else input_["to"]
    answers = [next(iter((await ask(sender, document, language, input={**input_, "requestId": str(uuid4()), "to": to})).values())) for language in ("en", "zh")]
    assert [answer["__typename"] for answer in answers] == [typename] * 2
    assert answers[0]["message"].isascii() and not answers[1]["message"].isascii()
