"""Risk in the schema's language: what a customer is told, and what staff see and decide."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import strawberry

from domains.kernel.database import Database
from resolvers.context import Viewer
from resolvers.permissions import Permission
from tests.domains.wallet.people import Person, balance, person
from tests.resolvers import asking
from tests.resolvers.wallet.conftest import viewer_of

TRANSFER = """mutation ($input: TransferInput!) { transfer(input: $input) { __typename ... on Problem { message }
    ... on HeldForReview { transferId until } ... on Transferred { movementId } } }"""
HELD = "query ($id: ID!) { heldTransfer(id: $id) { id state amount { amount } heldAt until } }"
RULES = "{ riskRules { version reason rules { name outcome conditions { name value } } } }"
PUBLISH = """mutation ($input: PublishRiskRulesInput!) { publishRiskRules(input: $input) { __typename ... on RiskRulesPublished { version }
    ... on Problem { message } ... on RiskRulesOutdated { version } ... on RiskRulesMalformed { rule reason } } }"""
DECISIONS = """query ($id: ID!) { riskDecisions(customerId: $id) { customerId decisions(first: 5) { nodes {
    id scene counterpartyId amount { amount } outcome matched version granted inputs { name value } } } } }"""
QUEUE = "{ heldTransfers { transfers { nodes { id customerId counterpartyId state amount { amount } } } } }"
RELEASE = "mutation ($input: HeldTransferInput!) { releaseHeldTransfer(input: $input) { __typename ...on ReviewDecided { state } ...on Problem { message } } }"
REFUSE = "mutation ($input: HeldTransferInput!) { refuseHeldTransfer(input: $input) { __typename ...on ReviewDecided { state } ...on Problem { message } } }"
LOOK_AT_FIFTY = {"name": "look", "outcome": "REVIEW", "yuanAtLeast": 50}


def operator(language: str = "en") -> Viewer:
    return Viewer(uuid4(), uuid4(), frozenset({Permission.PUBLIC, Permission.OPERATOR_RISK}), language)


@pytest.fixture
def house(fresh_database: Database) -> Database:
    fresh_database.clock.freeze(datetime(2026, 11, 25, 4, tzinfo=UTC))
    return fresh_database


async def publish(schema: strawberry.Schema, house: Database, *rules: dict[str, Any], replaces: int = 1) -> Any:
    input_ = {"requestId": str(uuid4()), "replaces": replaces, "reason": "a test", "rules": list(rules)}
    return (await asking.ask(schema, house, operator(), PUBLISH, input=input_))["publishRiskRules"]


async def send(schema: strawberry.Schema, house: Database, sender: Person, target: Person, amount: str, language: str = "en") -> tuple[str, Any]:
    id_ = str(uuid4())
    input_ = {"requestId": id_, "amount": {"amount": amount, "currency": "CNY"}, "to": {"customerId": str(target.id)}}
    return id_, (await asking.ask(schema, house, viewer_of(sender, language), TRANSFER, input=input_))["transfer"]


async def test_a_transfer_under_review_is_told_shown_and_decided(house: Database, schema: strawberry.Schema) -> None:
    assert await publish(schema, house, LOOK_AT_FIFTY) == {"__typename": "RiskRulesPublished", "version": 2}
    sender, target = await person(house, 20_000), await person(house)
    id_, told = await send(schema, house, sender, target, "50.00")
    assert (told["__typename"], told["transferId"], told["until"]) == ("HeldForReview", id_, "2026-11-26T04:00:00Z")
    shown = (await asking.ask(schema, house, viewer_of(sender), HELD, id=id_))["heldTransfer"]
    assert (shown["state"], shown["amount"]) == ("HELD", {"amount": "50.00"})
    for other in (id_ if viewer is target else "x" for viewer in (target, sender)):
        assert (await asking.ask(schema, house, viewer_of(target), HELD, id=other)) == {"heldTransfer": None}
    queue = (await asking.ask(schema, house, operator(), QUEUE))["heldTransfers"]["transfers"]["nodes"]
    assert queue == [{"id": id_, "customerId": str(sender.id), "counterpartyId": str(target.id), "state": "HELD", "amount": {"amount": "50.00"}}]
    deciding = {"requestId": str(uuid4()), "transferId": id_}
    assert (await asking.ask(schema, house, operator(), RELEASE, input=deciding))["releaseHeldTransfer"] == {"__typename": "ReviewDecided", "state": "RELEASED"}
    assert (await balance(house, target), (await asking.ask(schema, house, viewer_of(sender), HELD, id=id_))["heldTransfer"]["state"]) == (5_000, "RELEASED")
    second, _ = await send(schema, house, sender, target, "60.00")
    refused = (await asking.ask(schema, house, operator(), REFUSE, input={"requestId": str(uuid4()), "transferId": second}))["refuseHeldTransfer"]
    assert (refused["state"], await balance(house, target)) == ("REFUSED", 5_000)


async def test_decisions_are_explained_to_staff_once_the_look_is_in_the_audit_log(house: Database, schema: strawberry.Schema) -> None:
    await publish(schema, house, {"name": "never", "outcome": "REFUSE", "yuanAtLeast": 50, "newCounterparty": True})
    sender, target = await person(house, 20_000), await person(house)
    id_, told = await send(schema, house, sender, target, "50.00")
    assert told["__typename"] == "RefusedForSafety"
    viewer = operator()
    with house.counting() as statements:
        shown = (await asking.ask(schema, house, viewer, DECISIONS, id=str(sender.id)))["riskDecisions"]
    (decision,) = shown["decisions"]["nodes"]
    assert {"name": "new_counterparty", "value": "true"} in decision.pop("inputs")
    assert decision == {
        "id": id_,
        "scene": "transfer",
        "counterpartyId": str(target.id),
        "amount": {"amount": "50.00"},
        "outcome": "REFUSE",
        "matched": ["never"],
        "version": 2,
        "granted": False,
    }
    written = [number for number, statement in enumerate(statements) if "kernel_audit" in statement]
    looked = [number for number, statement in enumerate(statements) if "wallet_risk_decision" in statement]
    assert (len(written), len(looked), written[0] < looked[0]) == (1, 1, True)
    assert await asking.ask(schema, house, viewer, DECISIONS, id="x") == {"riskDecisions": None}


async def test_the_rules_that_stand_are_shown(house: Database, schema: strawberry.Schema) -> None:
    first = (await asking.ask(schema, house, operator(), RULES))["riskRules"]
    assert (first["version"], len(first["rules"])) == (1, 6)
    await publish(schema, house, LOOK_AT_FIFTY)
    rule = {"name": "look", "outcome": "REVIEW", "conditions": [{"name": "yuan_at_least", "value": "50"}]}
    assert (await asking.ask(schema, house, operator(), RULES))["riskRules"] == {"version": 2, "reason": "a test", "rules": [rule]}


async def test_what_is_refused_to_staff_is_a_type(house: Database, schema: strawberry.Schema) -> None:
    assert (await publish(schema, house, LOOK_AT_FIFTY, replaces=4))["version"] == 1
    malformed = await publish(schema, house, {"name": "empty", "outcome": "PIN"})
    assert (malformed["__typename"], malformed["rule"], malformed["reason"]) == ("RiskRulesMalformed", "empty", "without conditions")
    for document, root in ((RELEASE, "releaseHeldTransfer"), (REFUSE, "refuseHeldTransfer")):
        for id_ in (str(uuid4()), "x"):
            told = (await asking.ask(schema, house, operator("zh"), document, input={"requestId": str(uuid4()), "transferId": id_}))[root]
            assert told == {"__typename": "ReviewNotFound", "message": "找不到待审核的交易。"}


@pytest.mark.parametrize(("outcome", "typename"), [("REFUSE", "RefusedForSafety"), ("REVIEW", "HeldForReview"), ("PIN", "PinRequired")])
async def test_a_customer_is_told_in_both_languages(house: Database, schema: strawberry.Schema, outcome: str, typename: str) -> None:
    await publish(schema, house, {"name": "always", "outcome": outcome, "yuanAtLeast": 1})
    sender, target = await person(house, 20_000), await person(house)
    answers = [(await send(schema, house, sender, target, "10.00", language))[1] for language in ("en", "zh")]
    assert [answer["__typename"] for answer in answers] == [typename] * 2
    assert answers[0]["message"].isascii() and not answers[1]["message"].isascii()
