"""From the wall to the purchase over HTTP: scanned by a stranger, signed up, claimed, bought, led back; and the pages and pictures of codes."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from domains import offers
from domains.kernel.relay import relay_until_idle
from domains.offers import Kind, PlacementKind
from resolvers.permissions import Permission
from tests.domains.offers.staff import Staff
from tests.domains.wallet import tills
from tests.gateway.app.documents import act, ask_trusted, customer_with_money, document_ids, yuan
from tests.gateway.app.running import RunningApp
from tests.staff import staff_member


async def a_wall(app: RunningApp, slots: int = 12) -> tuple[offers.Wall, list[offers.OfferCode], tills.Shop]:
    """A wall with a merchant in every slot."""
    database = app.application.house.database
    staff, shop = Staff(database, await staff_member(database, Permission.OPERATOR_OFFERS)), await tills.shop(database)
    await relay_until_idle(database)
    async with database.reading() as read:
        merchant = (await offers.find_products(read, [(Kind.MERCHANT, shop.merchant_id)]))[Kind.MERCHANT, shop.merchant_id]
    wall = await staff.wall(3, 4)
    codes = [await staff.hang(merchant, PlacementKind.SLOT, f"第{slot}格", wall_id=wall.id, slot=slot) for slot in range(1, slots + 1)]
    return wall, codes, shop


async def address_of(app: RunningApp, code: offers.OfferCode) -> str:
    async with app.application.house.database.reading() as read:
        return offers.code_addresses(read, [code])[0]


async def stranger_scans(app: RunningApp, text: str) -> Any:
    """What the app is told before anybody has signed in."""
    body = {"documentId": document_ids()["Scan"], "variables": {"input": {"code": text, "device": "PHONE"}}}
    answer = (await app.http.post("/graphql", json=body, headers={"accept": "application/graphql-response+json", "accept-language": "en"})).json()
    assert "errors" not in answer, answer["errors"]
    return answer["data"]["scan"]


async def from_wall_to_purchase(app: RunningApp, code: offers.OfferCode, shop: tills.Shop) -> bool:
    """Whether the purchase of somebody new was led back to the scan of that code."""
    seen = await stranger_scans(app, await address_of(app, code))
    assert (seen["__typename"], seen["kind"], seen["actions"][0]) == ("Scanned", "MERCHANT", "PAY")
    newcomer = await customer_with_money(app, 5_000)
    assert (await act(app, "ClaimAttribution", newcomer, token=seen["attribution"]))["scanId"] == seen["scanId"]
    paid = await act(app, "Pay", newcomer, purchase={"to": {"code": shop.code}, "amount": yuan("12.00")})
    database = app.application.house.database
    await relay_until_idle(database)
    async with database.reading() as read:
        row = await read.fetchrow("SELECT last_scan_id, last_placement_id FROM offers_purchase WHERE payment_id = $1", paid["paymentId"])
    return row is not None and (str(row["last_scan_id"]), row["last_placement_id"]) == (seen["scanId"], code.placement.id)


async def test_from_the_wall_to_the_purchase_every_one_is_led_back(app: RunningApp) -> None:
    _, codes, shop = await a_wall(app)
    assert await asyncio.gather(*(from_wall_to_purchase(app, code, shop) for code in codes)) == [True] * 12


@pytest.mark.prove
async def test_five_hundred_of_five_hundred_are_led_back(app: RunningApp) -> None:
    _, codes, shop = await a_wall(app)
    led_back = 0
    for begin in range(0, 500, 20):
        led_back += sum(await asyncio.gather(*(from_wall_to_purchase(app, codes[number % 12], shop) for number in range(begin, begin + 20))))
    assert led_back == 500


async def test_the_pages_visitor_keeps_the_scan_through_sign_up(app: RunningApp) -> None:
    _, (code, *_), _ = await a_wall(app, 1)
    address = await address_of(app, code)
    path = "/c/" + address.rpartition("/")[2]
    shown = await app.http.get(path, headers={"accept": "text/html", "accept-language": "en"})
    assert (shown.status_code, "LAOWANG NOODLES" in shown.text, "Open the app" in shown.text) == (200, True, True)
    in_app = await app.http.get(path, headers={"user-agent": "Mozilla ScenebankApp/1.0"})
    assert (in_app.status_code, in_app.headers["location"].startswith(f"scenebank:/{path}?attribution=")) == (303, True)
    unknown = await app.http.get(path[:-1] + ("A" if path[-1] != "A" else "B"), headers={"accept": "text/html", "accept-language": "en"})
    assert (unknown.status_code, "This code is not known here." in unknown.text) == (404, True)


async def test_a_codes_picture_is_drawn_for_whoever_has_the_code_and_for_no_other_text(app: RunningApp) -> None:
    _, (code, *_), _ = await a_wall(app, 1)
    token = (await address_of(app, code)).rpartition("/")[2]
    svg, png = await app.http.get(f"/codes/{token}.svg"), await app.http.get(f"/codes/{token}.png")
    assert (svg.headers["content-type"], png.headers["content-type"], png.content[:4]) == ("image/svg+xml", "image/png", b"\x89PNG")
    for path in (f"/codes/{token[:-1]}.svg", f"/codes/{'A' * 47}.png", f"/codes/{token}.exe"):
        assert (await app.http.get(path)).status_code == 404


async def test_what_came_of_a_wall_is_for_members_of_staff(app: RunningApp) -> None:
    wall, codes, shop = await a_wall(app, 2)
    assert await from_wall_to_purchase(app, codes[1], shop)
    somebody = await customer_with_money(app)
    path = f"/walls/{wall.id}/heat-map.svg"
    assert [(await app.http.get(path)).status_code, (await app.http.get(path, headers=somebody.headers)).status_code] == [403, 403]
    headers = await app.staff_headers(Permission.OPERATOR_OFFERS) | {"accept-language": "en"}
    picture = await app.http.get(path, headers=headers)
    assert (picture.status_code, "1 visits · 1 bought" in picture.text, "CNY 12.00" in picture.text) == (200, True, True)
    assert (await app.http.get(f"/walls/{uuid4()}/heat-map.svg", headers=headers)).status_code == 404
    assert (await app.http.get(f"{path}?since=2026-01-01&through=2026-12-31", headers=headers)).status_code == 400
    assert (await app.http.get(f"{path}?since=soon", headers=headers)).status_code == 400


async def test_a_customer_shares_a_merchant_and_is_told_who_else_may_not(app: RunningApp) -> None:
    _, _, shop = await a_wall(app, 1)
    sharer, friend = await customer_with_money(app), await customer_with_money(app)
    shared = await act(app, "ShareProduct", sharer, product={"kind": "MERCHANT", "id": str(shop.merchant_id)})
    assert (shared["placement"]["kind"], shared["product"]["nameZh"]) == ("SHARE", "老王面馆")
    seen = await ask_trusted(app, "Scan", friend, input={"code": shared["address"]})
    assert (seen["target"]["nameEn"], seen["placement"]["kind"]) == ("LAOWANG NOODLES", "SHARE")
    person = await act(app, "ShareProduct", sharer, product={"kind": "PERSON", "id": str(friend.id)})
    assert person["__typename"] == "ProductNotFound"
