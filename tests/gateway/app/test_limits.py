"""Limits and cost as an app meets them over HTTP."""

from __future__ import annotations

from typing import Any

from tests.gateway.app.running import RunningApp
from tests.gateway.limits.attacks import ATTACKS, LARGEST


def extensions(answer: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = answer["errors"][0]["extensions"]
    return told


async def test_every_answer_tells_its_cost(app: RunningApp) -> None:
    who = await app.customer()
    answer = (await app.post("{ viewer { id } }", who)).json()
    assert answer["data"]["viewer"]["id"] == str(who.id)
    cost = answer["extensions"]["cost"]
    assert (cost["requested"], cost["used"], cost["maximum"]) == (2, 2, 5000)
    assert 29_000 < cost["left"] <= 30_000


async def test_what_a_list_did_not_hold_is_given_back(app: RunningApp) -> None:
    who = await app.customer()
    cost = (await app.post("{ wallets { statement(first: 50) { nodes { id amount { amount } } } } }", who)).json()["extensions"]["cost"]
    assert cost["requested"] > 10 * 50
    assert cost["used"] < 20


async def test_an_operation_that_could_cost_too_much_does_not_run(app: RunningApp) -> None:
    who = await app.customer()
    page = "statement(first: 50) { edges { node { amount { amount } balanceAfter { amount } counterparty { displayName } } } }"
    dear = await app.post("{ wallets { a: %s b: %s c: %s } }" % (page, page, page), who)  # noqa: UP031
    assert dear.status_code == 400
    told = extensions(dear.json())
    assert (told["code"], told["what"], told["maximum"]) == ("TOO_COMPLEX", "cost", 5000)


async def test_who_spends_all_is_told_when_to_come_back(app: RunningApp) -> None:
    who = await app.customer()
    query = "{ " + " ".join(f"a{n}: __schema {{ queryType {{ name }} }}" for n in range(10)) + " }"
    answers = [await app.post(query, who) for _ in range(60)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert answers[0].status_code == 200
    assert refused
    told = extensions(refused[0].json())
    assert told == {"code": "RATE_LIMITED", "retryAfterSeconds": 1}
    assert refused[0].headers["retry-after"] == "1"
    other = await app.post("{ viewer { id } }", await app.customer())
    assert other.status_code == 200


async def test_an_attack_is_refused_and_the_next_request_is_served(app: RunningApp) -> None:
    who = await app.customer()
    for text in ATTACKS.values():
        if len(text) <= LARGEST:
            answer = await app.post(text, who)
            assert answer.status_code in (200, 400, 413), text[:100]
    assert (await app.post("{ viewer { id } }", who)).status_code == 200
