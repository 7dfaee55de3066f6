"""How much reading costs: SQL statements per operation, and the same plan for a customer with 100,000 movements as for one with ten."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import orjson
import psycopg
import pytest
import strawberry

from domains import wallet
from domains.kernel.assets import USD
from domains.kernel.database import Database
from domains.kernel.paging import encode_cursor
from domains.kernel.transactions import Read
from tests.domains.wallet.people import Person, fund, person, transfer
from tests.resolvers import asking
from tests.resolvers.wallet.conftest import Ask, viewer_of

PAGE = """
query ($after: Cursor) { viewer { id maskedPhone tier } wallets { id currency balance { amount } available { amount } statement(first: 20, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes { id kind amount { amount } balanceAfter { amount } bookedAt note counterpartyKind counterparty { displayName maskedPhone } } } } }
"""

MANY = """
WITH movement AS (
    INSERT INTO ledger_movement (id, journal_id, kind, debit_account_id, credit_account_id, asset, amount_minor, reverses_id, booked_at, effective_at)
    SELECT gen_random_uuid(), gen_random_uuid(), 'transfer', (%(others)s::uuid[])[1 + n %% cardinality(%(others)s::uuid[])], %(account)s, 'CNY', 1, NULL, at, at
    FROM generate_series(1, %(count)s) AS n, LATERAL (SELECT timestamptz '2026-01-01' + n * interval '1 minute') AS t (at)
    RETURNING id, booked_at
), numbered AS (
    SELECT id, booked_at, row_number() OVER (ORDER BY booked_at) AS sequence FROM movement
), entry AS (
    INSERT INTO ledger_entry (account_id, sequence, movement_id, side, amount_minor, balance_after_minor, booked_at)
    SELECT %(account)s, sequence, id, 'credit', 1, sequence, booked_at FROM numbered
), note AS (
    INSERT INTO wallet_note (movement_id, note) SELECT id, '第' || sequence FROM numbered WHERE sequence %% 2 = 0
)
UPDATE ledger_account SET credits_posted_minor = %(count)s, last_sequence = %(count)s WHERE id = %(account)s
"""


CROWD = """
INSERT INTO customers_customer SELECT made.*
FROM customers_customer AS one, generate_series(1, 20000) AS n,
    LATERAL jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid(), 'phone_index', sha256(n::text::bytea))) AS made
WHERE one.id = (SELECT min(id::text)::uuid FROM customers_customer);
INSERT INTO kernel_data_key SELECT customer.id, one.wrapping_key_id, one.wrapped, one.created_at
FROM (SELECT * FROM kernel_data_key LIMIT 1) AS one, customers_customer AS customer ON CONFLICT DO NOTHING;
INSERT INTO ledger_account (id, owner_id, code, asset, normal_side, may_go_negative, state, debits_posted_minor, credits_posted_minor,
    debits_pending_minor, credits_pending_minor, last_sequence, opened_at, hot)
SELECT gen_random_uuid(), gen_random_uuid(), 'wallet', 'CNY', 'credit', false, 'open', 0, 0, 0, 0, 0, now(), false FROM generate_series(1, 20000)
"""


async def test_viewer_balances_and_twenty_movements_with_counterparties_take_five_statements(database: Database, ask: Ask) -> None:
    someone, others = await person(database, 10_000), [await person(database) for _ in range(5)]
    await database.write(wallet.open_wallet, wallet.OpenWalletCommand(request_id=uuid4(), owner_id=someone.id, asset="USD"))
    await fund(database, someone, 10_000, USD)
    for number in range(20):
        await transfer(database, someone, others[number % 5], 1 + number, note="字" if number % 2 else "")
        await transfer(database, someone, others[number % 5], 1 + number, USD)
    with database.counting() as statements:
        wallets = (await ask(someone, PAGE))["wallets"]
    assert [len(one["statement"]["nodes"]) for one in wallets] == [20, 20]
    assert all(node["counterparty"]["maskedPhone"] for one in wallets for node in one["statement"]["nodes"])
    assert len(statements) == 5


Statement = tuple[str, tuple[Any, ...]]


async def asked(
    schema: strawberry.Schema, database: Database, someone: Person, monkeypatch: pytest.MonkeyPatch, after: int | None = None
) -> tuple[Any, list[Statement]]:
    """The answer, and the statements that were sent for it with their arguments."""
    sent: list[Statement] = []
    fetch = Read.fetch

    async def recording(read: Read, statement: str, *arguments: Any) -> Any:
        # The run's application reads too, in the background, from a database of its own.
        if read._pool is database._read_pool:
            sent.append((statement, arguments))
        return await fetch(read, statement, *arguments)

    with monkeypatch.context() as patched:
        patched.setattr(Read, "fetch", recording)
        data = await asking.ask(schema, database, viewer_of(someone), PAGE, after=None if after is None else encode_cursor(after))
    return data["wallets"][0]["statement"], sent


async def plans(database: Database, sent: list[Statement]) -> list[str]:
    """How the database goes about each statement, without figures and values."""
    async with database.reading() as read:
        texts = ["\n".join(row[0] for row in await read.fetch(f"EXPLAIN (COSTS OFF) {statement}", *arguments)) for statement, arguments in sent]
    return [re.sub(r"'[^']*'(::\w+(\[\])?)?", "?", text) for text in texts]


async def rows_read(database: Database, sent: list[Statement]) -> int:
    """The most rows that any step of any of the statements gave, from all its runs together."""

    def most(node: dict[str, Any]) -> int:
        return max([round(node["Actual Rows"] * node["Actual Loops"]), *(most(child) for child in node.get("Plans", []))])

    found = []
    async with database.reading() as read:
        for statement, arguments in sent:
            explained = await read.fetchval(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, FORMAT JSON) {statement}", *arguments)
            found.append(most((orjson.loads(explained) if isinstance(explained, str) else explained)[0]["Plan"]))
    return max(found)


async def test_a_page_of_100_000_movements_takes_the_statements_and_the_plans_of_a_page_of_ten(
    fresh_database: Database, fresh_dsn: Callable[[str], str], schema: strawberry.Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = fresh_database
    many, few, *others = [await person(database) for _ in range(22)]
    with psycopg.connect(fresh_dsn("scenebank_owner"), autocommit=True) as owner:
        for someone, count in ((many, 100_000), (few, 10)):
            owner.execute(MANY, {"account": someone.account_id, "others": [one.account_id for one in others], "count": count})
        owner.execute(CROWD)
        owner.execute("VACUUM (ANALYZE) ledger_movement, ledger_entry, ledger_account, wallet_note, customers_customer, kernel_data_key")
    small, of_few = await asked(schema, database, few, monkeypatch)
    newest, of_many = await asked(schema, database, many, monkeypatch)
    oldest, of_oldest = await asked(schema, database, many, monkeypatch, after=12)
    assert [len(page["nodes"]) for page in (small, newest, oldest)] == [10, 20, 11]
    assert [page["pageInfo"]["hasNextPage"] for page in (small, newest, oldest)] == [False, True, False]
    assert [newest["nodes"][0]["balanceAfter"]["amount"], oldest["nodes"][0]["balanceAfter"]["amount"]] == ["1000.00", "0.11"]
    assert newest["nodes"][0]["note"] == "第100000"
    texts = [statement for statement, _ in of_few]
    assert len(texts) == 5
    assert texts == [statement for statement, _ in of_many] == [statement for statement, _ in of_oldest]
    of_ten = await plans(database, of_few)
    assert of_ten == await plans(database, of_many) == await plans(database, of_oldest)
    # The rows stand in the default partition. The months, which have none here, are read in order at no cost.
    assert not any(re.search(r"Seq Scan on (?!ledger_\w+_p_\d{4}_\d\d )", plan) for plan in of_ten)
    assert await rows_read(database, of_many) <= 21
