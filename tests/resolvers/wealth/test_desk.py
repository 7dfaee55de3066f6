"""Wealth in the operators' language: values that wait, what corrections did, files and registrars; each look is written down first."""

import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
import strawberry

from domains import wealth
from domains.wealth.jobs.daily_run import replay_corrected_orders
from resolvers.context import Viewer
from resolvers.permissions import Permission
from tests.domains.wealth.registering import MONDAY, RegisterHouse, register_house
from tests.integrations.running import running_sandbox
from tests.resolvers import asking

OPERATIONS = Path(__file__).parents[3] / "mobile_sdk_schema/operator-operations"
DAYS = {"firstDay": "2026-09-01", "lastDay": "2026-09-30"}


def document(name: str) -> str:
    """A staff's document by its name, with the fragment that it needs."""
    text = (OPERATIONS / "wealth/desk.graphql").read_text()
    (found,) = re.findall(rf"^query {name}\(.*?^}}$", text, re.M | re.S)
    return found + ("\nfragment StaffMoney on Money { amount currency }" if "StaffMoney" in found else "")


def operator(*permissions: Permission) -> Viewer:
    return Viewer(uuid4(), uuid4(), frozenset({Permission.PUBLIC, *permissions}), "en")


STAFF = operator(Permission.OPERATOR_WEALTH)


@pytest_asyncio.fixture
async def house(fresh_dsn: Callable[[str], str]) -> AsyncIterator[RegisterHouse]:
    with running_sandbox() as sandbox:
        async with register_house(fresh_dsn("scenebank_app"), sandbox) as opened:
            yield opened


async def ask(schema: strawberry.Schema, house: RegisterHouse, name: str, viewer: Viewer = STAFF, **variables: Any) -> Any:
    return await asking.ask(schema, house.database, viewer, document(name), **variables)


async def looks(house: RegisterHouse, action: str, actor: UUID = STAFF.id) -> int:
    async with house.database.reading() as read:
        return int(await read.fetchval("SELECT count(*) FROM kernel_audit WHERE actor_id = $1 AND action = $2", actor, action))


async def test_the_desk_shows_what_waits_what_is_missing_and_what_is_under_way(schema: strawberry.Schema, house: RegisterHouse) -> None:
    fund, jumped, change = await house.fund(), await house.fund("000002"), await house.change_fund()
    await house.holder(fund)
    await house.nav(jumped, "2026-09-18", 10_000)
    house.at("2026-09-21T20:00")
    await house.run()
    with pytest.raises(wealth.NavJumped):
        await house.nav(jumped, "2026-09-21", 14_000)
    await house.nav(change, "2026-09-21", 10_000, 0)
    await house.pay_income(change)
    desk = (await ask(schema, house, "WealthDesk", day="2026-09-21", **DAYS))["wealthDesk"]
    assert desk["waitingValues"] == [{"code": "000002", "day": "2026-09-21", "value": "1.4000", "last": "1.0000", "revision": 0}]
    assert [(one["code"], one["orders"]) for one in desk["missingValues"]] == [("000001", 1), ("000002", 0)]
    assert desk["openOrders"] == [{"code": "000001", "tradeDate": "2026-09-21", "state": "ACCEPTED", "orders": 1, "confirmOn": "2026-09-22"}]
    assert desk["runs"] == [{"code": "000009", "day": "2026-09-21", "positions": 0, "paid": {"amount": "0.00", "currency": "CNY"}, "isDone": True}]
    assert await looks(house, "wealth.look_at_desk") == 1
    products = (await ask(schema, house, "WealthProducts", state="ON_SALE", first=2))["wealthDesk"]["products"]
    assert (len(products["nodes"]), products["pageInfo"]["hasNextPage"]) == (2, True)
    assert (await ask(schema, house, "WealthProducts", state="CLOSED"))["wealthDesk"]["products"]["nodes"] == []


async def test_corrections_are_shown_with_those_that_could_not_be_booked(schema: strawberry.Schema, house: RegisterHouse) -> None:
    fund = await house.fund()
    (_, booked), (gone, unbooked) = await house.holder(fund), await house.holder(fund, 500_000)
    await house.told(fund, "1.0000")
    house.at("2026-09-22T10:00")
    await house.run()
    await house.redeem(gone, fund, await house.shares(gone, fund))
    await house.nav(fund, "2026-09-21", 12_500)
    await replay_corrected_orders(house.database, {"subject_id": str(fund.id), "day": "2026-09-21", "revision": 1})
    told = (await ask(schema, house, "WealthCorrections", **DAYS))["wealthDesk"]
    assert told["corrections"] == [
        {"code": "000001", "day": "2026-09-22", "positions": 1, "shares": "-1970.45", "money": {"amount": "0.00", "currency": "CNY"}}
    ]
    (one,) = told["unbooked"]
    assert (one["customerId"], one["orderId"], one["value"], one["corrected"]) == (str(gone.id), str(unbooked.id), "1.0000", "1.2500")
    assert str(booked.id) != one["orderId"]


async def test_files_and_registers_are_shown_page_by_page_and_each_look_is_audited(schema: strawberry.Schema, house: RegisterHouse) -> None:
    fund = await house.registered()
    placed = [await house.holder(fund, 10_000 * number) for number in (1, 2, 3)]
    await house.plan("missing_line", MONDAY, placed[0][1].id)
    await house.plan("broken_line", MONDAY, placed[1][1].id)
    await house.told(fund)
    await house.confirmed()
    files = (await ask(schema, house, "WealthFiles", **DAYS))["wealthDesk"]["files"]
    assert [(one["source"], one["kind"], one["lines"], one["broken"]) for one in files] == [
        ("sandbox-registrar", "applications", 3, 0),
        ("sandbox-registrar", "confirmations", 5, 1),
        ("sandbox-values", "values", 1, 0),
    ]
    assert [line["why"] for line in files[1]["brokenLines"]] == ["unknown kind"]
    asked = {"registrar": "sandbox-registrar", **DAYS}
    days = (await ask(schema, house, "FundRegister", **asked))["fundRegister"]["days"]
    assert {(one["kind"], one["state"], one["items"]) for one in days} == {
        ("ORDER", "MATCHED", 1),
        ("ORDER", "MISSING_THEIRS", 2),
        ("HOLDING", "MATCHED", 3),
        ("CASH", "MATCHED", 1),
    }
    seen, after = [], None
    while True:
        page = (await ask(schema, house, "FundRegisterItems", first=2, after=after, **asked))["fundRegister"]["items"]
        seen += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert len({one["id"] for one in seen}) == len(seen) == 7
    missing = (await ask(schema, house, "FundRegisterItems", difference="MISSING_THEIRS", **asked))["fundRegister"]["items"]["nodes"]
    assert {one["orderId"] for one in missing} == {str(order.id) for _, order in placed[:2]}
    assert {one["customerId"] for one in missing} == {str(someone.id) for someone, _ in placed[:2]}
    assert await looks(house, "wealth.look_at_register") == 2 + 4
    assert (await ask(schema, house, "FundRegister", registrar="nobody", **DAYS))["fundRegister"]["days"] == []


async def test_a_period_of_a_year_is_bad_input_and_who_may_not_is_told_nothing(schema: strawberry.Schema, house: RegisterHouse) -> None:
    year = {"firstDay": "2026-01-01", "lastDay": "2026-12-31"}
    answer = await asking.ask_result(schema, house.database, STAFF, document("WealthFiles"), **year)
    assert str(answer.errors[0].original_error).startswith("lastDay")
    for field in ("wealthDesk", "fundRegister"):
        declared = schema._schema.query_type.fields[field].extensions["strawberry-definition"]  # type: ignore[union-attr]
        assert declared.metadata["permission"] is Permission.OPERATOR_WEALTH
