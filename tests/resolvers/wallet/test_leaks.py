"""What one viewer's gang mate or neighbour in a batch has is never seen by another: every batched field of the wallet, with values planted to be found."""

from collections.abc import AsyncIterator
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import orjson
import pytest_asyncio
import strawberry
from graphql import FieldNode, TypeInfo, TypeInfoVisitor, Visitor, get_named_type, parse, visit

from domains import customers, ledger, wallet
from domains.kernel.assets import CNY
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.events import PublishedEvent
from domains.kernel.money import Amount
from gateway.engine import Plan, compile_operation, execute_gang
from integrations.channels.sandbox import SandboxChannel
from resolvers.batch import BatchedField, batched_field_of
from resolvers.context import Context
from tests.domains.wallet.people import Person, fund, person, transfer
from tests.resolvers.asking import nothing_happens
from tests.resolvers.wallet.conftest import viewer_of

QUERY = """
query ($account: ID!, $movement: ID!, $topUp: ID!, $withdrawal: ID!, $promise: ID!, $standingOrder: ID!, $at: Instant!) {
    wallets { ...account }
    closedWallets { ...account }
    account(id: $account) { ...account }
    movement(id: $movement) { ...movement }
    topUp(id: $topUp) { id state amount { amount } channel account { ...account } }
    withdrawal(id: $withdrawal) { id state amount { amount } channel account { ...account } }
    promisedTransfer(id: $promise) { ...promised }
    promisedTransfers(first: 10) { nodes { ...promised } }
    standingOrder(id: $standingOrder) { id note target { maskedPhone } }
    standingOrders(first: 10) { nodes { id note target { maskedPhone } } }
    payees(first: 10) { nodes { targetId alias party { maskedPhone } } }
}
fragment promised on PromisedTransfer { id note isOutgoing counterparty { maskedPhone } }
fragment account on WalletAccount {
    id balance { amount } available { amount } balanceAt(at: $at) { amount } statement(first: 10) { nodes { ...movement } pageInfo { endCursor } }
    limits { transferMost { amount } windows { period left { amount } } }
    statementFiles(firstDay: "2026-01-01", lastDay: "2026-01-31") { csv pdf camt053 }
}
fragment movement on Movement {
    id amount { amount } balanceAfter { amount } note counterparty { displayName maskedPhone } merchant { id name } reversesId receiptCode
}
"""
NOT_IN_A_QUERY = {"movement_of_transfer", "account_of_transfer", "opened_account", "changed_account", "changing_movement"}
"""Batched fields of the wallet below mutations and subscriptions, which never run in a gang."""


class Planted(NamedTuple):
    """A customer and what only that customer may see: an odd amount, a note, a friend, and the ids of each."""

    someone: Person
    marks: tuple[str, ...]
    movement_id: UUID
    top_up_id: UUID
    withdrawal_id: UUID
    promise_id: UUID
    standing_order_id: UUID


async def plant(database: Database, minor: int, mark: str) -> Planted:
    someone, friend = await person(database, verified=minor % 2 == 1), await person(database, 100)
    await fund(database, someone, minor)
    moved = await transfer(database, someone, friend, minor // 1000, note=mark)
    await transfer(database, friend, someone, 1, note=f"{mark} back")
    await database.write(ledger.reverse, ledger.ReverseCommand(request_id=uuid4(), owner_id=HOUSE_ID, movement_id=moved.movement_id))
    asking = wallet.RequestTopUpCommand(request_id=uuid4(), owner_id=someone.id, session_id=someone.session_id, amount=Amount(minor + 7, CNY))
    top_up = await database.write(wallet.request_top_up, asking)
    paying = wallet.RequestWithdrawalCommand(request_id=uuid4(), owner_id=someone.id, session_id=someone.session_id, amount=Amount(minor % 10_000, CNY))
    withdrawal = await database.write(wallet.request_withdrawal, paying)
    named = {"owner_id": someone.id, "session_id": someone.session_id, "target_id": friend.id}
    money = {"amount": Amount(100, CNY), "note": f"{mark} 以后"}
    kind = wallet.PromiseKind.ON_ACCEPTANCE
    promise = await database.write(wallet.promise_transfer, wallet.PromiseTransferCommand(request_id=uuid4(), kind=kind, **named, **money))
    monthly = {"rhythm": wallet.Rhythm.MONTHLY, "first_on": database.clock.today(), "pin": customers.PinProof(customers.PinVerdict.RIGHT)}
    order = await database.write(wallet.create_standing_order, wallet.CreateStandingOrderCommand(request_id=uuid4(), **named, **money, **monthly))
    await database.write(wallet.save_payee, wallet.SavePayeeCommand(request_id=uuid4(), alias=f"{mark} 友", **named))
    marks = (mark, f"{minor // 100}.{minor % 100:02d}", f"136****{friend.phone[-4:]}", str(someone.account_id), str(moved.movement_id), str(top_up.id))
    ids = (withdrawal.id, promise.id, order.id)
    return Planted(someone, (*marks, *map(str, ids)), moved.movement_id, top_up.id, *ids)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def planted(database: Database) -> AsyncIterator[list[Planted]]:
    database.ports._wired[wallet.FundingChannels] = wallet.FundingChannels([_silent_channel()])
    yield [await plant(database, minor, mark) for minor, mark in ((1_234_567, "甲的秘密"), (4_654_320, "乙的秘密"), (4_444_441, "丙的秘密"))]
    del database.ports._wired[wallet.FundingChannels]


def _silent_channel() -> SandboxChannel:
    """One that nobody calls."""
    return SandboxChannel("http://127.0.0.1:9", api_key="", webhook_secrets=[], callback_url="", name="planted")


def context_of(database: Database, one: Planted) -> Context:
    return Context(viewer_of(one.someone), database.read(), database.write, nothing_happens)  # type: ignore[arg-type]


def variables_of(one: Planted, at: str) -> dict[str, str]:
    return {
        "account": str(one.someone.account_id),
        "movement": str(one.movement_id),
        "topUp": str(one.top_up_id),
        "withdrawal": str(one.withdrawal_id),
        "promise": str(one.promise_id),
        "standingOrder": str(one.standing_order_id),
        "at": at,
    }


def compiled(schema: strawberry.Schema) -> Plan:
    plan = compile_operation(schema._schema, parse(QUERY))
    assert isinstance(plan, Plan)
    return plan


def assert_only_of(one: Planted, planted: list[Planted], text: str) -> None:
    for other in planted:
        if other is not one:
            assert not [mark for mark in other.marks if mark in text]


async def test_every_answer_of_a_gang_equals_the_answer_alone_and_holds_nothing_of_another(
    database: Database, schema: strawberry.Schema, planted: list[Planted]
) -> None:
    plan, at = compiled(schema), database.clock.now().isoformat()
    assert plan.can_gang
    for asked_for in planted:
        variables = variables_of(asked_for, at)
        alone = []
        for one in planted:
            context = context_of(database, one)
            alone.append(await plan.execute_bytes(None, context, variables))
            await context.read.close()
        members = [planted[0], planted[1], planted[2], planted[1], planted[0], planted[2], planted[2]]
        bodies = await execute_gang(plan, [context_of(database, one) for one in members], variables, database.read)
        for one, body in zip(members, bodies, strict=True):
            assert body == alone[planted.index(one)]
            data = orjson.loads(body)["data"]
            assert all(
                (data[root] is None) is (one is not asked_for) for root in ("account", "movement", "topUp", "withdrawal", "promisedTransfer", "standingOrder")
            )
            assert_only_of(one, planted, body.decode())
            assert all(mark in body.decode() for mark in one.marks[:4])


def test_the_gang_asks_for_every_batched_field_of_the_wallet(schema: strawberry.Schema) -> None:
    asked: set[str] = set()
    info = TypeInfo(schema._schema)

    class Collect(Visitor):
        def enter_field(self, node: FieldNode, *_: object) -> None:
            definition = info.get_field_def()
            batched = batched_field_of(definition) if definition else None
            asked.add(batched.name) if batched else None

    visit(parse(QUERY), TypeInfoVisitor(info, Collect()))
    assert {field.name for field in batched_fields(schema)} - asked == NOT_IN_A_QUERY


async def test_fields_below_mutations_and_subscriptions_give_each_viewer_its_own(database: Database, schema: strawberry.Schema, planted: list[Planted]) -> None:
    """Every parent beside every viewer, in one call: only a viewer's own parent gives anything."""
    fields = {field.name: field for field in batched_fields(schema)}
    pairs = [(parent, viewer) for parent in planted for viewer in planted]
    for name in sorted(NOT_IN_A_QUERY):
        parents = [parent_of(name, parent) for parent, _ in pairs]
        async with database.reading() as read:
            found = await fields[name].load(read, parents, [viewer_of(viewer.someone) for _, viewer in pairs])
        assert [row is not None for row in found] == [parent is viewer for parent, viewer in pairs], name
        for (_, viewer), row in zip(pairs, found, strict=True):
            assert_only_of(viewer, planted, str(row))


def batched_fields(schema: strawberry.Schema) -> list[BatchedField]:
    """Those that resolvers/wallet declares in its own files. A noun's package has its own tests of what each viewer sees."""
    types = [type_ for name, type_ in schema._schema.type_map.items() if not name.startswith("__")]
    fields = [field for type_ in types for field in getattr(type_, "fields", {}).values()]
    found = [batched_field_of(field) for field in fields if hasattr(field, "resolve") and get_named_type(field.type)]
    return [field for field in found if field is not None and field.load.__module__.rpartition(".")[0] == "resolvers.wallet"]


def parent_of(name: str, one: Planted) -> Any:
    """The row that stands above a field of NOT_IN_A_QUERY."""
    someone = one.someone
    if name == "opened_account":
        return wallet.WalletOpened(someone.account_id)
    if name in ("changed_account", "changing_movement"):
        payload = {"movement_id": str(one.movement_id), "debit_account_id": str(someone.account_id), "credit_account_id": str(uuid4())}
        return PublishedEvent(1, "MovementPosted", someone.id, None, payload)
    moved = Amount(1, CNY)
    return wallet.Transferred(one.movement_id, someone.account_id, 1, uuid4(), moved, moved, someone.id)  # type: ignore[arg-type]
