"""Requests for money and split bills in the app's language: each side sees its own, and gang mates see nothing of one another's."""

from typing import Any, NamedTuple
from uuid import UUID, uuid4

import orjson
import pytest_asyncio
import strawberry
from graphql import FieldNode, TypeInfo, TypeInfoVisitor, Visitor, get_named_type, parse, visit

from domains import wallet
from domains.kernel.assets import CNY
from domains.kernel.database import Database
from domains.kernel.money import Amount
from domains.wallet import SplitMethod
from gateway.engine import Plan, compile_operation, execute_gang
from resolvers.batch import batched_field_of
from resolvers.context import Context
from tests.domains.wallet.people import Person, person
from tests.domains.wallet.test_splits import split_of
from tests.resolvers.asking import nothing_happens
from tests.resolvers.wallet.conftest import Ask, viewer_of

QUERY = """
query ($request: ID!, $bill: ID!) {
    moneyRequest(id: $request) { ...request }
    splitBill(id: $bill) { ...bill }
    moneyRequestsToPay(first: 10) { nodes { ...request } }
    moneyRequestsMade(first: 10) { nodes { ...request } }
    splitBills(first: 10) { nodes { ...bill } }
}
fragment request on MoneyRequest {
    id splitId state isMine amount { amount } note requester { maskedPhone } payer { maskedPhone } askedAt
}
fragment bill on SplitBill { id method state title total { amount } own { amount } maker { maskedPhone } shares { ...request } }
"""


class Planted(NamedTuple):
    """Somebody who asks, and what only they and those whom they ask may see."""

    maker: Person
    payer: Person
    request_id: UUID
    bill_id: UUID
    marks: tuple[str, ...]


async def plant(database: Database, minor: int, mark: str) -> Planted:
    maker, payer, other = [await person(database, 10_000) for _ in range(3)]
    asking = wallet.RequestMoneyCommand(
        request_id=uuid4(), owner_id=maker.id, session_id=maker.session_id, payer_id=payer.id, amount=Amount(minor, CNY), note=f"{mark} 请求"
    )
    asked = await database.write(wallet.request_money, asking)
    bill = await database.write(wallet.split_bill, split_of(maker, minor * 3, [maker, payer, other], SplitMethod.EVEN, title=f"{mark} 火锅"))
    return Planted(maker, payer, asked.id, bill.id, (mark, str(asked.id), str(bill.id), f"{minor // 100}.{minor % 100:02d}"))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def planted(database: Database) -> list[Planted]:
    return [await plant(database, minor, mark) for minor, mark in ((12_347, "甲的账"), (45_671, "乙的账"), (78_913, "丙的账"))]


def context_of(database: Database, someone: Person) -> Context:
    return Context(viewer_of(someone), database.read(), database.write, nothing_happens)  # type: ignore[arg-type]


def compiled(schema: strawberry.Schema) -> Plan:
    plan = compile_operation(schema._schema, parse(QUERY))
    assert isinstance(plan, Plan)
    return plan


async def test_every_answer_of_a_gang_is_the_answer_alone_and_holds_nothing_of_another(
    database: Database, schema: strawberry.Schema, planted: list[Planted]
) -> None:
    plan = compiled(schema)
    assert plan.can_gang
    people = [someone for one in planted for someone in (one.maker, one.payer)]
    for asked_for in planted:
        variables = {"request": str(asked_for.request_id), "bill": str(asked_for.bill_id)}
        alone = []
        for someone in people:
            context = context_of(database, someone)
            alone.append(await plan.execute_bytes(None, context, variables))
            await context.read.close()
        members = [*people, *reversed(people)]
        bodies = await execute_gang(plan, [context_of(database, someone) for someone in members], variables, database.read)
        for someone, body in zip(members, bodies, strict=True):
            assert body == alone[people.index(someone)]
            data, text = orjson.loads(body)["data"], body.decode()
            is_of = someone in (asked_for.maker, asked_for.payer)
            assert (data["moneyRequest"] is not None, data["splitBill"] is not None) == (is_of, is_of)
            for other in planted:
                if someone not in (other.maker, other.payer):
                    assert not [mark for mark in other.marks if mark in text]


async def test_the_maker_sees_all_shares_and_a_payer_their_own(ask: Ask, planted: list[Planted]) -> None:
    one = planted[0]
    variables = {"request": str(one.request_id), "bill": str(one.bill_id)}
    made, to_pay = await ask(one.maker, QUERY, **variables), await ask(one.payer, QUERY, **variables)
    assert (len(made["splitBill"]["shares"]), len(to_pay["splitBill"]["shares"])) == (2, 1)
    assert to_pay["splitBill"]["shares"][0]["isMine"] is True
    assert {share["isMine"] for share in made["splitBill"]["shares"]} == {False}
    assert (made["moneyRequest"]["isMine"], to_pay["moneyRequest"]["isMine"]) == (False, True)
    assert made["splitBill"]["own"] == {"amount": "123.47"}
    assert [len(made[name]["nodes"]) for name in ("moneyRequestsToPay", "moneyRequestsMade", "splitBills")] == [0, 3, 1]
    assert [len(to_pay[name]["nodes"]) for name in ("moneyRequestsToPay", "moneyRequestsMade", "splitBills")] == [2, 0, 0]


async def test_what_cannot_be_an_id_and_what_is_nobodys_is_not_there(ask: Ask, planted: list[Planted]) -> None:
    for id_ in ("x", str(uuid4())):
        told = await ask(planted[0].maker, QUERY, request=id_, bill=id_)
        assert (told["moneyRequest"], told["splitBill"]) == (None, None)


def test_the_gang_asks_for_every_batched_field_of_requests_and_bills(schema: strawberry.Schema) -> None:
    asked: set[str] = set()
    info = TypeInfo(schema._schema)

    class Collect(Visitor):
        def enter_field(self, node: FieldNode, *_: object) -> None:
            definition = info.get_field_def()
            batched = batched_field_of(definition) if definition else None
            asked.add(batched.name) if batched else None

    visit(parse(QUERY), TypeInfoVisitor(info, Collect()))
    assert batched_names(schema) - asked == set()


def batched_names(schema: strawberry.Schema) -> set[str]:
    fields: list[Any] = [field for type_ in schema._schema.type_map.values() for field in getattr(type_, "fields", {}).values()]
    found = [batched_field_of(field) for field in fields if hasattr(field, "resolve") and get_named_type(field.type)]
    return {field.name for field in found if field is not None and field.load.__module__.startswith("resolvers.wallet.money_requests.")}
