"""Wallets, statements, movements, balances at a moment and limits, as the app reads them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import strawberry

from domains import ledger, wallet
from domains.kernel.assets import CNY, JPY, USD
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.errors import InvalidInput
from tests.domains.ledger.conftest import move, post
from tests.domains.wallet.people import Person, everything, fund, person, transfer
from tests.resolvers import asking
from tests.resolvers.wallet.conftest import Ask, viewer_of

WALLETS = "{ wallets { id currency state balance { amount currency } available { amount } openedAt } }"
STATEMENT = """
query ($id: ID!, $first: Int! = 20, $after: Cursor) { account(id: $id) { statement(first: $first, after: $after) {
    pageInfo { hasNextPage endCursor } edges { cursor node { id } }
    nodes { kind amount { amount } balanceAfter { amount } note counterpartyKind counterparty { maskedPhone } } } } }
"""


async def test_every_currency_is_an_account_oldest_first(database: Database, ask: Ask) -> None:
    someone = await person(database, 12_345)
    for asset in (JPY, USD):
        await database.write(wallet.open_wallet, wallet.OpenWalletCommand(request_id=uuid4(), owner_id=someone.id, asset=asset.code))
    await fund(database, someone, 500, JPY)
    wallets = (await ask(someone, WALLETS))["wallets"]
    assert [(one["currency"], one["state"], one["balance"], one["available"]["amount"]) for one in wallets] == [
        ("CNY", "OPEN", {"amount": "123.45", "currency": "CNY"}, "123.45"),
        ("JPY", "OPEN", {"amount": "500", "currency": "JPY"}, "500"),
        ("USD", "OPEN", {"amount": "0.00", "currency": "USD"}, "0.00"),
    ]
    assert wallets[0]["id"] == str(someone.account_id)


async def test_a_statement_is_read_page_by_page_newest_first(database: Database, ask: Ask) -> None:
    someone, other = await person(database, 10_000), await person(database, 10_000)
    for minor in (100, 200, 300):
        await transfer(database, someone, other, minor, note=f"第{minor}")
    await transfer(database, other, someone, 50)
    seen: list[Any] = []
    after = None
    while True:
        page = (await ask(someone, STATEMENT, id=str(someone.account_id), first=2, after=after))["account"]["statement"]
        assert [edge["cursor"] for edge in page["edges"]][-1] == page["pageInfo"]["endCursor"]
        seen += [(one["amount"]["amount"], one["balanceAfter"]["amount"], one["note"], one["counterpartyKind"]) for one in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == [
        ("0.50", "94.50", None, "CUSTOMER"),
        ("-3.00", "94.00", "第300", "CUSTOMER"),
        ("-2.00", "97.00", "第200", "CUSTOMER"),
        ("-1.00", "99.00", "第100", "CUSTOMER"),
        ("100.00", "100.00", None, "BANK"),
    ]
    (page,) = [(await ask(someone, STATEMENT, id=str(someone.account_id), first=1))["account"]["statement"]]
    assert page["nodes"][0]["counterparty"] == {"maskedPhone": f"136****{other.phone[-4:]}"}


async def test_a_page_is_between_one_and_fifty_rows_and_a_cursor_is_one_of_ours(database: Database, schema: strawberry.Schema) -> None:
    someone = await person(database, 100)
    bad: list[dict[str, Any]] = [{"first": 0}, {"first": -1}, {"first": 51}, {"after": "nonsense"}, {"after": "azotMQ"}]
    for variables in bad:
        result = await asking.ask_result(schema, database, viewer_of(someone), STATEMENT, id=str(someone.account_id), **variables)
        assert isinstance(result.errors[0].original_error, InvalidInput), variables


async def test_a_strangers_account_and_movement_an_unknown_one_and_a_malformed_id_are_null(database: Database, ask: Ask) -> None:
    someone, other, stranger = [await person(database, 10_000) for _ in range(3)]
    moved = await transfer(database, someone, other, 100)
    before = await everything(database)
    document = "query ($account: ID!, $movement: ID!) { account(id: $account) { id balance { amount } } movement(id: $movement) { id amount { amount } } }"
    ids = {"account": str(someone.account_id), "movement": str(moved.movement_id)}
    assert await ask(stranger, document, **ids) == {"account": None, "movement": None}
    assert await ask(other, document, **ids) == {"account": None, "movement": {"id": ids["movement"], "amount": {"amount": "1.00"}}}
    assert await ask(someone, document, account="x", movement=str(uuid4())) == {"account": None, "movement": None}
    assert (await ask(someone, document, **ids))["account"] == {"id": ids["account"], "balance": {"amount": "99.00"}}
    assert await everything(database) == before


async def test_a_channels_account_is_nobodys_wallet(database: Database, ask: Ask) -> None:
    someone = await person(database)
    async with database.transaction() as tx:
        await ledger.open_accounts(tx, [ledger.NewAccount(id_ := uuid4(), someone.id, "budget", CNY)])
    assert await ask(someone, "query ($id: ID!) { account(id: $id) { id } wallets { id } }", id=str(id_)) == {
        "account": None,
        "wallets": [{"id": str(someone.account_id)}],
    }


async def test_money_between_two_accounts_of_one_customer_is_shown_as_the_wallet_sees_it(database: Database, ask: Ask) -> None:
    someone = await person(database, 10_000)
    async with database.transaction() as tx:
        await ledger.open_accounts(tx, [ledger.NewAccount(savings := uuid4(), someone.id, "savings", CNY)])
    there, back = move(someone.account_id, savings, 2_000), move(savings, someone.account_id, 500)
    await post(database, there, back)
    document = "query ($id: ID!) { movement(id: $id) { amount { amount } balanceAfter { amount } counterpartyKind counterparty { displayName } } }"
    seen = [(await ask(someone, document, id=str(one.id)))["movement"] for one in (there, back)]
    assert [(one["amount"]["amount"], one["balanceAfter"]["amount"]) for one in seen] == [("-20.00", "80.00"), ("5.00", "85.00")]
    assert [(one["counterpartyKind"], one["counterparty"]) for one in seen] == [("BANK", None)] * 2


async def test_a_reversal_names_what_it_undoes(database: Database, ask: Ask) -> None:
    someone, other = await person(database, 10_000), await person(database)
    moved = await transfer(database, someone, other, 100)
    undone = await database.write(ledger.reverse, ledger.ReverseCommand(request_id=uuid4(), owner_id=HOUSE_ID, movement_id=moved.movement_id))
    seen = await ask(someone, "query ($id: ID!) { movement(id: $id) { kind amount { amount } reversesId } }", id=str(undone.reversal_id))
    assert seen["movement"] == {"kind": "reversal", "amount": {"amount": "1.00"}, "reversesId": str(moved.movement_id)}


async def test_a_balance_at_a_moment_is_what_was_held_then(database: Database, ask: Ask, clock: Any) -> None:
    start = datetime(2031, 1, 1, tzinfo=UTC)
    clock.freeze(start)
    someone = await person(database, 10_000)
    other = await person(database)
    for hour, minor in ((1, 100), (2, 200)):
        clock.freeze(start + timedelta(hours=hour))
        await transfer(database, someone, other, minor)
    document = "query ($at: Instant!) { wallets { balanceAt(at: $at) { amount currency } } }"
    moments = [start - timedelta(seconds=1), start, start + timedelta(minutes=90), start + timedelta(days=900)]
    told = [(await ask(someone, document, at=moment.isoformat()))["wallets"][0]["balanceAt"]["amount"] for moment in moments]
    assert told == ["0.00", "100.00", "99.00", "97.00"]
    written = (await ask(someone, document, at="2031-01-01T09:30:00+08:00"))["wallets"][0]["balanceAt"]
    assert written == {"amount": "99.00", "currency": "CNY"}


@pytest.mark.parametrize(
    ("verified", "limits"),
    [
        (False, ["2000.00", "200.00", "4999.00", "19999.00"]),
        (True, ["50000.00", "500.00", "199999.00", "999999.00"]),
    ],
)
async def test_limits_tell_what_is_left_today_and_this_month(database: Database, ask: Ask, verified: bool, limits: list[str]) -> None:
    someone, other = await person(database, 10_000, verified=verified), await person(database)
    await transfer(database, someone, other, 100)
    document = "{ wallets { limits { transferMost { amount } pinAbove { amount } windows { period most { amount } left { amount currency } } } } }"
    told = (await ask(someone, document))["wallets"][0]["limits"]
    today = database.clock.today()
    assert [told["transferMost"]["amount"], told["pinAbove"]["amount"], *(one["left"]["amount"] for one in told["windows"])] == limits
    assert [one["period"] for one in told["windows"]] == [f"day:{today.isoformat()}", f"month:{today:%Y-%m}"]


async def test_a_frozen_account_shows_it(database: Database, ask: Ask) -> None:
    someone: Person = await person(database, 100)
    freezing = ledger.SetFrozenCommand(request_id=uuid4(), owner_id=HOUSE_ID, account_id=someone.account_id, frozen=True)
    await database.write(ledger.set_frozen, freezing)
    assert (await ask(someone, "{ wallets { state } }")) == {"wallets": [{"state": "FROZEN"}]}
