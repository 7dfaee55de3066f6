"""Offers for the viewer in the schema's language: the same order for two who did not agree, contacts within caps, and budgets that go back."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import strawberry

from domains.kernel.database import Database
from resolvers.context import Viewer
from resolvers.permissions import Permission
from tests.domains.offers.campaigns import campaign
from tests.domains.offers.games import end
from tests.domains.offers.staff import Staff
from tests.domains.wallet.people import person
from tests.resolvers import asking
from tests.resolvers.wallet.conftest import viewer_of
from tests.staff import staff_member

FOR_ME = "{ offersForMe { reason words campaign { id } } }"
SHOW = "mutation ($input: ShowOfferInput!) { showOffer(input: $input) { __typename ... on ContactRecorded { campaignId channel } ... on Problem { message } } }"
CAP = """mutation ($input: SetContactCapInput!) { setContactCap(input: $input) { __typename ... on ContactCapSet { perDay perWeek }
    ... on Problem { message } } }"""
RETURN = """mutation ($input: ReturnBudgetInput!) { returnBudget(input: $input) { __typename
    ... on CampaignBudgetReturned { returned { amount currency } } ... on Problem { message } } }"""
REWARDS = "{ referralRewards(first: 5) { edges { node { id state reward { amount } } } } }"


async def test_two_customers_who_did_not_agree_see_one_order_in_their_own_words(schema: strawberry.Schema, fresh_database: Database) -> None:
    database = fresh_database
    staff, now = Staff(database, await staff_member(database, Permission.OPERATOR_OFFERS)), database.clock.now()
    later, sooner = [await campaign(staff, ends_at=now + timedelta(days=days)) for days in (9, 1)]
    told = []
    for _ in range(2):
        told.append((await asking.ask(schema, database, viewer_of(await person(database)), FOR_ME))["offersForMe"])
    assert told[0] == told[1]
    assert [(one["campaign"]["id"], one["reason"]) for one in told[0]] == [(str(sooner.id), "ENDS_SOON"), (str(later.id), "FOR_EVERYBODY")]
    assert all(isinstance(one["words"], str) and one["words"] for one in told[0])


async def test_an_offer_is_shown_until_the_cap_and_budgets_go_back_after_the_end(schema: strawberry.Schema, fresh_database: Database) -> None:
    database, member = fresh_database, await staff_member(fresh_database, Permission.OPERATOR_OFFERS)
    staff, mine = Staff(database, member), viewer_of(await person(database))
    one = await campaign(staff, budget_minor=12_345)
    viewer = Viewer(member.id, member.session_id, frozenset({Permission.PUBLIC, Permission.OPERATOR_OFFERS}), "en")

    async def act(who: Viewer, document: str, **input_: Any) -> Any:
        (told,) = (await asking.ask(schema, database, who, document, input={"requestId": str(uuid4()), **input_})).values()
        return told

    assert (await act(viewer, CAP, channel="IN_APP", perDay=1, perWeek=200))["__typename"] == "ContactCapMalformed"
    assert await act(viewer, CAP, channel="IN_APP", perDay=1, perWeek=2) == {"__typename": "ContactCapSet", "perDay": 1, "perWeek": 2}
    assert await act(mine, SHOW, campaignId=str(one.id)) == {"__typename": "ContactRecorded", "campaignId": str(one.id), "channel": "IN_APP"}
    assert (await act(mine, SHOW, campaignId=str(one.id)))["__typename"] == "ContactCapReached"
    assert (await act(mine, SHOW, campaignId="no id"))["__typename"] == "CampaignNotFound"
    assert (await act(viewer, RETURN, campaignId=str(one.id)))["__typename"] == "CampaignStillRuns"
    await end(staff, one)
    assert await act(viewer, RETURN, campaignId=str(one.id)) == {
        "__typename": "CampaignBudgetReturned",
        "returned": {"amount": "123.45", "currency": "CNY"},
    }
    assert await asking.ask(schema, database, mine, REWARDS) == {"referralRewards": {"edges": []}}
