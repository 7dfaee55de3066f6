"""Whatever a camera saw is answered in words, never with a failure."""

from datetime import timedelta
from uuid import uuid4

import pytest
import strawberry

from domains.kernel.database import Database
from domains.offers import Kind
from resolvers.context import Viewer
from tests.domains.offers.staff import Staff, address
from tests.resolvers import asking
from tests.staff import staff_member

SCAN = """mutation ($input: ScanInput!) { scan(input: $input) { __typename ... on Problem { message } ... on CodeUnknown { reason }
    ... on CodeExpired { expiredOn } ... on ProductGone { nameZh nameEn } } }"""


@pytest.mark.parametrize("cell", [None, "", "8928308280fffff", "\u0000", "x" * 10_000])
@pytest.mark.parametrize("code", ["", "膒㐓v´2\u0018Ú", "\u0000", "00020101", "A" * 48, "é" * 48, "\ud7ff" * 100, "=" * 40])
async def test_nothing_that_is_scanned_breaks_the_answer(schema: strawberry.Schema, database: Database, code: str, cell: str | None) -> None:
    told = (await asking.ask(schema, database, Viewer(language="en"), SCAN, input={"code": code, "cell": cell, "agreesToPlace": True}))["scan"]
    assert (told["__typename"], told["reason"], told["message"]) == ("CodeUnknown", "foreign", "This code is not known here.")


async def test_a_code_that_expired_or_leads_nowhere_is_told_in_both_languages(schema: strawberry.Schema, database: Database) -> None:
    staff = Staff(database, await staff_member(database, "operator:offers"))
    tea = await staff.register(Kind.GOODS, uuid4(), "Tea", name_zh="茶")
    today = database.clock.today()
    gone, dated = await address(database, await staff.hang(tea)), await address(database, await staff.hang(tea, last_day=today))
    await staff.retire(*tea.key)
    told = (await asking.ask(schema, database, Viewer(language="zh"), SCAN, input={"code": gone}))["scan"]
    assert told == {"__typename": "ProductGone", "message": "“茶”已下架。", "nameZh": "茶", "nameEn": "Tea"}
    database.clock.advance(timedelta(days=1))
    try:
        told = (await asking.ask(schema, database, Viewer(language="en"), SCAN, input={"code": dated}))["scan"]
    finally:
        database.clock.run()
    assert told == {"__typename": "CodeExpired", "message": f"This code was good through {today}.", "expiredOn": today.isoformat()}
