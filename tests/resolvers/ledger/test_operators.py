"""What an operator sees and does in the ledger, and what of it is in the audit log."""

from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from domains import ledger
from domains.kernel.commands import Command, Verb
from domains.kernel.database import Database
from domains.kernel.errors import Unavailable
from resolvers.context import Context, Viewer
from resolvers.permissions import Permission
from resolvers.schema import build_schema
from tests.domains.wallet.people import Person, balance, everything, person, transfer
from tests.resolvers import asking

SCHEMA = build_schema()

ACCOUNTS = """
query ($owner: ID!, $first: Int! = 20, $after: Cursor) { ledgerAccounts(ownerId: $owner) { ownerId accounts {
    id code currency state posted { amount } available { amount }
    movements(first: $first, after: $after) { pageInfo { hasNextPage endCursor }
        nodes { id sequence kind amount { amount } balanceAfter { amount } otherOwnerId otherCode reversesId } } } } }
"""
FREEZE = """
mutation ($input: AccountStateInput!) { freezeAccount(input: $input) { __typename ... on Problem { message }
    ... on AccountStateSet { accountId state account { id state posted { amount } } } } }
"""
UNFREEZE = FREEZE.replace("freezeAccount", "unfreezeAccount")


def operator(language: str = "en") -> Viewer:
    return Viewer(uuid4(), uuid4(), frozenset({Permission.PUBLIC, Permission.OPERATOR_LEDGER, Permission.OPERATOR_FREEZE}), language)


async def audit(database: Database, actor_id: UUID) -> list[tuple[Any, ...]]:
    async with database.reading() as read:
        rows = await read.fetch("SELECT action, subject_id, detail FROM kernel_audit WHERE actor_id = $1 ORDER BY id", actor_id)
    return [tuple(row) for row in rows]


def freezing(account_id: object) -> dict[str, str]:
    return {"requestId": str(uuid4()), "accountId": str(account_id)}


async def test_an_operator_sees_accounts_and_movements_and_the_look_is_in_the_audit_log(database: Database) -> None:
    someone, other, viewer = await person(database, 10_000), await person(database), operator()
    moved = [await transfer(database, someone, other, minor) for minor in (100, 200)]
    seen = (await asking.ask(SCHEMA, database, viewer, ACCOUNTS, owner=str(someone.id), first=2))["ledgerAccounts"]
    (account,) = seen["accounts"]
    page = account.pop("movements")
    assert (seen["ownerId"], account) == (
        str(someone.id),
        {
            "id": str(someone.account_id),
            "code": "wallet",
            "currency": "CNY",
            "state": "OPEN",
            "posted": {"amount": "97.00"},
            "available": {"amount": "97.00"},
        },
    )
    assert page["nodes"][0] == {
        "id": str(moved[1].movement_id),
        "sequence": "3",
        "kind": "transfer",
        "amount": {"amount": "-2.00"},
        "balanceAfter": {"amount": "97.00"},
        "otherOwnerId": str(other.id),
        "otherCode": "wallet",
        "reversesId": None,
    }
    after = page["pageInfo"]["endCursor"]
    rest = (await asking.ask(SCHEMA, database, viewer, ACCOUNTS, owner=str(someone.id), first=2, after=after))["ledgerAccounts"]
    assert [node["sequence"] for node in rest["accounts"][0]["movements"]["nodes"]] == ["1"]
    assert await audit(database, viewer.id) == [("ledger.look", someone.id, {"found_by": "owner_id"})] * 2


async def test_the_audit_row_stands_before_the_first_look(database: Database) -> None:
    someone, viewer = await person(database, 10_000), operator()
    with database.counting() as statements:
        await asking.ask(SCHEMA, database, viewer, ACCOUNTS, owner=str(someone.id))
    looked = [number for number, statement in enumerate(statements) if "FROM ledger_" in statement]
    written = [number for number, statement in enumerate(statements) if "kernel_audit" in statement]
    assert (len(written), len(looked)) == (1, 2)
    assert written[0] < looked[0]


async def test_a_look_whose_audit_row_cannot_be_written_is_refused(database: Database) -> None:
    someone, viewer = await person(database, 10_000), operator()

    async def write(verb: Verb[Any, Any], command: Command) -> Any:
        raise Unavailable("the database is away")

    with database.counting() as statements:
        async with database.reading() as read:
            context = Context(viewer, read, write, asking.nothing_happens)  # type: ignore[arg-type]
            result = await SCHEMA.execute(ACCOUNTS, {"owner": str(someone.id)}, context_value=context)
    assert result.data == {"ledgerAccounts": None}
    assert isinstance(result.errors[0].original_error, Unavailable)
    assert statements == []


async def test_an_unknown_owner_has_no_accounts_and_what_cannot_be_an_id_is_null(database: Database) -> None:
    viewer, nobody = operator(), uuid4()
    seen = await asking.ask(SCHEMA, database, viewer, ACCOUNTS, owner=str(nobody))
    assert seen == {"ledgerAccounts": {"ownerId": str(nobody), "accounts": []}}
    assert await asking.ask(SCHEMA, database, viewer, ACCOUNTS, owner="x") == {"ledgerAccounts": None}
    assert await audit(database, viewer.id) == [("ledger.look", nobody, {"found_by": "owner_id"})]


async def test_freezing_stops_money_going_out_and_unfreezing_lets_it_go(database: Database) -> None:
    someone, other, viewer = await person(database, 10_000), await person(database, 10_000), operator()
    input_ = freezing(someone.account_id)
    for _ in range(2):
        frozen = (await asking.ask(SCHEMA, database, viewer, FREEZE, input=input_))["freezeAccount"]
        account = {"id": str(someone.account_id), "state": "FROZEN", "posted": {"amount": "100.00"}}
        assert frozen == {"__typename": "AccountStateSet", "accountId": str(someone.account_id), "state": "FROZEN", "account": account}
    with pytest.raises(ledger.AccountFrozen):
        await transfer(database, someone, other, 100)
    await transfer(database, other, someone, 100)
    free = (await asking.ask(SCHEMA, database, viewer, UNFREEZE, input=freezing(someone.account_id)))["unfreezeAccount"]
    assert free["state"] == "OPEN"
    await transfer(database, someone, other, 100)
    assert await balance(database, someone) == 10_000
    detail = {"account_id": str(someone.account_id)}
    assert await audit(database, viewer.id) == [("ledger.freeze", someone.id, detail), ("ledger.unfreeze", someone.id, detail)]


async def test_refusals_of_freezing_are_types_in_both_languages_and_change_nothing(database: Database) -> None:
    someone = await person(database, 10_000)
    used = freezing(someone.account_id)
    await asking.ask(SCHEMA, database, operator(), FREEZE, input=used)
    before = await everything(database, but=frozenset({"kernel_request"}))
    cases = [
        (freezing(uuid4()), "AccountNotFound", "There is no such account.", "账户不存在。"),
        (freezing("x"), "AccountNotFound", "There is no such account.", "账户不存在。"),
        (used, "IdReused", "This id was used for another request. Please submit again.", "这个编号已用于另一笔请求, 请重新提交。"),
    ]
    for input_, typename, english, chinese in cases:
        for language, message in (("en", english), ("zh", chinese)):
            fresh = input_ if input_ is used else input_ | {"requestId": str(uuid4())}
            told = (await asking.ask(SCHEMA, database, operator(language), FREEZE, input=fresh))["freezeAccount"]
            assert told == {"__typename": typename, "message": message}
    assert await everything(database, but=frozenset({"kernel_request"})) == before


async def test_a_closed_account_is_neither_frozen_nor_freed(fresh_database: Database, fresh_dsn: Any) -> None:
    someone: Person = await person(fresh_database)
    with psycopg.connect(fresh_dsn("scenebank_owner"), autocommit=True) as owner:
        owner.execute("UPDATE ledger_account SET state = 'closed' WHERE id = %s", [someone.account_id])
    for document, root in ((FREEZE, "freezeAccount"), (UNFREEZE, "unfreezeAccount")):
        told = (await asking.ask(SCHEMA, fresh_database, operator("zh"), document, input=freezing(someone.account_id)))[root]
        assert told == {"__typename": "AccountClosed", "message": "账户已销户。"}
