"""Payments and merchants in the schema's language: nothing of another viewer's in a gang, each refusal a type in both languages, and what reading costs."""

from base64 import b64decode
from typing import Any
from uuid import uuid4

import orjson
import pytest
import strawberry
from graphql import parse

from domains import wallet
from domains.kernel.database import Database
from gateway.engine import Plan, compile_operation, execute_gang
from resolvers.context import Context
from tests.domains.wallet.people import Person, person
from tests.domains.wallet.tills import Shop, order, pay, refund, shop
from tests.resolvers.asking import nothing_happens
from tests.resolvers.wallet.conftest import Ask, viewer_of

QUERY = """
query ($payment: ID!, $desk: ID!, $order: ID!) {
    payment(id: $payment) { ...payment }
    payments(first: 10) { nodes { ...payment } }
    paymentCode { digits nextAt expiresAt }
    merchantDesks { ...desk }
    merchantDesk(id: $desk) { ...desk }
    merchantOrder(id: $order) { ...order }
}
fragment payment on Payment { id method amount { amount } refunded { amount } merchant { name } shop { name }
    sources { source amount { amount } } refunds { id reason amount { amount } } }
fragment order on MerchantOrder { id reference amount { amount } state text merchant { id } }
fragment desk on MerchantDesk { role merchant { id } collected { amount } balance { amount } shops { id } codes { label text }
    staff { role party { maskedPhone } } orders(first: 5) { nodes { ...order } }
    takings(first: 5) { nodes { id amount { amount } fee { amount } } } settlements(first: 5) { nodes { day net { amount } } } }
"""
PAY = """mutation ($input: PayInput!) { pay(input: $input) { __typename ... on Problem { message } ... on Paid { amount { amount } payment { id } } } }"""
ENROL = "mutation ($input: EnrolPaymentCodesInput!) { enrolPaymentCodes(input: $input) { ... on PaymentCodesEnrolled { serial key } } }"


async def a_life(database: Database, mark: str, minor: int) -> tuple[Person, Shop, dict[str, str], tuple[str, ...]]:
    """Somebody who pays and owns a merchant, the ids of all that, and marks that nobody else may see."""
    someone, payer = await person(database, 100_000), await person(database, 100_000)
    own, other = await shop(database, owner=someone), await shop(database)
    paid = await pay(database, someone, other, minor)
    await refund(database, other, paid.payment_id, minor - 7, reason=mark)
    asked = await order(database, own, minor + 1, reference=f"{mark}-order")
    taken = await pay(database, payer, own, minor + 2)
    await database.write(wallet.enrol_payment_codes, wallet.EnrolCodesCommand(request_id=uuid4(), owner_id=someone.id, session_id=someone.session_id))
    ids = {"payment": str(paid.payment_id), "desk": str(own.merchant_id), "order": str(asked)}
    return someone, own, ids, (mark, *ids.values(), str(taken.payment_id), f"{(minor + 2) // 100}.{(minor + 2) % 100:02d}")


async def test_a_gangs_answers_equal_the_answers_alone_and_hold_nothing_of_another(database: Database, schema: strawberry.Schema) -> None:
    plan = compile_operation(schema._schema, parse(QUERY))
    assert isinstance(plan, Plan) and plan.can_gang
    lives = [await a_life(database, mark, minor) for mark, minor in (("甲的秘密", 12_341), ("乙的秘密", 15_677), ("丙的秘密", 18_931))]

    def context_of(someone: Person) -> Context:
        return Context(viewer_of(someone), database.read(), database.write, nothing_happens)  # type: ignore[arg-type]

    for asked_for in lives:
        alone = {}
        for someone, _, _, _ in lives:
            context = context_of(someone)
            alone[someone.id] = await plan.execute_bytes(None, context, asked_for[2])
            await context.read.close()
        members = [lives[number] for number in (0, 1, 2, 1, 0)]
        bodies = await execute_gang(plan, [context_of(one[0]) for one in members], asked_for[2], database.read)
        for one, body in zip(members, bodies, strict=True):
            # The code of the moment may change between the two.
            told, expected = orjson.loads(body), orjson.loads(alone[one[0].id])
            assert "errors" not in told
            assert (told["data"].pop("paymentCode") is None) is (expected["data"].pop("paymentCode") is None) is False
            assert told == expected
            assert all((told["data"][root] is None) is (one is not asked_for) for root in ("payment", "merchantDesk", "merchantOrder"))
            for other in lives:
                if other is not one:
                    assert not [mark for mark in other[3] if mark in orjson.dumps(told).decode()]
            assert all(mark in orjson.dumps(told).decode() for mark in one[3])


async def test_a_page_of_payments_takes_five_statements_and_a_whole_desk_thirteen(database: Database, ask: Ask) -> None:
    someone, own, ids, _ = await a_life(database, "丁", 1_000)
    for _ in range(5):
        await pay(database, someone, own, 100)
    page = QUERY[: QUERY.index("paymentCode")].replace("query ($payment: ID!, $desk: ID!, $order: ID!) {\n    payment(id: $payment) { ...payment }", "query {")
    fragments = QUERY[QUERY.index("fragment payment") :]
    with database.counting() as statements:
        seen = await ask(someone, page + "}" + fragments[: fragments.index("fragment order")])
    assert (len(seen["payments"]["nodes"]), len(statements)) == (6, 5)
    with database.counting() as statements:
        seen = await ask(
            someone, "query ($desk: ID!) { merchantDesk(id: $desk) { ...desk } }" + fragments[fragments.index("fragment order") :], desk=ids["desk"]
        )
    assert (len(seen["merchantDesk"]["takings"]["nodes"]), len(statements)) == (5, 13)


async def test_a_payment_is_told_with_what_can_be_read_after_it_and_refused_by_type(database: Database, ask: Ask) -> None:
    someone, noodles = await person(database, 10_000), await shop(database)

    async def paying(purchase: Any, language: str = "en") -> Any:
        return (await ask(someone, PAY, language, input={"requestId": str(uuid4()), "purchase": purchase}))["pay"]

    money = {"amount": "12.34", "currency": "CNY"}
    paid = await paying({"to": {"code": noodles.code}, "amount": money})
    assert (paid["__typename"], paid["amount"]["amount"]) == ("Paid", "12.34") and paid["payment"] is not None
    cases: list[tuple[Any, str]] = [
        ({"to": {"code": "000201"}}, "CodeMalformed"),
        ({"to": {"orderId": "x"}}, "CodeNotFound"),
        ({"to": {"code": noodles.code}}, "AmountRequired"),
        ({"to": {"code": noodles.code}, "amount": {"amount": "1", "currency": "USD"}}, "CurrencyMismatch"),
        ({"to": {"code": noodles.code}, "amount": {"amount": "1", "currency": "XXX"}}, "UnknownCurrency"),
        ({"to": {"code": noodles.code}, "amount": {"amount": "1.234", "currency": "CNY"}}, "AmountMalformed"),
        ({"to": {"code": noodles.code}, "amount": {"amount": "0", "currency": "CNY"}}, "AmountOutOfRange"),
        ({"to": {"code": noodles.code}, "amount": money, "tip": money}, "TipRefused"),
        ({"to": {"code": noodles.code}, "amount": {"amount": "200.01", "currency": "CNY"}}, "PinRequired"),
        ({"to": {"code": noodles.code}, "amount": {"amount": "100", "currency": "CNY"}}, "InsufficientFunds"),
    ]
    for purchase, typename in cases:
        english, chinese = [await paying(purchase, language) for language in ("en", "zh")]
        assert english["__typename"] == chinese["__typename"] == typename
        assert english["message"].isascii() and not chinese["message"].isascii()


async def test_the_key_of_codes_is_told_to_its_session_alone(database: Database, ask: Ask) -> None:
    someone = await person(database)
    input_ = {"requestId": str(uuid4())}
    told = (await ask(someone, ENROL, input=input_))["enrolPaymentCodes"]
    assert len(b64decode(told["key"])) == 32
    async with database.reading() as read:
        kept = await read.fetchval("SELECT convert_from(outcome, 'UTF8') FROM kernel_request WHERE id = $1", input_["requestId"])
    assert told["key"] not in kept and b64decode(told["key"]).hex() not in kept


@pytest.mark.parametrize("after", ["x", "azo", "azoyMDI2", "azoyMDI2LTAxLTAxVDAwOjAwOjAwIDE"])
async def test_a_cursor_that_is_none_of_ours_is_bad_input(database: Database, schema: strawberry.Schema, after: str) -> None:
    someone = await person(database)
    context = Context(viewer_of(someone), database.read(), database.write, nothing_happens)  # type: ignore[arg-type]
    result = await schema.execute("query ($after: Cursor) { payments(after: $after) { nodes { id } } }", {"after": after}, context_value=context)
    await context.read.close()
    assert [type(error.original_error).__name__ for error in result.errors or ()] == ["InvalidInput"]
