"""Bills of channels against the books: what differs stands in suspense until it is explained, and a repeat posts nothing twice."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domains import ledger, wallet
from domains.kernel.assets import CNY
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.kernel.errors import InvalidInput
from domains.wallet.jobs.reconciliation import explain_open_differences
from integrations.channels.sandbox import read_bill_file
from tests.domains.ledger.conftest import seal
from tests.domains.wallet.bills import (
    CHANNEL,
    DAY,
    LATER,
    NOON,
    Line,
    Order,
    bill,
    book,
    held_by,
    items,
    movement_count,
    reconcile,
    settle,
    suspended,
)

OWED, PAID_OUT = wallet.channel_account_id(CHANNEL, CNY), wallet.pay_out_account_id(CHANNEL, CNY)


@pytest.fixture
def clock(fresh_database: Database) -> Clock:
    fresh_database.clock.freeze(LATER)
    return fresh_database.clock


async def sound(database: Database) -> None:
    """The books agree, and what the items say is in suspense is there."""
    assert sum(item.suspended_minor * (1 if item.direction == "in" else -1) for item in await items(database)) == await suspended(database)
    await seal(database)
    assert (await ledger.verify(database)).findings == []


async def test_a_bill_that_agrees_is_matched_and_moves_nothing(fresh_database: Database, clock: Clock) -> None:
    orders = [Order(100), Order(250, reference="SBX1")]
    await book(fresh_database, orders)
    done = await reconcile(fresh_database, bill(one.line for one in orders))
    assert (done.lines, done.broken, done.states, done.unposted) == (2, [], {"matched": 2}, 0)
    assert await movement_count(fresh_database) == 0
    assert {(one.order_id, one.ours_minor, one.theirs_minor, one.reference) for one in await items(fresh_database)} == {
        (orders[0].id, 100, 100, f"R{orders[0].id.hex}"),
        (orders[1].id, 250, 250, "SBX1"),
    }


@pytest.mark.parametrize("direction", ["in", "out"])
async def test_each_difference_stands_in_suspense_on_the_right_side(fresh_database: Database, clock: Clock, direction: str) -> None:
    agreed, unbilled, more, less, pending = Order(1_000), Order(200), Order(500), Order(500), Order(70, state="pending")
    await book(fresh_database, [agreed, unbilled, more, less, pending], direction)
    stranger = Line("SBX9", str(uuid4()), "30", "CNY", NOON.isoformat())
    lines = [agreed.line, more.line._replace(minor="507"), less.line._replace(minor="489"), pending.line, stranger]
    done = await reconcile(fresh_database, bill(lines, direction))
    assert done.states == {"matched": 1, "amount_differs": 2, "missing_ours": 2, "missing_theirs": 1}
    told = {one.order_id: (one.state, one.ours_minor, one.theirs_minor, one.suspended_minor) for one in await items(fresh_database)}
    assert {id_: (str(state), *rest) for id_, (state, *rest) in told.items()} == {
        agreed.id: ("matched", 1_000, 1_000, 0),
        unbilled.id: ("missing_theirs", 200, None, -200),
        more.id: ("amount_differs", 500, 507, 7),
        less.id: ("amount_differs", 500, 489, -11),
        pending.id: ("missing_ours", None, 70, 70),
        UUID(stranger.id): ("missing_ours", None, 30, 30),
    }
    billed = 1_000 + 507 + 489 + 70 + 30
    # The channel's account says what the bill says; suspense holds the rest.
    assert await held_by(fresh_database, OWED if direction == "in" else PAID_OUT) == billed
    assert await suspended(fresh_database) == (-104 if direction == "in" else 104)
    await sound(fresh_database)


async def test_the_same_bill_again_posts_nothing_also_when_two_read_it_at_once(fresh_database: Database, clock: Clock) -> None:
    orders = [Order(100 + number) for number in range(40)]
    await book(fresh_database, orders)
    text = bill([*(one.line._replace(minor=str(one.minor + 1)) for one in orders[:20]), *(one.line for one in orders[20:35])])
    await asyncio.gather(reconcile(fresh_database, text), reconcile(fresh_database, text), reconcile(fresh_database, text))
    assert await movement_count(fresh_database) == 25
    before = await items(fresh_database)
    done = await reconcile(fresh_database, text)
    assert done.states == {"amount_differs": 20, "matched": 15, "missing_theirs": 5}
    assert await items(fresh_database) == before
    assert await movement_count(fresh_database) == 25
    await sound(fresh_database)


@pytest.mark.parametrize("direction", ["in", "out"])
async def test_a_late_callback_explains_what_was_missing_and_suspense_is_undone(fresh_database: Database, clock: Clock, direction: str) -> None:
    pending = Order(70, state="pending")
    await book(fresh_database, [pending], direction)
    await reconcile(fresh_database, bill([pending.line], direction))
    assert abs(await suspended(fresh_database)) == 70
    await explain_open_differences(fresh_database)
    assert abs(await suspended(fresh_database)) == 70
    await settle(fresh_database, pending, direction)
    for _ in range(2):
        await explain_open_differences(fresh_database)
        assert (await suspended(fresh_database), await movement_count(fresh_database)) == (0, 2)
    assert [(item.state, item.suspended_minor) for item in await items(fresh_database)] == [("matched", 0)]
    assert await held_by(fresh_database, OWED if direction == "in" else PAID_OUT) == 70
    await sound(fresh_database)


async def test_the_next_days_bill_explains_what_the_first_did_not_have(fresh_database: Database, clock: Clock) -> None:
    order = Order(300, at=NOON + timedelta(hours=11, minutes=59))
    await book(fresh_database, [order])
    await reconcile(fresh_database, bill([]))
    assert [str(item.state) for item in await items(fresh_database)] == ["missing_theirs"]
    clock.advance(timedelta(days=1))
    direction, lines = read_bill_file(bill([order.line._replace(at=(NOON + timedelta(hours=13)).isoformat())]))
    done = await wallet.bills.reconcile_bill(fresh_database, CHANNEL, direction, lines)
    assert (done.day, done.states) == (DAY + timedelta(days=1), {"matched": 1})
    assert [(str(item.state), item.day) for item in await items(fresh_database)] == [("matched", DAY)]
    assert await suspended(fresh_database) == 0
    # The first bill read once more changes nothing.
    await reconcile(fresh_database, bill([]))
    assert [str(item.state) for item in await items(fresh_database)] == ["matched"]
    await sound(fresh_database)


async def test_a_corrected_bill_takes_back_what_the_first_said(fresh_database: Database, clock: Clock) -> None:
    order = Order(300)
    await book(fresh_database, [order])
    stranger = Line("SBX9", str(uuid4()), "30", "CNY", NOON.isoformat())
    await reconcile(fresh_database, bill([order.line, stranger]))
    assert await suspended(fresh_database) == 30
    await reconcile(fresh_database, bill([order.line]))
    assert await suspended(fresh_database) == 0
    await reconcile(fresh_database, bill([]))
    assert await suspended(fresh_database) == -300
    await reconcile(fresh_database, bill([order.line, stranger]))
    assert (await suspended(fresh_database), await movement_count(fresh_database)) == (30, 5)
    await sound(fresh_database)


async def test_a_line_is_matched_by_the_channels_reference_where_its_id_is_nobodys(fresh_database: Database, clock: Clock) -> None:
    order = Order(300, reference="SBX7")
    await book(fresh_database, [order])
    done = await reconcile(fresh_database, bill([order.line._replace(id=str(uuid4()))]))
    assert done.states == {"matched": 1}


async def test_a_second_charge_of_one_order_and_another_currency_are_missing_in_the_books(fresh_database: Database, clock: Clock) -> None:
    order, dollars = Order(300, reference="SBX7"), Order(40, reference="SBX8")
    await book(fresh_database, [order, dollars])
    done = await reconcile(fresh_database, bill([order.line._replace(reference="SBX70"), order.line, dollars.line._replace(currency="USD")]))
    assert done.states == {"matched": 1, "missing_ours": 2, "missing_theirs": 1}
    await sound(fresh_database)


async def test_a_broken_line_is_named_and_the_rest_is_matched(fresh_database: Database, clock: Clock) -> None:
    orders = [Order(100), Order(200), Order(300)]
    await book(fresh_database, orders)
    good = [one.line for one in orders]
    broken: list[tuple[Line | str, str]] = [
        ('"half a quotation', "not five columns"),
        ("a,b,c", "not five columns"),
        (good[0]._replace(id="x"), "no id"),
        (good[0]._replace(minor="1.5"), "no amount"),
        (good[0]._replace(minor="-5"), "no amount"),
        (good[0]._replace(minor=str(2**63)), "no amount"),
        (good[0]._replace(currency="XYZ"), "unknown currency"),
        (good[0]._replace(at="yesterday"), "no time"),
        (good[0]._replace(at="2026-03-02T12:00:00"), "a time without an offset"),
        (good[0]._replace(reference=""), "no reference"),
        ("\0" * 20, "not a line of a bill"),
        ("x" * 5_000, "not a line of a bill"),
        (good[1]._replace(reference="Z", at="2026-03-05T12:00:00+08:00"), "settled on another day"),
        (good[0]._replace(minor="101"), "its reference stands in an earlier line"),
    ]
    done = await reconcile(fresh_database, bill([good[0], *(line for line, _ in broken), "", *good[1:]]))
    assert done.broken == [(number, why) for number, (_, why) in enumerate(broken, 3)]
    assert (done.lines, done.states) == (3, {"matched": 3})
    async with fresh_database.reading() as read:
        (told,) = await wallet.bills.list_bills(read, CHANNEL, DAY, DAY)
    assert (told.lines, told.broken, told.broken_lines[0]) == (3, 14, (3, "not five columns"))


async def test_a_difference_grows_old_and_can_still_be_explained(fresh_database: Database, clock: Clock) -> None:
    pending = Order(70, state="pending")
    await book(fresh_database, [pending])
    await reconcile(fresh_database, bill([pending.line]))
    clock.advance(timedelta(days=2))
    await explain_open_differences(fresh_database)
    assert [str(item.state) for item in await items(fresh_database)] == ["missing_ours"]
    clock.advance(timedelta(days=1))
    await explain_open_differences(fresh_database)
    (item,) = await items(fresh_database)
    assert (str(item.state), str(item.difference), item.suspended_minor) == ("aged", "missing_ours", 70)
    await settle(fresh_database, pending)
    await explain_open_differences(fresh_database)
    (item,) = await items(fresh_database)
    assert (str(item.state), item.difference, item.suspended_minor) == ("matched", None, 0)


async def test_a_day_that_is_not_over_or_not_told_is_refused(fresh_database: Database) -> None:
    fresh_database.clock.freeze(NOON)
    with pytest.raises(InvalidInput):
        await reconcile(fresh_database, bill([]))
    with pytest.raises(InvalidInput):
        await wallet.bills.reconcile_bill(fresh_database, CHANNEL, "in", iter([(2, "no id")]))
    assert await items(fresh_database) == []


async def test_what_the_ledger_refuses_is_tried_again_by_the_next_run(fresh_database: Database, clock: Clock) -> None:
    order = Order(300)
    await book(fresh_database, [order])
    async with fresh_database.transaction() as tx:
        await tx.execute("UPDATE ledger_account SET state = 'closed' WHERE id = $1", OWED)
    done = await reconcile(fresh_database, bill([]))
    assert (done.states, done.unposted, await movement_count(fresh_database)) == ({"missing_theirs": 1}, 1, 0)
    async with fresh_database.transaction() as tx:
        await tx.execute("UPDATE ledger_account SET state = 'open' WHERE id = $1", OWED)
    await explain_open_differences(fresh_database)
    assert await suspended(fresh_database) == -300


async def test_every_difference_is_told_once_and_every_explanation_too(fresh_database: Database, clock: Clock) -> None:
    pending = Order(70, state="pending")
    await book(fresh_database, [pending])
    for _ in range(2):
        await reconcile(fresh_database, bill([pending.line]))
    await settle(fresh_database, pending)
    for _ in range(2):
        await explain_open_differences(fresh_database)
    async with fresh_database.reading() as read:
        rows = await read.fetch("SELECT name, payload FROM kernel_outbox WHERE name LIKE 'Difference%' ORDER BY id")
    (item,) = await items(fresh_database)
    assert [row["name"] for row in rows] == ["DifferenceNoticed", "DifferenceExplained"]
    assert {row["payload"]["item_id"] for row in rows} == {str(item.id)}
    assert rows[0]["payload"]["suspended_minor"] == 70
