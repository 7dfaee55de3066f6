"""Ideas, cards and sharing over HTTP."""

from tests.domains.wealth.test_ideas import R2, endorse
from tests.domains.wealth.wealth_house import EQUITY, WealthHouse, with_rating
from tests.gateway.app.documents import act, ask_trusted, document_ids, yuan
from tests.gateway.app.investing import answered, app, house, signed_up
from tests.gateway.app.running import RunningApp

__all__ = ["app", "house"]


async def test_ideas_have_a_reason_in_both_languages_and_cards_can_be_shared(app: RunningApp, house: WealthHouse) -> None:
    fund, bold = await house.fund(terms=with_rating(EQUITY, R2)), await house.fund("000002")
    one, friend = await signed_up(app), await signed_up(app)
    assert await ask_trusted(app, "FundIdeas", one, currency="CNY") is None
    assert await ask_trusted(app, "InvestmentIdea", one, goal="HOME", target=yuan("120000.00"), months=40) is None
    await answered(app, one, 2)
    await endorse(house, fund, 460, 900, 20)
    (idea,) = await ask_trusted(app, "FundIdeas", one, currency="CNY")
    assert (idea["fund"]["code"], idea["reason"], idea["words"]) == ("000001", "ENDORSED", "Other customers think well of it")
    assert idea["fund"]["endorsed"] == {"rating": "4.60", "raters": 900, "asOf": "2026-09-20T00:00:00Z"}
    assert idea["fund"]["performance"] == {"month": None, "quarter": None, "year": None, "sevenDays": None}
    chinese = (await app.http.post("/graphql", json=idea_request(), headers={**one.headers, "accept-language": "zh"})).json()
    assert chinese["data"]["fundIdeas"][0]["words"] == "其他客户评价较高"
    plan = await ask_trusted(app, "InvestmentIdea", one, goal="HOME", target=yuan("120000.00"), months=40, saved=yuan("20000.00"))
    assert (plan["monthly"], plan["boldest"], [part["fund"]["code"] for part in plan["parts"]]) == (yuan("2500.00"), "R2", ["000001"])
    assert [card["code"] for card in await ask_trusted(app, "FundCards", friend, codes=["000002", "000001"])] == [bold.code, fund.code]
    shared = await act(app, "ShareProduct", one, product={"kind": "FUND", "id": str(fund.id)})
    again = await act(app, "ShareProduct", one, product={"kind": "FUND", "id": str(fund.id)})
    assert (shared["__typename"], shared["address"]) == (again["__typename"], again["address"])
    scanned = await ask_trusted(app, "Scan", friend, input={"code": shared["address"]})
    assert scanned["target"]["id"] == str(fund.id), scanned


def idea_request() -> dict[str, object]:
    return {"documentId": document_ids()["FundIdeas"], "variables": {"currency": "CNY"}}
