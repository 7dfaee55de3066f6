"""Points in the app's language."""

from datetime import timedelta

import pytest
import strawberry

from domains.kernel.clock import business_date, day_start
from domains.kernel.database import Database
from domains.kernel.errors import InvalidInput
from resolvers.problems import HANDLERS
from tests.domains.wallet.people import person
from tests.domains.wallet.points import burn, earn, take_back
from tests.resolvers import asking
from tests.resolvers.wallet.conftest import Ask, viewer_of

POINTS = """query ($days: Int! = 30) { points { balance { available { amount currency } owed { amount } } expiring(days: $days) { amount }
    lots(first: 5) { nodes { earned { amount } remaining { amount } lastDay expiresAt } }
    history(first: 5) { nodes { kind amount { amount } balanceAfter { amount } counterpartyKind counterparty { displayName } } } } }"""


async def test_points_are_shown_with_their_lots_and_what_happened_to_them(database: Database, ask: Ask) -> None:
    someone = await person(database)
    today = business_date(database.clock.now())
    soon, later = today + timedelta(days=3), today + timedelta(days=40)
    await earn(database, someone.id, 70, later)
    earned = await earn(database, someone.id, 30, soon)
    await burn(database, someone.id, 10)
    shown = (await ask(someone, POINTS))["points"]
    assert shown["balance"] == {"available": {"amount": "90", "currency": "PTS"}, "owed": {"amount": "0"}}
    assert shown["expiring"] == {"amount": "20"}
    midnight = day_start(soon + timedelta(days=1)).isoformat().replace("+00:00", "Z")
    assert shown["lots"]["nodes"][0] == {"earned": {"amount": "30"}, "remaining": {"amount": "20"}, "lastDay": soon.isoformat(), "expiresAt": midnight}
    assert [node["remaining"]["amount"] for node in shown["lots"]["nodes"]] == ["20", "70"]
    assert [(node["kind"], node["amount"]["amount"], node["balanceAfter"]["amount"]) for node in shown["history"]["nodes"]] == [
        ("points_burn", "-10", "90"),
        ("points_earn", "30", "100"),
        ("points_earn", "70", "70"),
    ]
    assert {node["counterpartyKind"] for node in shown["history"]["nodes"]} == {"BANK"}
    assert [(await ask(someone, POINTS, days=days))["points"]["expiring"]["amount"] for days in (3, 4, 41)] == ["0", "20", "90"]
    await burn(database, someone.id, 85)
    await take_back(database, someone.id, earned)
    assert (await ask(someone, POINTS))["points"]["balance"] == {"available": {"amount": "0", "currency": "PTS"}, "owed": {"amount": "25"}}


async def test_who_never_had_points_has_none(database: Database, ask: Ask) -> None:
    someone = await person(database)
    none = {"balance": {"available": {"amount": "0", "currency": "PTS"}, "owed": {"amount": "0"}}, "expiring": {"amount": "0"}}
    assert (await ask(someone, POINTS))["points"] == none | {"lots": {"nodes": []}, "history": {"nodes": []}}


async def test_points_do_not_stand_among_the_wallets(database: Database, ask: Ask) -> None:
    someone = await person(database)
    await earn(database, someone.id, 70)
    assert await ask(someone, "{ wallets { currency } }") == {"wallets": [{"currency": "CNY"}]}


@pytest.mark.parametrize("days", [0, 367])
async def test_days_out_of_range_are_refused(database: Database, schema: strawberry.Schema, days: int) -> None:
    someone = await person(database)
    result = await asking.ask_result(schema, database, viewer_of(someone), POINTS, days=days)
    assert isinstance(result.errors[0].original_error, InvalidInput)


async def test_a_bad_cursor_is_refused(database: Database, schema: strawberry.Schema) -> None:
    someone = await person(database)
    for after in ("x", "azoyMDI2IHg", "azox"):
        result = await asking.ask_result(schema, database, viewer_of(someone), "query ($a: Cursor) { points { lots(after: $a) { nodes { id } } } }", a=after)
        assert isinstance(result.errors[0].original_error, InvalidInput)


async def test_points_are_read_in_a_statement_for_each_field(database: Database, ask: Ask) -> None:
    someone = await person(database)
    await earn(database, someone.id, 70)
    with database.counting() as statements:
        await ask(someone, "{ points { balance { available { amount } } expiring { amount } lots { nodes { id } } history { nodes { id kind } } } }")
    assert len(statements) == 4


def test_refusals_of_points_are_worded_for_the_mutations_that_will_burn_them() -> None:
    worded = {handler.exception_type.__name__ for handler in HANDLERS}
    assert {"NotEnoughPoints", "PointsActNotFound", "PointsRefundTooLarge"} <= worded
