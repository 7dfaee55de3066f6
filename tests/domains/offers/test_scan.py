"""Scans: whatever a camera saw is told apart, written down, and led to a purchase."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domains import customers, offers
from domains.kernel.database import Database
from domains.kernel.relay import relay_until_idle
from domains.offers import (
    Action,
    DeviceClass,
    Kind,
    PlacementKind,
    listeners,  # noqa: F401  registers them
)
from tests.domains.offers.staff import Staff, address, scan
from tests.domains.wallet import tills
from tests.domains.wallet.people import everything, person
from tests.domains.wallet.red_packets import link_of, send
from tests.staff import staff_member

CELL = "8928308280fffff"


async def scans_of(database: Database, code_id: UUID) -> list[tuple[Any, ...]]:
    async with database.reading() as read:
        rows = await read.fetch("SELECT customer_id, device, cell FROM offers_scan WHERE code_id = $1 ORDER BY scanned_at, id", code_id)
    return [tuple(row) for row in rows]


async def test_a_products_code_tells_the_product_and_what_can_be_done(database: Database, staff: Staff) -> None:
    fund = await staff.register(Kind.FUND, uuid4(), "Steady fund")
    code = await staff.hang(fund, label="橱窗")
    with database.counting() as statements:
        found = await scan(database, await address(database, code), device=DeviceClass.PHONE)
    assert len(statements) <= 3
    assert (found.kind, found.target, found.actions) == (Kind.FUND, fund, (Action.BUY, Action.LEARN, Action.SHARE))
    assert found.placement is not None
    assert found.placement.label == "橱窗"
    assert await scans_of(database, code.id) == [(None, "phone", None)]


async def test_a_retired_products_code_leads_to_its_successor_or_says_so(database: Database, staff: Staff) -> None:
    old, new, gone = [await staff.register(Kind.GOODS, uuid4(), name, name_zh=f"茶{name}") for name in ("old", "new", "gone")]
    codes = [await address(database, await staff.hang(product)) for product in (old, gone)]
    await staff.retire(*old.key, new)
    await staff.retire(*gone.key)
    assert (await scan(database, codes[0])).target == new
    before = await everything(database)
    with pytest.raises(offers.ProductGone) as refused:
        await scan(database, codes[1])
    assert ((refused.value.name_zh, refused.value.name_en), await everything(database)) == (("茶gone", "gone"), before)


async def test_a_merchants_code_a_packets_link_and_a_table_are_told_apart(fresh_database: Database) -> None:
    database = fresh_database
    staff = Staff(database, await staff_member(database, "operator:offers"))
    street, sender, payer = await tills.shop(database), await person(database, 10_000), await person(database)
    await relay_until_idle(database)
    with database.counting() as statements:
        merchant = await scan(database, street.code, payer.id)
    assert len(statements) <= 3
    assert (merchant.kind, merchant.actions[0], merchant.touch.code_id) == (Kind.MERCHANT, Action.PAY, street.code_id)
    packet = await send(database, sender, 1_000, 5)
    grabbed = await scan(database, link_of(database, packet), payer.id)
    assert (grabbed.kind, grabbed.actions) == (Kind.RED_PACKET, (Action.GRAB,))
    async with database.reading() as read:
        product = (await offers.find_products(read, [(Kind.MERCHANT, street.merchant_id)]))[Kind.MERCHANT, street.merchant_id]
    table = await staff.hang(product, PlacementKind.TABLE, "三号桌")
    seated = await scan(database, await address(database, table), payer.id)
    assert (seated.target, seated.actions) == (product, (Action.PAY, Action.LEARN))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "foreign"),
        ("https://example.com/c/ABC", "foreign"),
        ("x" * 4_096, "too_long"),
        ("HTTPS://SCENEBANK.EXAMPLE/C/ABC", "truncated"),
        ("000201\x00", "foreign"),
    ],
)
async def test_what_is_not_known_is_told_with_its_reason_and_writes_nothing(database: Database, text: str, reason: str) -> None:
    before = await everything(database)
    with pytest.raises(offers.CodeUnknown) as refused:
        await scan(database, text)
    assert (refused.value.reason, await everything(database)) == (reason, before)


async def test_a_place_is_kept_with_consent_alone(database: Database, staff: Staff) -> None:
    code = await staff.hang(await staff.register(Kind.GOODS, uuid4(), "Tea"))
    text, shy, open_ = await address(database, code), await person(database), await person(database)
    grant = customers.GrantConsent(request_id=uuid4(), owner_id=open_.id, session_id=open_.session_id, purpose="location", version="2026-11")
    await database.write(customers.grant_consent, grant)
    await scan(database, text, cell=CELL)
    await scan(database, text, cell=CELL, agrees_to_place=True)
    await scan(database, text, shy.id, cell=CELL, agrees_to_place=True)
    with database.counting() as statements:
        await scan(database, text, open_.id, cell=CELL)
    assert len(statements) == 3
    assert [cell for _, _, cell in await scans_of(database, code.id)] == [None, CELL, None, CELL]


async def claim(database: Database, someone: Any, token: str) -> offers.AttributionClaimed:
    command = offers.ClaimAttributionCommand(request_id=uuid4(), owner_id=someone.id, session_id=someone.session_id, token=token)
    return await database.write(offers.claim_attribution, command)


async def purchases(database: Database, someone: Any) -> list[tuple[Any, ...]]:
    async with database.reading() as read:
        rows = await read.fetch(
            "SELECT first_scan_id, last_scan_id, amount_minor, refunded_minor FROM offers_purchase WHERE customer_id = $1 ORDER BY bought_at", someone.id
        )
    return [tuple(row) for row in rows]


async def test_a_scan_from_before_sign_up_leads_to_the_purchase(fresh_database: Database) -> None:
    database = fresh_database
    database.clock.freeze(database.clock.now())
    street = await tills.shop(database)
    await relay_until_idle(database)
    seen = [await scan(database, street.code) for _ in range(3)]
    newcomer, other = await person(database, 10_000), await person(database, 10_000)
    assert (await claim(database, newcomer, seen[0].attribution)).scan_id == seen[0].scan_id
    database.clock.advance(timedelta(days=2))
    again = await scan(database, street.code, newcomer.id)
    with pytest.raises(offers.AttributionUnknown):
        await claim(database, other, seen[0].attribution)
    paid = await tills.pay(database, newcomer, street, 3_000)
    await tills.pay(database, other, street, 500)
    await relay_until_idle(database)
    assert await purchases(database, newcomer) == [(seen[0].scan_id, again.scan_id, 3_000, 0)]
    assert await purchases(database, other) == []
    await tills.refund(database, street, paid.payment_id, 1_000)
    await relay_until_idle(database)
    assert await purchases(database, newcomer) == [(seen[0].scan_id, again.scan_id, 3_000, 1_000)]
    database.clock.advance(timedelta(days=7))
    await tills.pay(database, newcomer, street, 100)
    await relay_until_idle(database)
    assert len(await purchases(database, newcomer)) == 1
    with pytest.raises(offers.AttributionExpired):
        await claim(database, other, seen[1].attribution)


@pytest.mark.parametrize("broken", [lambda token: "", lambda token: token[:-1], lambda token: token + "A", lambda token: "é", lambda token: token[::-1]])
async def test_a_token_that_was_changed_is_refused(database: Database, staff: Staff, broken: Any) -> None:
    code = await staff.hang(await staff.register(Kind.GOODS, uuid4(), "Tea"))
    found = await scan(database, await address(database, code))
    with pytest.raises(offers.AttributionUnknown):
        await claim(database, await person(database), broken(found.attribution))
