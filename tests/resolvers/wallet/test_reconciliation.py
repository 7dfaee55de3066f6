"""Channels' bills in the operators' language: each look is written down first, for staff with the permission alone."""

from typing import Any
from uuid import UUID, uuid4

import pytest
import strawberry

from domains.kernel.database import Database
from resolvers.context import Viewer
from resolvers.permissions import Permission
from tests.domains.wallet.bills import DAY, LATER, Order, bill, book, reconcile
from tests.resolvers import asking

REPORT = """query ($channel: String!, $state: BillItemState, $first: Int!, $after: Cursor) { reconciliation(channel: $channel) { channel
    suspense { amount currency } days(firstDay: "2026-03-01", lastDay: "2026-03-02") { day direction state items suspended { amount } }
    bills(firstDay: "2026-03-01", lastDay: "2026-03-02") { day direction lines broken brokenLines { number why } }
    items(state: $state, first: $first, after: $after) { nodes { orderId day direction state difference ours { amount } theirs { amount } suspended { amount } }
        pageInfo { hasNextPage endCursor } } } }"""


def operator(*permissions: Permission) -> Viewer:
    return Viewer(uuid4(), uuid4(), frozenset({Permission.PUBLIC, *permissions}), "en")


@pytest.fixture
def house(fresh_database: Database) -> Database:
    fresh_database.clock.freeze(LATER)
    return fresh_database


async def ask(schema: strawberry.Schema, house: Database, viewer: Viewer, **variables: Any) -> Any:
    return await asking.ask(schema, house, viewer, REPORT, **{"channel": "sandbox", "first": 20, **variables})


async def looks(house: Database, operator_id: UUID) -> int:
    async with house.reading() as read:
        return int(await read.fetchval("SELECT count(*) FROM kernel_audit WHERE actor_id = $1 AND action = 'wallet.look_at_bills'", operator_id))


async def test_staff_see_what_differs_page_by_page_and_each_look_is_audited(schema: strawberry.Schema, house: Database) -> None:
    agreed, more = Order(100), Order(500)
    gone = [Order(200 + number) for number in range(3)]
    await book(house, [agreed, more, *gone])
    await reconcile(house, bill([agreed.line, "nonsense", more.line._replace(minor="507")]))
    staff = operator(Permission.OPERATOR_LEDGER)
    told = (await ask(schema, house, staff))["reconciliation"]
    assert told["suspense"] == [{"amount": "-5.96", "currency": "CNY"}]
    day = {"day": DAY.isoformat(), "direction": "IN"}
    assert told["days"] == [
        day | {"state": "AMOUNT_DIFFERS", "items": 1, "suspended": {"amount": "0.07"}},
        day | {"state": "MATCHED", "items": 1, "suspended": {"amount": "0.00"}},
        day | {"state": "MISSING_THEIRS", "items": 3, "suspended": {"amount": "-6.03"}},
    ]
    assert told["bills"] == [day | {"lines": 2, "broken": 1, "brokenLines": [{"number": 3, "why": "not five columns"}]}]
    (differs,) = (await ask(schema, house, staff, state="AMOUNT_DIFFERS"))["reconciliation"]["items"]["nodes"]
    assert differs == day | {
        "orderId": str(more.id),
        "state": "AMOUNT_DIFFERS",
        "difference": "AMOUNT_DIFFERS",
        "ours": {"amount": "5.00"},
        "theirs": {"amount": "5.07"},
        "suspended": {"amount": "0.07"},
    }
    seen, after = [], None
    while True:
        page = (await ask(schema, house, staff, first=2, after=after))["reconciliation"]["items"]
        seen += [node["orderId"] for node in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert sorted(seen) == sorted(str(one.id) for one in [agreed, more, *gone])
    assert await looks(house, staff.id) == 5
    assert (await ask(schema, house, staff, channel="nobody"))["reconciliation"]["items"]["nodes"] == []
