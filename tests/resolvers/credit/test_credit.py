"""Credit in the schema's language: few statements whatever is asked, both languages, and a change that is heard of."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import strawberry

from domains import credit, customers
from domains.credit import EventKind, Feature
from domains.credit.jobs import recompute_due
from domains.kernel.database import Database
from gateway.hub import Hub
from resolvers.context import Context, Viewer
from resolvers.credit.wording import LOWERS, RAISES
from resolvers.permissions import Permission
from tests.domains.credit.credit_house import CreditHouse, event
from tests.patience import patience
from tests.resolvers import asking
from tests.resolvers.offers.test_queue_ticket_changed import settle

CREDIT = """{ myCredit { customerId standing { band since isStale reasons { code zh en raises events { kind scene } } }
    entitlement { limit { amount } depositPercent annualRatePercent } coverage { completeness freshness breadth events }
    history(first: 2) { nodes { band } pageInfo { hasNextPage } } review { state } } }"""
REVIEW = """mutation ($input: RequestCreditReviewInput!) { requestCreditReview(input: $input) { __typename ... on CreditReview { id state words }
    ... on Problem { message } } }"""
CHANGED = "subscription ($since: Cursor) { creditChanged(since: $since) { cursor credit { standing { band } } } }"


def viewer_of(someone: customers.DevelopmentCustomer, language: str = "en") -> Viewer:
    return Viewer(someone.customer_id, someone.session_id, frozenset({Permission.PUBLIC, Permission.CUSTOMER}), language)


async def test_everything_of_ones_credit_takes_nine_statements(fresh_database: Database, schema: strawberry.Schema) -> None:
    house = CreditHouse(fresh_database)
    someone = await house.customer()
    await house.good_year(someone)
    await house.compute()
    with fresh_database.counting() as statements:
        told = (await asking.ask(schema, fresh_database, viewer_of(someone), CREDIT))["myCredit"]
    assert told["customerId"] == str(someone.customer_id)
    assert (told["standing"]["band"], told["entitlement"]["limit"]["amount"]) == ("A", "100000.00")
    assert len([one for one in statements if one.lstrip().startswith("SELECT")]) <= 9
    fresh_database.clock.run()


async def test_a_stranger_has_an_empty_file(fresh_database: Database, schema: strawberry.Schema) -> None:
    house = CreditHouse(fresh_database)
    someone, stranger = await house.customer(), await house.customer()
    await house.good_year(someone)
    await house.compute()
    told = (await asking.ask(schema, fresh_database, viewer_of(stranger), CREDIT))["myCredit"]
    assert told["standing"]["band"] is None
    assert told["history"] == {"nodes": [], "pageInfo": {"hasNextPage": False}}
    assert (told["coverage"]["events"], told["review"]) == (0, None)
    fresh_database.clock.run()


@pytest.mark.parametrize(
    ("language", "message"),
    [("en", "A person is looking at it already. Please wait for the answer."), ("zh", "您的复核申请正在处理中, 请等待答复。")],
)
async def test_a_second_request_for_a_person_is_refused_in_the_viewers_language(
    database: Database, schema: strawberry.Schema, language: str, message: str
) -> None:
    someone = await customers.make_development_customer(database, f"+86136{uuid4().int % 10**8:08d}")
    viewer = viewer_of(someone, language)
    first = (await asking.ask(schema, database, viewer, REVIEW, input={"requestId": str(uuid4()), "words": "x"}))["requestCreditReview"]
    assert (first["__typename"], first["state"]) == ("CreditReview", "OPEN")
    again = (await asking.ask(schema, database, viewer, REVIEW, input={"requestId": str(uuid4()), "words": "y"}))["requestCreditReview"]
    assert again == {"__typename": "CreditReviewOpen", "message": message}


def test_every_feature_has_its_words_in_both_directions_and_languages() -> None:
    for words in (RAISES, LOWERS):
        assert set(words) == set(Feature)
        assert len({zh for zh, _ in words.values()}) == len({en for _, en in words.values()}) == len(Feature)


async def test_the_customer_hears_of_another_band_and_nobody_else_does(
    fresh_database: Database, fresh_dsn: Callable[[str], str], schema: strawberry.Schema
) -> None:
    house, hub = CreditHouse(fresh_database), Hub(fresh_database, fresh_dsn("scenebank_app"))
    await hub.start()
    someone, stranger = await house.customer(), await house.customer()
    await settle(fresh_database, hub)
    contexts: list[Context] = []

    async def subscribe(who: customers.DevelopmentCustomer) -> AsyncIterator[Any]:
        contexts.append(Context(viewer_of(who), fresh_database.read(), fresh_database.write, hub.listen))  # type: ignore[arg-type]
        return await schema.subscribe(CHANGED, {"since": None}, context_value=contexts[-1])  # type: ignore[return-value]

    waiting = [asyncio.create_task(anext(await subscribe(who))) for who in (someone, stranger)]  # type: ignore[arg-type]
    async with patience():
        while hub.subscriber_count < 2:
            await asyncio.sleep(0.01)
    await house.good_year(someone)
    await recompute_due(fresh_database)
    await settle(fresh_database, hub)
    async with patience():
        result: Any = await waiting[0]
    assert result.errors is None and result.data["creditChanged"]["credit"] == {"standing": {"band": "A"}}
    assert not waiting[1].done()
    waiting[1].cancel()
    for context in contexts:
        await context.read.close()
    await hub.drain()
    fresh_database.clock.run()


async def test_an_event_that_is_not_counted_yet_is_told(fresh_database: Database, schema: strawberry.Schema) -> None:
    house = CreditHouse(fresh_database)
    someone = await house.customer()
    await house.good_year(someone)
    await house.compute()
    await house.record(event(someone, EventKind.OVERDUE, fresh_database.clock.now() - timedelta(days=1)))
    told = (await asking.ask(schema, fresh_database, viewer_of(someone), CREDIT))["myCredit"]
    assert (told["standing"]["band"], told["standing"]["isStale"]) == (credit.Band.A.value, True)
    fresh_database.clock.run()
