"""A shop or a network pushes that something of an account is new: it is asked at once, by whoever linked that account, once for each message."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import httpx
import orjson
import pytest
from starlette.applications import Starlette

from domains import scenes
from domains.scenes import pushes, shops
from domains.scenes.jobs.push import take_up_received_push
from domains.scenes.rules.push import ACCOUNT_CHANGED
from gateway.partner_pushes import PartnerPushes, partner_push_routes
from integrations.sandbox.keys import SANDBOX_WEBHOOK_SECRET, push_secret
from integrations.signatures import signed_headers
from tests.domains.scenes.pushing import push
from tests.domains.scenes.scene_house import WATER, Person, SceneHouse
from tests.domains.scenes.shopping import SHOP
from tests.domains.scenes.test_networks import NETWORK, find, like, posted

GOLD = {"number": "G-1", "level": "gold", "benefits": [{"code": "lounge", "title": "Lounge", "until": "2027-12-31"}]}


async def membership_of(bank: SceneHouse, person: Person) -> shops.Membership | None:
    async with bank.database.reading(single=True) as read:
        (found,) = await shops.find_memberships(read, [person.id], [SHOP])
    return found


async def test_a_membership_that_changed_is_shown_once_the_shop_has_pushed(bank: SceneHouse) -> None:
    person, stranger = await bank.person(), await bank.person()
    await bank.linked(person, SHOP)
    before = await membership_of(bank, person)
    assert before is not None and (before.level, [one.code for one in before.benefits]) == ("silver", ["post"])
    await bank.at_partner("/members", {"login": person.login, "membership": GOLD, "changed_at": "2099-01-01T00:00:00+08:00"}, SHOP)
    id_ = f"msg_{uuid4()}"
    for _ in range(2):
        assert await push(bank, SHOP, scenes.SceneKind.CONSUMPTION, ACCOUNT_CHANGED, webhook_id=id_, account=person.login) == "done"
    await bank.run_jobs(person)
    after = await membership_of(bank, person)
    assert after is not None and (after.number, after.level, [one.code for one in after.benefits]) == ("G-1", "gold", ["lounge"])
    assert await bank.facts(person, "PartnerAsked", "MembershipChanged") == ["MembershipChanged", "PartnerAsked", "MembershipChanged"]
    assert await membership_of(bank, stranger) is None
    # What the shop said earlier, told later, changes nothing.
    await bank.at_partner("/members", {"login": person.login, "membership": None, "changed_at": "2026-01-01T00:00:00+08:00"}, SHOP)
    assert await push(bank, SHOP, scenes.SceneKind.CONSUMPTION, ACCOUNT_CHANGED, account=person.login) == "done"
    await bank.run_jobs(person)
    assert await membership_of(bank, person) == after


@asynccontextmanager
async def door(bank: SceneHouse) -> AsyncIterator[httpx.AsyncClient]:
    """The house's door for pushes, as partners reach it."""
    secrets = {name: (push_secret(SANDBOX_WEBHOOK_SECRET, name),) for name in (SHOP, NETWORK)}
    app = Starlette(routes=partner_push_routes(lambda: PartnerPushes(bank.database, secrets)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://house") as client:
        yield client


async def test_a_shop_that_pushes_through_the_door_has_its_members_asked_for_once(bank: SceneHouse) -> None:
    person = await bank.person()
    await bank.linked(person, SHOP)
    await bank.at_partner("/members", {"login": person.login, "membership": GOLD, "changed_at": "2099-01-01T00:00:00+08:00"}, SHOP)
    body = orjson.dumps({"type": "account.changed", "timestamp": "2026-11-25T01:00:00.000Z", "data": {"account": person.login}})
    id_, now = f"msg_{uuid4()}", int(bank.database.clock.now().timestamp())
    headers = signed_headers(push_secret(SANDBOX_WEBHOOK_SECRET, SHOP), id_, now, body)
    async with door(bank) as client:
        forged = await client.post(f"/webhooks/partners/{NETWORK}", content=body, headers=headers)
        assert (forged.status_code, forged.json()["error"]["code"]) == (401, "signature_invalid")
        answers = [await client.post(f"/webhooks/partners/{SHOP}", content=body, headers=headers) for _ in range(2)]
        assert [(one.status_code, one.json()["state"]) for one in answers] == [(200, "taken"), (200, "known")]
        nothing = orjson.dumps({"type": "account.changed", "data": {}})
        headers = signed_headers(push_secret(SANDBOX_WEBHOOK_SECRET, SHOP), f"msg_{uuid4()}", now, nothing)
        empty = await client.post(f"/webhooks/partners/{SHOP}", content=nothing, headers=headers)
        assert empty.json()["state"] == "taken"
    for answer in (*answers, empty):
        await take_up_received_push(bank.database, {"push_id": answer.json()["id"]})
    await bank.run_jobs(person)
    after = await membership_of(bank, person)
    assert after is not None and after.level == "gold"
    assert (await bank.facts(person, "PartnerAsked")) == ["PartnerAsked"]


async def test_likes_are_counted_once_the_network_has_pushed(bank: SceneHouse) -> None:
    person, _, card = await posted(bank)
    await like(bank, card, "a", "b", "c")
    assert await push(bank, NETWORK, scenes.SceneKind.SOCIAL, ACCOUNT_CHANGED, account=person.login) == "done"
    await bank.run_jobs(person)
    assert (await find(bank, card)).likes == 3


async def test_a_push_for_nobody_or_of_another_kind_does_nothing(bank: SceneHouse) -> None:
    person = await bank.person()
    await bank.linked(person, SHOP)
    kind = scenes.SceneKind.CONSUMPTION
    assert await push(bank, SHOP, kind, ACCOUNT_CHANGED, account="nobody") == "refused"
    assert await push(bank, SHOP, kind, ACCOUNT_CHANGED, account=7) == "refused"
    assert await push(bank, "harbour-books", kind, ACCOUNT_CHANGED, account=person.login) == "refused"
    with pytest.raises(pushes.PushTypeUnknown):
        await push(bank, WATER, scenes.SceneKind.PUBLIC_UTILITIES, ACCOUNT_CHANGED, account=person.login)
    assert await bank.facts(person, "PartnerAsked") == []
